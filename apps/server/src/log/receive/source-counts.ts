// SPDX-License-Identifier: Apache-2.0
import type { Logger } from 'pino';
import { systemActor } from '../../platform/authorization/actor.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Batch } from '../batch.ts';
import type { Journal } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { again } from './again.ts';
import {
  addSourceMinutes,
  forgetSourceHours,
  forgetSourceMinutes,
  type SourceMinute,
} from './source-store.ts';

/** What came from each source, minute by minute: its own normal, its silence, its clock. */
export interface SourceCounts {
  /** Counts a batch that is on disk. */
  received(batch: Batch): void;
  /** Told by the sealer: what could not be read, and the sender's times minus ours where they state a zone. */
  noteRead(sourceId: string, notRead: number, offsetsMs: readonly number[]): void;
  /** What the database does not have yet. */
  running(): RunningSource[];
  /** Writes the minutes that are over; with `all`, also the one that runs. */
  flush(all?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** What came from a source and is not written yet. */
export interface RunningSource {
  readonly id: string;
  readonly entries: number;
  readonly notRead: number;
  /** When something came last, milliseconds since 1970. */
  readonly lastMs: number;
}

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Running {
  entries: number;
  bytes: number;
  notRead: number;
  offsets: number[];
  /** When something came last, milliseconds since 1970; 0 where only the sealer told of it. */
  lastMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const actor = systemActor('logbook counts what comes');

/** Begins to count, and writes each minute when it is over. What waits for a database is kept in memory, bounded. */
export function startSourceCounts(parts: Parts): SourceCounts {
  const counts = new Counts(parts);
  counts.start();
  return counts;
}

/** A journal that counts by source what it made durable, whichever receiver it came through. */
export function countedJournal(journal: Journal, counts: SourceCounts): Journal {
  return {
    append: async (batch) => {
      const appended = await journal.append(batch);
      counts.received(batch);
      return appended;
    },
    get isOpen() {
      return journal.isOpen;
    },
    whenOpen: () => journal.whenOpen(),
  };
}

class Counts implements SourceCounts {
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  /** By minute, then by source. */
  readonly #minutes = new Map<number, Map<string, Running>>();
  #loop: Promise<unknown> = Promise.resolve();
  #forgottenAt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#loop = again(MINUTE_MS, this.#stopping.signal, () => this.flush());
  }

  received({ bounds, bytes, origin }: Batch): void {
    const running = this.#running(origin.sourceId);
    running.entries += bounds.length / 2;
    running.bytes += bytes.length;
    running.lastMs = this.#parts.clock.now().getTime();
  }

  noteRead(sourceId: string, notRead: number, offsetsMs: readonly number[]): void {
    const running = this.#running(sourceId);
    running.notRead += notRead;
    running.offsets.push(...offsetsMs.slice(0, logLimits.clockOffsetsMax - running.offsets.length));
  }

  running(): RunningSource[] {
    const sources = new Map<string, RunningSource>();
    for (const minute of this.#minutes.values()) {
      for (const [id, { entries, lastMs, notRead }] of minute) {
        const before = sources.get(id) ?? { id, entries: 0, notRead: 0, lastMs: 0 };
        sources.set(id, {
          id,
          entries: before.entries + entries,
          notRead: before.notRead + notRead,
          lastMs: Math.max(before.lastMs, lastMs),
        });
      }
    }
    return [...sources.values()];
  }

  async flush(all = false): Promise<void> {
    const now = this.#minute();
    const over = [...this.#minutes.keys()].filter((minute) => all || minute < now);
    const taken = over.flatMap((minute) => this.#take(minute));
    try {
      await this.#parts.database.change(actor, async ({ sql }) => {
        if (taken.length > 0) await addSourceMinutes(sql, taken);
        if (now - this.#forgottenAt > DAY_MS) {
          await forgetSourceMinutes(sql, new Date(now - logLimits.sourceMinuteDaysMax * DAY_MS));
          await forgetSourceHours(sql, new Date(now - logLimits.sourceHourDaysMax * DAY_MS));
        }
      });
      this.#forgottenAt = now - this.#forgottenAt > DAY_MS ? now : this.#forgottenAt;
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'Cannot write what came from each source: trying again');
      this.#putBack(taken);
    }
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await this.flush(true);
  }

  #minute(): number {
    const at = this.#parts.clock.now().getTime();
    return at - (at % MINUTE_MS);
  }

  #running(sourceId: string): Running {
    const minute = this.#minute();
    let sources = this.#minutes.get(minute);
    if (sources === undefined) {
      sources = new Map();
      this.#minutes.set(minute, sources);
    }
    let running = sources.get(sourceId);
    if (running === undefined) {
      running = { entries: 0, bytes: 0, notRead: 0, offsets: [], lastMs: 0 };
      sources.set(sourceId, running);
    }
    return running;
  }

  #take(minute: number): SourceMinute[] {
    const sources = this.#minutes.get(minute) ?? new Map<string, Running>();
    this.#minutes.delete(minute);
    return [...sources].map(([sourceId, { bytes, entries, notRead, offsets }]) => ({
      sourceId,
      minute: new Date(minute),
      entries,
      bytes,
      notRead,
      clockOffsetMs: median(offsets),
    }));
  }

  /** The outcome of a commit that broke may be unknown: these are figures for people, and a minute twice harms none. */
  #putBack(taken: readonly SourceMinute[]): void {
    for (const { bytes, clockOffsetMs, entries, minute, notRead, sourceId } of taken.slice(
      -logLimits.sourceMinutesMax,
    )) {
      const sources = this.#minutes.get(minute.getTime()) ?? new Map<string, Running>();
      this.#minutes.set(minute.getTime(), sources);
      const offsets = clockOffsetMs === null ? [] : [clockOffsetMs];
      sources.set(sourceId, { entries, bytes, notRead, offsets, lastMs: minute.getTime() });
    }
  }
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
