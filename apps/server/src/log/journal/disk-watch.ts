// SPDX-License-Identifier: Apache-2.0
import { randomFillSync } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';

/** What is asked of `statfs`; handed in, so that a disk can be filled in a test. */
export interface DiskSpace {
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
}

export type DiskLevel = 'good' | 'warn' | 'alarm' | 'closed';

export interface DiskState {
  readonly level: DiskLevel;
  /** As `df` counts: what is used, of what is used or free for us. */
  readonly usedPercent: number;
  readonly freeBytes: number;
}

export interface DiskLimits {
  readonly diskWarnPercent: number;
  readonly diskAlarmPercent: number;
  readonly diskClosedPercent: number;
  readonly diskFreeBytesMin: number;
  readonly reservePercent: number;
  readonly reserveBytesMax: number;
}

const RESERVE_STEP_BYTES = 1_048_576;

/** Knows how full the disk is, and keeps the reserve for our own record. */
export class DiskWatch {
  readonly #reservePath: string;
  readonly #statfs: () => Promise<DiskSpace>;
  readonly #limits: DiskLimits;
  readonly #logger: Logger;
  readonly #tell: (state: DiskState) => void;
  #state: DiskState = { level: 'good', usedPercent: 0, freeBytes: Number.MAX_SAFE_INTEGER };
  #hasRefused = false;
  #reserve: 'unknown' | 'kept' | 'spent' = 'unknown';
  #spentBytes = 0;
  #filling: Promise<void> | null = null;

  constructor(parts: {
    readonly directory: string;
    readonly statfs: () => Promise<DiskSpace>;
    readonly limits: DiskLimits;
    readonly logger: Logger;
    readonly tell: (state: DiskState) => void;
  }) {
    this.#reservePath = path.join(parts.directory, 'reserve');
    this.#statfs = parts.statfs;
    this.#limits = parts.limits;
    this.#logger = parts.logger;
    this.#tell = parts.tell;
  }

  get state(): DiskState {
    return this.#state;
  }

  /** Whether entries of others may be written. */
  get isOpen(): boolean {
    return !this.#hasRefused && this.#state.level !== 'closed';
  }

  /** Looks again. A disk that refused a write is tried again after each look that finds space. */
  async look(): Promise<void> {
    const space = await this.#statfs();
    const used = (space.blocks - space.bfree) * space.bsize;
    const freeBytes = space.bavail * space.bsize;
    const usedPercent = used + freeBytes === 0 ? 100 : (100 * used) / (used + freeBytes);
    const { diskAlarmPercent, diskClosedPercent, diskFreeBytesMin, diskWarnPercent } = this.#limits;
    // What the reserve gave back is for our own record: it makes no room for others.
    const keptFree = diskFreeBytesMin + this.#spentBytes;
    const level: DiskLevel =
      usedPercent >= diskClosedPercent || freeBytes < keptFree
        ? 'closed'
        : usedPercent >= diskAlarmPercent
          ? 'alarm'
          : usedPercent >= diskWarnPercent
            ? 'warn'
            : 'good';
    const before = this.#state.level;
    this.#state = { level, usedPercent, freeBytes };
    if (level !== 'closed') this.#hasRefused = false;
    if (level !== before) {
      this.#tell(this.#state);
      this.#logger[level === 'good' ? 'info' : 'warn']({ usedPercent, freeBytes }, `Disk: ${level}`);
    }
    if (this.#reserve !== 'kept' && (level === 'good' || level === 'warn')) {
      this.#filling ??= this.#keepReserve(space.blocks * space.bsize).finally(() => {
        this.#filling = null;
      });
    }
  }

  /** A write met a full disk, whatever `statfs` says. */
  refused(): void {
    this.#hasRefused = true;
  }

  /** Frees the reserve for our own record. @returns whether there was any */
  async spendReserve(): Promise<boolean> {
    await this.#filling;
    if (this.#reserve === 'spent') return false;
    const had = await stat(this.#reservePath).catch(() => null);
    await rm(this.#reservePath, { force: true });
    this.#reserve = 'spent';
    this.#spentBytes = had?.size ?? 0;
    return this.#spentBytes > 0;
  }

  /** The reserve is written, not only sized, or the file system would promise the same space twice. */
  async #keepReserve(diskBytes: number): Promise<void> {
    const { reserveBytesMax, reservePercent } = this.#limits;
    const wanted = Math.floor(Math.min((diskBytes * reservePercent) / 100, reserveBytesMax));
    let handle: FileHandle | null = null;
    try {
      handle = await open(this.#reservePath, 'a', 0o640);
      const step = randomFillSync(Buffer.allocUnsafe(RESERVE_STEP_BYTES));
      for (let { size } = await handle.stat(); size < wanted; ) {
        size += (await handle.write(step, 0, Math.min(step.length, wanted - size))).bytesWritten;
      }
      await handle.datasync();
      this.#reserve = 'kept';
      this.#spentBytes = 0;
    } catch (error) {
      this.#logger.warn({ err: error }, 'Cannot keep a reserve on the disk: trying again');
      await rm(this.#reservePath, { force: true }).catch(() => undefined);
    } finally {
      await handle?.close();
    }
  }

  async settled(): Promise<void> {
    await this.#filling;
  }
}
