// SPDX-License-Identifier: Apache-2.0
import { randomFillSync } from 'node:crypto';
import { type FileHandle, mkdir, statfs } from 'node:fs/promises';
import type { ClockState } from '@belfry/contract';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock/clock.ts';
import { systemTimer, type Timer } from '../../platform/jobs/index.ts';
import type { Appended, Batch } from '../batch.ts';
import type { Journal } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { type DiskLimits, type DiskSpace, type DiskState, DiskWatch } from './disk-watch.ts';
import { closingFrame, encodeFrame, type Receipt } from './frame.ts';
import { JournalFailed } from './journal-failure.ts';
import { createJournalFile, writeWhole } from './journal-files.ts';
import { lockJournal } from './journal-lock.ts';
import { createProgress, type Progress, setDurable } from './progress.ts';
import { type Recovered, recoverJournal } from './recover.ts';
import { splitBatch } from './split-batch.ts';

export interface JournalLimits extends DiskLimits {
  readonly journalFileBytesMax: number;
  readonly groupBytesMax: number;
  readonly frameBytesMax: number;
  readonly frameEntriesMax: number;
  readonly groupBatchesMax: number;
  readonly unsyncedBytesMax: number;
  readonly journalLockMsMax: number;
  readonly diskLookMs: number;
}

export interface JournalParts {
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<JournalLimits>;
  /** What our clock is worth now; `unknown` where nobody compares it. */
  readonly clockState?: () => ClockState;
  readonly monotonicNs?: () => bigint;
  readonly statfs?: () => Promise<DiskSpace>;
  readonly timer?: Timer;
  /** Hears of every change between good, 80, 90 and 95 percent. */
  readonly onDisk?: (state: DiskState) => void;
  /** The journal cannot be trusted to write any more: the process has to end, at once. */
  readonly onFailed?: (failure: JournalFailed) => void;
}

export interface OpenJournal extends Journal {
  /** Number of the last entry that is on disk; 0 when there is none. */
  readonly durableSeq: number;
  /** The same for other threads: hand it to `readJournal`. */
  readonly progress: Progress;
  readonly disk: DiskState;
  readonly unsyncedBytes: number;
  /** @returns stops telling */
  onDurable(listener: (durableSeq: number) => void): () => void;
  /** Syncs what was appended, then lets go. */
  close(): Promise<void>;
}

interface Waiting {
  readonly batch: Batch;
  readonly receipt: Receipt;
  readonly bytes: number;
  readonly isOwnRecord: boolean;
  readonly resolve: (appended: Appended) => void;
}

/** Opens the journal of a directory and goes on where it ends. */
export async function openJournal(parts: JournalParts): Promise<OpenJournal> {
  const limits = { ...logLimits, ...parts.limits };
  await mkdir(parts.directory, { recursive: true, mode: 0o750 });
  const release = await lockJournal(parts.directory, limits.journalLockMsMax);
  try {
    const disk = new DiskWatch({
      directory: parts.directory,
      statfs: parts.statfs ?? (() => statfs(parts.directory)),
      limits,
      logger: parts.logger,
      tell: (state) => parts.onDisk?.(state),
    });
    await disk.look();
    return new DiskJournal(parts, limits, disk, await recoverJournal(parts.directory, parts.logger), release);
  } catch (error) {
    await release();
    throw error;
  }
}

class DiskJournal implements OpenJournal {
  readonly progress: Progress = createProgress();
  readonly #parts: JournalParts;
  readonly #limits: JournalLimits;
  readonly #disk: DiskWatch;
  readonly #release: () => Promise<void>;
  readonly #listeners = new Set<(durableSeq: number) => void>();
  #handle: FileHandle;
  #offset: number;
  #nextSeq: number;
  #waiting: Waiting[] = [];
  #unsyncedBytes = 0;
  #committing: Promise<void> | null = null;
  #untilOpen: PromiseWithResolvers<void> | null = null;
  #isCalled = false;
  #isEnded = false;
  #stopLooking: () => void;

  constructor(
    parts: JournalParts,
    limits: JournalLimits,
    disk: DiskWatch,
    found: Recovered,
    release: () => Promise<void>,
  ) {
    this.#parts = parts;
    this.#limits = limits;
    this.#disk = disk;
    this.#release = release;
    this.#handle = found.handle;
    this.#offset = found.offset;
    this.#nextSeq = found.nextSeq;
    setDurable(this.progress, found.nextSeq - 1);
    this.#stopLooking = this.#lookAgain();
  }

  get durableSeq(): number {
    return this.#nextSeq - 1;
  }

  get disk(): DiskState {
    return this.#disk.state;
  }

  get unsyncedBytes(): number {
    return this.#unsyncedBytes;
  }

  get isOpen(): boolean {
    return !this.#isEnded && this.#disk.isOpen && this.#unsyncedBytes < this.#limits.unsyncedBytesMax;
  }

  async whenOpen(): Promise<void> {
    while (!this.isOpen) {
      this.#untilOpen ??= Promise.withResolvers();
      await this.#untilOpen.promise;
    }
  }

  async append(batch: Batch): Promise<Appended> {
    const count = batch.bounds.length / 2;
    if (count === 0) return { firstSeq: this.#nextSeq, count };
    const { frameBytesMax, frameEntriesMax } = this.#limits;
    // Parts go in at once and stay together, so their numbers follow each other.
    const parts = splitBatch(batch, frameEntriesMax, frameBytesMax).map((part) => this.#wait(part));
    const [first] = await Promise.all(parts);
    return { firstSeq: first?.firstSeq ?? 0, count };
  }

  #wait(batch: Batch): Promise<Appended> {
    const { clock, clockState, monotonicNs = process.hrtime.bigint } = this.#parts;
    const { promise, resolve } = Promise.withResolvers<Appended>();
    // After a failure nobody is answered any more: the promise stays open until the process has ended.
    if (this.#isEnded) return promise;
    let bytes = 0;
    for (let at = 0; at < batch.bounds.length; at += 2) {
      bytes += (batch.bounds[at + 1] ?? 0) - (batch.bounds[at] ?? 0);
    }
    this.#waiting.push({
      batch,
      receipt: {
        // What a frame holds begins in 1970; a clock set before is wrong anyway, and is kept from stopping us.
        wallUs: Math.max(0, clock.now().getTime()) * 1_000,
        monotonicNs: monotonicNs(),
        clock: clockState?.() ?? 'unknown',
      },
      bytes,
      isOwnRecord: batch.origin.retentionClass === 'audit' || batch.origin.stream === 'desk',
      resolve,
    });
    this.#unsyncedBytes += bytes;
    this.#commitSoon();
    return promise;
  }

  onDurable(listener: (durableSeq: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#stopLooking();
    await this.#committing;
    await this.#disk.settled();
    if (!this.#isEnded) {
      this.#isEnded = true;
      try {
        await writeWhole(this.#handle, [closingFrame(this.#nextSeq, this.#offset)], this.#offset);
        await this.#handle.sync();
      } catch (error) {
        // Everything that was acknowledged is synced; a start finds a torn end and cuts it.
        this.#parts.logger.warn({ err: error }, 'Cannot write the end of the journal');
      }
    }
    await this.#handle.close();
    await this.#release();
  }

  /** Everything that came in this turn of the event loop goes together; what comes during a sync goes with the next. */
  #commitSoon(): void {
    this.#isCalled = true;
    if (this.#committing !== null || this.#isEnded) return;
    this.#committing = new Promise<void>((next) => setImmediate(next))
      .then(() => this.#commitAll())
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#committing = null;
        // Somebody may have called between the last look at the queue and here.
        if (this.#isCalled) this.#commitSoon();
        this.#tellOpen();
      });
  }

  async #commitAll(): Promise<void> {
    for (let group = this.#nextGroup(); group.length > 0; group = this.#nextGroup()) {
      if (await this.#commit(group)) continue;
      const isOwnWaiting = this.#waiting.some(({ isOwnRecord }) => isOwnRecord);
      if (!isOwnWaiting || !(await this.#disk.spendReserve())) return;
    }
  }

  /** On a full disk only our own record goes on: who looked at what may not go unwritten. */
  #nextGroup(): Waiting[] {
    this.#isCalled = false;
    const { groupBatchesMax, groupBytesMax } = this.#limits;
    const isOpen = this.#disk.isOpen;
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    let bytes = 0;
    for (const [index, each] of this.#waiting.entries()) {
      if (group.length === groupBatchesMax || bytes >= groupBytesMax) {
        left.push(...this.#waiting.slice(index));
        break;
      }
      if (isOpen || each.isOwnRecord) {
        group.push(each);
        bytes += each.bytes;
      } else left.push(each);
    }
    this.#waiting = left;
    return group;
  }

  /** @returns false when the disk is full: nothing of the group is written then, and all of it waits again */
  async #commit(group: readonly Waiting[]): Promise<boolean> {
    if (this.#offset >= this.#limits.journalFileBytesMax) await this.#nextFile();
    const buffers: Buffer[] = [];
    const firsts: number[] = [];
    let seq = this.#nextSeq;
    for (const { batch, receipt } of group) {
      const numbers = { firstSeq: seq, groupOffset: this.#offset };
      buffers.push(...encodeFrame(batch, receipt, numbers, randomFillSync));
      firsts.push(seq);
      seq += batch.bounds.length / 2;
    }
    let written: number;
    try {
      written = await writeWhole(this.#handle, buffers, this.#offset);
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.#handle.truncate(this.#offset);
      this.#disk.refused();
      this.#waiting = [...group, ...this.#waiting];
      return false;
    }
    await Promise.all([this.#handle.datasync(), this.#look()]);
    this.#offset += written;
    this.#nextSeq = seq;
    setDurable(this.progress, seq - 1);
    // From here the entries survive a crash, and their senders are told.
    for (const [index, each] of group.entries()) {
      this.#unsyncedBytes -= each.bytes;
      each.resolve({ firstSeq: firsts[index] ?? 0, count: each.batch.bounds.length / 2 });
    }
    for (const tell of this.#listeners) tell(seq - 1);
    this.#tellOpen();
    return true;
  }

  async #nextFile(): Promise<void> {
    const { handle } = await createJournalFile(this.#parts.directory, this.#nextSeq);
    await this.#handle.close();
    this.#handle = handle;
    this.#offset = 0;
  }

  #lookAgain(): () => void {
    const { timer = systemTimer } = this.#parts;
    return timer.after(this.#limits.diskLookMs, () => {
      void this.#look().then(() => {
        if (this.#isEnded) return;
        this.#stopLooking = this.#lookAgain();
        if (this.#waiting.length > 0) this.#commitSoon();
        this.#tellOpen();
      });
    });
  }

  async #look(): Promise<void> {
    try {
      await this.#disk.look();
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'Cannot look how full the disk is');
    }
  }

  #tellOpen(): void {
    if (this.#untilOpen === null || !this.isOpen) return;
    this.#untilOpen.resolve();
    this.#untilOpen = null;
  }

  /**
   * A write or sync that failed leaves no way to know what the disk holds, and asking again may be told a lie (the
   * pages count as clean): nothing is acknowledged from here on, and the process ends.
   */
  #fail(error: unknown): void {
    this.#isEnded = true;
    this.#stopLooking();
    const { directory, logger, onFailed } = this.#parts;
    const said = error instanceof Error ? error.message : String(error);
    const failure = new JournalFailed(
      'journal.write_failed',
      `Cannot write the journal ${directory}: ${said}: the log process ends, nothing unacknowledged is lost to its senders: check the disk`,
      error,
    );
    logger.fatal({ err: failure, code: failure.code }, failure.message);
    onFailed?.(failure);
  }
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
