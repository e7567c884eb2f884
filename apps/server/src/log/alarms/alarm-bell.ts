// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import type { LogAlarmKind } from '@belfry/contract';
import type { Logger } from 'pino';
import { systemActor } from '../../platform/authorization/actor.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { systemTimer, type Timer } from '../../platform/jobs/index.ts';
import type { AlarmBell } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { type AlarmFacts, isWorse, severityOf } from './alarm-severity.ts';
import { clearAlarm, forgottenAlarms, openSubjects, raiseAlarm } from './alarm-store.ts';
import { keepWaiting, readWaiting, type WaitingAlarm } from './waiting-alarms.ts';

export interface BellParts {
  /** Where what waits for the database is kept: the journal's directory. */
  readonly directory: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timer?: Timer;
}

export interface OpenBell extends AlarmBell {
  /** Alarms the database does not know yet. */
  readonly waiting: number;
  /** What rings in a kind, also since a process before this one. @throws DatabaseUnavailable */
  ringing(kind: LogAlarmKind): Promise<readonly string[]>;
  /** Hands over what can be, and ends. */
  stop(): Promise<void>;
}

interface Rung {
  readonly kind: LogAlarmKind;
  readonly subject: string;
  facts: AlarmFacts;
  /** Null when it was only ever good. */
  raisedAt: Date | null;
  lastSeenAt: Date;
  /** Null while it rings. */
  clearedAt: Date | null;
  /** When the database heard of it last; null when it never did, or when it must hear at once. */
  writtenAt: Date | null;
  isNews: boolean;
}

const rings = systemActor('logbook rings');

/** Rings from the log process: told in the log of the server at once, in the database as soon as it answers. */
export async function openAlarmBell(parts: BellParts): Promise<OpenBell> {
  await mkdir(parts.directory, { recursive: true, mode: 0o750 });
  const bell = new Bell(parts, await readWaiting(parts.directory));
  bell.start();
  return bell;
}

class Bell implements OpenBell {
  readonly #parts: BellParts;
  readonly #rung = new Map<string, Rung>();
  readonly #startedAt: Date;
  #hasSwept = false;
  #isKept: boolean;
  #isAway = false;
  #isStopped = false;
  #handing: Promise<void> | null = null;
  #cancel: () => void = () => undefined;

  constructor(parts: BellParts, before: readonly WaitingAlarm[]) {
    this.#parts = parts;
    this.#startedAt = parts.clock.now();
    this.#isKept = before.length > 0;
    for (const each of before) {
      this.#rung.set(keyOf(each.kind, each.subject), { ...each, writtenAt: null, isNews: true });
    }
  }

  get waiting(): number {
    return this.#news().length;
  }

  start(): void {
    const { timer = systemTimer } = this.#parts;
    this.#cancel = timer.after(logLimits.alarmWriteMs, () => {
      void this.#handOver().finally(() => {
        if (!this.#isStopped) this.start();
      });
    });
  }

  raise(kind: LogAlarmKind, subject: string, facts: AlarmFacts): void {
    const { clock, logger } = this.#parts;
    const now = clock.now();
    const key = keyOf(kind, subject);
    const known = this.#rung.get(key);
    if (known === undefined || known.clearedAt !== null || known.raisedAt === null) {
      logger.warn({ alarm: kind, subject, ...facts }, 'Alarm of the logbook');
      if (known === undefined && !this.#hasRoom()) return;
      // One that was over and that the database never heard of goes on: nothing of it is forgotten.
      const raisedAt = known?.isNews && known.raisedAt !== null ? known.raisedAt : now;
      this.#rung.set(key, {
        ...{
          kind,
          subject,
          facts,
          raisedAt,
          lastSeenAt: now,
          clearedAt: null,
          writtenAt: null,
          isNews: true,
        },
      });
      return;
    }
    known.lastSeenAt = now;
    if (isWorse(severityOf(kind, facts), severityOf(kind, known.facts))) {
      logger.warn({ alarm: kind, subject, ...facts }, 'Alarm of the logbook: worse');
      known.writtenAt = null;
    }
    known.facts = facts;
    known.isNews = true;
  }

  clear(kind: LogAlarmKind, subject: string): void {
    const { clock, logger } = this.#parts;
    const now = clock.now();
    const key = keyOf(kind, subject);
    const known = this.#rung.get(key);
    if (known?.clearedAt != null) return;
    if (known === undefined) {
      // Perhaps the process before raised it: the database is asked once.
      if (!this.#hasRoom()) return;
      const nothing = { facts: {}, raisedAt: null, writtenAt: null };
      this.#rung.set(key, { kind, subject, ...nothing, lastSeenAt: now, clearedAt: now, isNews: true });
      return;
    }
    logger.info({ alarm: kind, subject }, 'Alarm cleared');
    known.clearedAt = now;
    known.isNews = true;
    if (known.writtenAt !== null) known.writtenAt = new Date(0);
  }

  async ringing(kind: LogAlarmKind): Promise<readonly string[]> {
    const written = await this.#parts.database.read(rings, (reading) => openSubjects(reading, kind));
    const subjects = new Set(written);
    // What the database does not know yet.
    for (const each of this.#rung.values()) {
      if (each.kind !== kind) continue;
      if (each.clearedAt === null) subjects.add(each.subject);
      else subjects.delete(each.subject);
    }
    return [...subjects];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#handing;
    await this.#handOver();
  }

  /** Bounded: what is over and written makes room. */
  #hasRoom(): boolean {
    if (this.#rung.size < logLimits.alarmsMax) return true;
    for (const [key, each] of this.#rung) {
      if (each.clearedAt !== null && !each.isNews) {
        this.#rung.delete(key);
        return true;
      }
    }
    return false;
  }

  #news(): Rung[] {
    const nowMs = this.#parts.clock.now().getTime();
    return [...this.#rung.values()].filter(
      ({ isNews, writtenAt }) =>
        isNews && (writtenAt === null || Math.abs(nowMs - writtenAt.getTime()) >= logLimits.alarmRenewMs),
    );
  }

  #handOver(): Promise<void> {
    this.#handing ??= this.#write().finally(() => {
      this.#handing = null;
    });
    return this.#handing;
  }

  async #write(): Promise<void> {
    try {
      for (const rung of this.#news()) await this.#writeOne(rung);
      await this.#sweep();
      if (this.#isAway) this.#parts.logger.info('The database has every alarm again');
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.#parts.logger.warn({ err: error }, 'Alarms wait for the database');
      this.#isAway = true;
    }
    await this.#keep();
  }

  async #writeOne(rung: Rung): Promise<void> {
    const { clearedAt, facts, kind, lastSeenAt, raisedAt, subject, writtenAt } = rung;
    rung.isNews = false;
    try {
      await this.#parts.database.change(rings, async (changing) => {
        const isUnheard = writtenAt === null || clearedAt === null;
        if (raisedAt !== null && isUnheard) {
          await raiseAlarm(changing, { kind, subject, facts, raisedAt, lastSeenAt });
        }
        if (clearedAt !== null) await clearAlarm(changing, { kind, subject, at: clearedAt });
      });
      // Worse meanwhile: that is told at the next turn, not in ten seconds.
      if (!rung.isNews || rung.writtenAt !== null || writtenAt !== null)
        rung.writtenAt = this.#parts.clock.now();
    } catch (error) {
      rung.isNews = true;
      throw error;
    }
  }

  /** After a while what the process before raised, and nobody raises any more, is over. */
  async #sweep(): Promise<void> {
    const { clock, database } = this.#parts;
    if (this.#hasSwept || clock.now().getTime() - this.#startedAt.getTime() < logLimits.alarmSettleMs) return;
    const forgotten = await database.read(rings, (reading) => forgottenAlarms(reading, this.#startedAt));
    for (const { kind, subject } of forgotten) {
      if (this.#rung.get(keyOf(kind, subject))?.clearedAt === null) continue;
      await database.change(rings, (changing) => clearAlarm(changing, { kind, subject, at: clock.now() }));
    }
    this.#hasSwept = true;
  }

  async #keep(): Promise<void> {
    const waiting = [...this.#rung.values()].flatMap((rung): WaitingAlarm[] =>
      rung.isNews && rung.raisedAt !== null && rung.writtenAt === null
        ? [{ ...pick(rung), raisedAt: rung.raisedAt }]
        : [],
    );
    if (waiting.length === 0 && !this.#isKept) return;
    try {
      await keepWaiting(this.#parts.directory, waiting);
      this.#isKept = waiting.length > 0;
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'Cannot keep the alarms that wait for the database');
    }
  }
}

const keyOf = (kind: LogAlarmKind, subject: string) => `${kind} ${subject}`;
const pick = ({ clearedAt, facts, kind, lastSeenAt, subject }: Rung) => ({
  kind,
  subject,
  facts,
  lastSeenAt,
  clearedAt,
});
