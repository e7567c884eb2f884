// SPDX-License-Identifier: Apache-2.0
import type { LogAlarmKind, RetentionClass } from '@belfry/contract';
import { retentionClasses } from '@belfry/contract';
import { formatCheckpoint, formatNote, signNote } from '@belfry/ledger';
import type { JournalEntry } from '../batch.ts';
import { logLimits } from '../log-limits.ts';
import type { CheckpointGuard } from './checkpoint-guard.ts';
import { Duplicates } from './duplicates.ts';
import { type ReadAs, sealedLineOf } from './entry-line.ts';
import { type GrowingLog, openGrowingLog } from './growing-log.ts';
import type { LogFiles } from './log-files.ts';
import { type Judged, ReceiveClock, yearOf } from './receive-clock.ts';
import { type Recovered, recoverLog } from './recover-log.ts';
import { SigningKeyMissing, type SigningKeys } from './signing-keys.ts';

const CHECKPOINT_FILE = 'checkpoint';

/** What sealing tells whoever started it. */
export type SealingNews =
  | {
      readonly kind: 'published';
      readonly log: string;
      readonly size: number;
      /** The signed checkpoint, byte for byte. */
      readonly content: string;
      /** Every entry to this number of receipt is sealed and covered by a checkpoint. */
      readonly sealedSeq: number;
    }
  | {
      readonly kind: 'alarm';
      readonly alarm: LogAlarmKind;
      readonly subject: string;
      /** Null clears it. */
      readonly facts: Readonly<Record<string, string | number>> | null;
    }
  /** Nothing came into a class for long: an entry of our own has to seal the silence. */
  | { readonly kind: 'silent'; readonly retentionClass: RetentionClass };

/** Both clocks of this process, handed in. */
export interface TwoClocks {
  wallUs(): number;
  monotonicNs(): bigint;
}

export interface SealerParts {
  readonly guard: CheckpointGuard;
  readonly keys: SigningKeys;
  readonly clocks: TwoClocks;
  /** Names of the logs that have a directory. */
  readonly logNames: () => readonly string[];
  readonly filesOf: (log: string) => LogFiles;
  readonly readAs: (entry: JournalEntry) => ReadAs;
  readonly tell: (news: SealingNews) => void;
}

interface OpenLog {
  readonly name: string;
  readonly retentionClass: RetentionClass;
  readonly files: LogFiles;
  readonly growing: GrowingLog;
  /** The note both memories hold; null before the first. */
  note: string | null;
  publishedSize: number;
  publishedAtNs: bigint | null;
  /** Number of receipt of the oldest entry no checkpoint covers; null when all are covered. */
  uncoveredSeq: number | null;
}

/** Where a class stands: the log it goes into, and the entry it goes on after. */
interface ClassState {
  current: OpenLog | null;
  lastSeq: number;
  /** Lines of `lastSeq` that are in the log: a crash may have come between the parts of a long entry. */
  partsDone: number;
  partsWhole: number;
  /** Why nothing of this class is sealed. */
  isStopped: boolean;
  lastLineNs: bigint | null;
}

const classOf = (log: string) => log.slice(0, -5) as RetentionClass;
const nsOf = (milliseconds: number) => BigInt(milliseconds) * 1_000_000n;

/**
 * Seals entries in the order of their receipt: line, tree, checkpoint. It is the only writer of the logs, so it runs
 * in one place at a time; the guard in PostgreSQL notices when it does not.
 */
export class Sealer {
  readonly #parts: SealerParts;
  readonly #logs = new Map<string, OpenLog>();
  readonly #classes = new Map<RetentionClass, ClassState>();
  readonly #duplicates = new Duplicates();
  readonly #received: ReceiveClock;
  readonly #signed: ReceiveClock;
  #lastSignedUs: number;
  #takenSeq: number;
  /** Number of receipt of the first entry that a stopped class did not take. */
  #skippedSeq: number | null = null;
  #isJumped = false;

  private constructor(parts: SealerParts, recovered: readonly Recovered[]) {
    this.#parts = parts;
    const lastUs = recovered.reduce((latest, { lastUs: us }) => Math.max(latest, us ?? 0), 0);
    const lastSignedUs = recovered.reduce((latest, { signedUs }) => Math.max(latest, signedUs ?? 0), 0);
    this.#received = new ReceiveClock(lastUs === 0 ? null : lastUs);
    this.#signed = new ReceiveClock(lastSignedUs === 0 ? null : lastSignedUs);
    this.#lastSignedUs = lastSignedUs;
    this.#takenSeq = 0;
    for (const retentionClass of retentionClasses) {
      this.#classes.set(retentionClass, {
        current: null,
        lastSeq: 0,
        partsDone: 0,
        partsWhole: 0,
        isStopped: false,
        lastLineNs: null,
      });
    }
    for (const log of recovered) this.#adopt(log);
  }

  /**
   * Opens every log there is, compares it with the guard, and brings the one that is behind forward. A log that must
   * not be signed raises an alarm and stops its class; the journal keeps what comes meanwhile.
   *
   * @throws DatabaseUnavailable while PostgreSQL does not answer: nothing is signed without the guard
   */
  static async open(parts: SealerParts): Promise<Sealer> {
    const rows = new Map((await parts.guard.rows()).map((row) => [row.log, row]));
    const names = [...new Set([...rows.keys(), ...parts.logNames()])].sort();
    const recovered: Recovered[] = [];
    for (const name of names) {
      const log = await recoverLog(parts, name, rows.get(name) ?? null);
      recovered.push(log);
    }
    return new Sealer(parts, recovered);
  }

  #adopt(recovered: Recovered): void {
    const { files, growing, name, note, refused } = recovered;
    const state = this.#stateOf(classOf(name));
    if (refused !== null || growing === null) {
      state.isStopped = true;
      const facts = { log: name, reason: refused?.reason ?? '', detail: refused?.detail ?? '' };
      this.#parts.tell({ kind: 'alarm', alarm: refused?.alarm ?? 'rollback', subject: name, facts });
      return;
    }
    const log: OpenLog = {
      name,
      retentionClass: classOf(name),
      files,
      growing,
      note,
      publishedSize: growing.size,
      publishedAtNs: null,
      uncoveredSeq: null,
    };
    this.#logs.set(name, log);
    if (recovered.lastSeq >= state.lastSeq) {
      state.current = log;
      state.lastSeq = recovered.lastSeq;
      state.partsDone = recovered.part?.[0] ?? 1;
      state.partsWhole = recovered.part?.[1] ?? 1;
    }
    for (const { atUs, entry } of recovered.recent) this.#duplicates.firstOf(entry, atUs);
  }

  /** Names of the logs that were compared with the guard and may be signed. */
  get openLogs(): string[] {
    return [...this.#logs.keys()];
  }

  #stateOf(retentionClass: RetentionClass): ClassState {
    const state = this.#classes.get(retentionClass);
    if (state === undefined) throw new Error(`No retention class "${retentionClass}"`);
    return state;
  }

  /** Takes entries in the order of their receipt. They are sealed once a checkpoint covers them. */
  async take(entries: readonly JournalEntry[]): Promise<void> {
    for (const entry of entries) {
      const judged = this.#judge(entry);
      const state = this.#stateOf(entry.origin.retentionClass);
      const isDone =
        entry.seq < state.lastSeq || (entry.seq === state.lastSeq && state.partsDone === state.partsWhole);
      if (state.isStopped) {
        this.#skippedSeq ??= entry.seq;
      } else if (!isDone) {
        const log = await this.#logFor(state, entry.origin.retentionClass, judged.trustedUs);
        await this.#append(log, state, entry, judged);
      }
      // Last, because a checkpoint may come between two parts of a long entry.
      this.#takenSeq = entry.seq;
    }
  }

  async #append(log: OpenLog, state: ClassState, entry: JournalEntry, judged: Judged): Promise<void> {
    const dup = this.#duplicates.firstOf(entry, judged.trustedUs);
    const stamped = judged.clock === entry.clock ? entry : { ...entry, clock: judged.clock };
    const lines = sealedLineOf(stamped, this.#parts.readAs(entry), dup);
    const done = entry.seq === state.lastSeq ? state.partsDone : 0;
    state.lastSeq = entry.seq;
    state.partsWhole = lines.length;
    state.lastLineNs = this.#parts.clocks.monotonicNs();
    for (const [at, line] of lines.entries()) {
      if (at < done) continue;
      log.uncoveredSeq ??= entry.seq;
      log.growing.append(line);
      state.partsDone = at + 1;
      if (log.growing.room === 0) {
        await this.#publish(log);
        log.growing.closeSegment();
      }
    }
  }

  #judge(entry: JournalEntry): Judged {
    const judged = this.#received.judge(entry);
    if (judged.jumpSeconds !== null && judged.jumpSeconds !== 0) {
      this.#isJumped = judged.clock === 'jumped';
      this.#parts.tell({
        kind: 'alarm',
        alarm: 'clock',
        subject: 'receive',
        facts: { seconds: Math.round(judged.jumpSeconds), seq: entry.seq },
      });
    } else if (this.#isJumped && judged.clock !== 'jumped') {
      this.#isJumped = false;
      this.#parts.tell({ kind: 'alarm', alarm: 'clock', subject: 'receive', facts: null });
    }
    return judged;
  }

  /** The log an entry goes into; a new one when its year has begun. */
  async #logFor(state: ClassState, retentionClass: RetentionClass, us: number): Promise<OpenLog> {
    const name = `${retentionClass}-${String(yearOf(us)).padStart(4, '0')}`;
    if (state.current?.name === name) return state.current;
    // What the old log holds has to be covered before the new one takes more: after a crash, the newest entry of the
    // class says where to go on.
    if (state.current !== null && state.current.uncoveredSeq !== null) await this.#publish(state.current);
    const known = this.#logs.get(name);
    const files = known?.files ?? this.#parts.filesOf(name);
    const growing = known?.growing ?? openGrowingLog(files, 0);
    if (growing === null)
      throw new Error(`Cannot begin log "${name}": its directory holds something already`);
    const log = known ?? {
      name,
      retentionClass,
      files,
      growing,
      note: null,
      publishedSize: 0,
      publishedAtNs: null,
      uncoveredSeq: null,
    };
    this.#logs.set(name, log);
    state.current = log;
    return log;
  }

  /** Publishes what is due, asks for an entry where silence has to be sealed. */
  async publishDue(): Promise<void> {
    const now = this.#parts.clocks.monotonicNs();
    for (const log of this.#logs.values()) {
      const isDue =
        log.publishedAtNs === null || now - log.publishedAtNs >= nsOf(logLimits.checkpointEveryMs);
      if (log.growing.size > log.publishedSize && isDue) await this.#publish(log);
    }
    for (const [retentionClass, state] of this.#classes) {
      const isActive = state.current !== null || retentionClass === 'audit';
      const isSilent =
        state.lastLineNs === null || now - state.lastLineNs >= nsOf(logLimits.heartbeatAfterMs);
      if (!isActive || !isSilent || state.isStopped) continue;
      // Asked again after another while, should the answer be lost.
      state.lastLineNs = now;
      this.#parts.tell({ kind: 'silent', retentionClass });
    }
  }

  /** Publishes everything that was taken, for a clean stop. */
  async publishAll(): Promise<void> {
    for (const log of this.#logs.values()) {
      if (log.growing.size > log.publishedSize) await this.#publish(log);
    }
  }

  /** Adds cosignatures to a checkpoint that is still the newest. @returns whether it is */
  cosign(name: string, size: number, content: string): boolean {
    const log = this.#logs.get(name);
    if (log === undefined || log.publishedSize !== size || log.note === null) return false;
    const text = log.note.slice(0, log.note.lastIndexOf('\n\n') + 1);
    if (!content.startsWith(`${text}\n`)) return false;
    log.files.writeDurably(CHECKPOINT_FILE, Buffer.from(content));
    return true;
  }

  close(): void {
    for (const { files } of this.#logs.values()) files.close();
  }

  /** The moment a signature states: it never goes back, and a clock that jumped is not believed at once. */
  #signingUs(): number {
    const { clocks } = this.#parts;
    const judged = this.#signed.judge({
      receivedUs: clocks.wallUs(),
      monotonicNs: clocks.monotonicNs(),
      clock: 'unknown',
    });
    this.#lastSignedUs = Math.max(this.#lastSignedUs, judged.trustedUs);
    return this.#lastSignedUs;
  }

  async #publish(log: OpenLog): Promise<void> {
    const { guard, keys, tell } = this.#parts;
    const { growing, name } = log;
    growing.sync();
    growing.writeEdge();
    const signedUs = this.#signingUs();
    const root = growing.root();
    const text = formatCheckpoint({ origin: keys.originOf(name), size: growing.size, root });
    const content = formatNote(await signNote(text, this.#signers(name, signedUs)));
    // Nobody sees the signature before the guard has it: a crash before leaves nothing signed, one after leaves the
    // guard ahead of the file, which the start puts right.
    const signedAt = new Date(signedUs / 1_000);
    await guard.move(log.note, { log: name, size: growing.size, root, note: content, signedAt });
    log.note = content;
    log.files.writeDurably(CHECKPOINT_FILE, Buffer.from(content));
    log.publishedSize = growing.size;
    log.publishedAtNs = this.#parts.clocks.monotonicNs();
    log.uncoveredSeq = null;
    tell({ kind: 'published', log: name, size: growing.size, content, sealedSeq: this.#sealedSeq() });
  }

  #signers(name: string, signedUs: number) {
    try {
      return this.#parts.keys.signersOf(name, Math.floor(signedUs / 1_000_000));
    } catch (error) {
      if (error instanceof SigningKeyMissing) {
        this.#parts.tell({
          kind: 'alarm',
          alarm: 'signing_key',
          subject: name,
          facts: { detail: error.message },
        });
      }
      throw error;
    }
  }

  /** Every entry to this number is covered: where the journal may be released. */
  #sealedSeq(): number {
    const open = [...this.#logs.values()].flatMap(({ uncoveredSeq }) => uncoveredSeq ?? []);
    return Math.min(
      this.#takenSeq,
      ...[...open, ...(this.#skippedSeq === null ? [] : [this.#skippedSeq])].map((seq) => seq - 1),
    );
  }
}
