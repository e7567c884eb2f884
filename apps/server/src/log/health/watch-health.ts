// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogFigures } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { isAbsent } from '../../platform/files/is-absent.ts';
import { systemTimer, type Timer } from '../../platform/jobs/index.ts';
import type { Meters } from '../../platform/telemetry/telemetry.ts';
import type { ClockWatch } from '../clock/clock-watch.ts';
import type { Detection } from '../detection/index.ts';
import type { LogHouse, Receiver } from '../house.ts';
import type { LogIndex } from '../index/index.ts';
import type { OpenJournal } from '../journal/index.ts';
import { logLimits } from '../log-limits.ts';
import type { Sealing, TimeStamps } from '../sealing/index.ts';
import { KEY_FILE } from '../sealing/signing-keys.ts';
import type { KeptCounts } from './kept-counts.ts';
import { Pace } from './pace.ts';
import { type LogRead, readLogs } from './read-logs.ts';
import { openVerification, type Verification } from './verification.ts';

export interface HealthParts extends Pick<LogHouse, 'alarms' | 'clock' | 'configuration' | 'logger'> {
  readonly counts: KeptCounts;
  readonly journal: OpenJournal;
  readonly journalDir: string;
  readonly logDir: string;
  readonly keysDir: string;
  readonly meters: Meters;
  readonly sealing: Pick<Sealing, 'state'>;
  readonly stamps: Pick<TimeStamps, 'due'>;
  readonly index: Pick<LogIndex, 'engine' | 'state' | 'delayMs'>;
  readonly detection: Pick<Detection, 'figures'>;
  readonly clockWatch: ClockWatch;
  readonly receivers: () => readonly Receiver[];
  /** Newest cosignature of each witness that is configured, by name. */
  readonly cosigned: ReadonlyMap<string, Date | null>;
  readonly timer?: Timer;
  readonly monotonicMs?: () => number;
}

export interface Health {
  figures(): Promise<LogFigures>;
  readonly verification: Verification;
  stop(): Promise<void>;
}

/** Logs are read anew after this long: their time-stamps lie in directories that grow. */
const LOGS_READ_MS = 10_000;
/** What was received before the start waits until sealing is open again. */
const START_GRACE_MS = 30_000;
const FIRST_VERIFICATION_MS = 10 * 60_000;
const PERCENT = 100;

/** Watches what no room can notice about itself, rings, and tells the figures. */
export async function watchHealth(app: FastifyInstance, parts: HealthParts): Promise<Health> {
  const verification = await openVerification({
    ...parts,
    dataDir: parts.configuration.dataDir,
    witnesses: parts.configuration.witnesses.map(({ vkey }) => vkey),
    timestampCaFile: parts.configuration.timestampCaFile,
    sizes: async () =>
      new Map((await readLogs(parts.logDir, parts.keysDir)).map(({ log, size }) => [log, size])),
  });
  const health = new HealthWatch(parts, verification);
  health.start();
  app.post('/inside/health', () => health.figures());
  app.post('/inside/verify', () => verification.begin());
  meterHealth(parts.meters, health, parts.clockWatch);
  return health;
}

class HealthWatch implements Health {
  readonly verification: Verification;
  readonly #parts: HealthParts;
  readonly #pace = new Pace();
  readonly #nowMs: () => number;
  readonly #startedAt: Date;
  readonly #startedMs: number;
  #logs: { readonly atMs: number; readonly read: Promise<LogRead[]> } | null = null;
  #keyLookMs = Number.NEGATIVE_INFINITY;
  #logsLookMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;
  #looking: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;

  constructor(parts: HealthParts, verification: Verification) {
    this.#parts = parts;
    this.verification = verification;
    this.#nowMs = parts.monotonicMs ?? (() => performance.now());
    this.#startedAt = parts.clock.now();
    this.#startedMs = this.#nowMs();
  }

  start(): void {
    const { logger, timer = systemTimer } = this.#parts;
    this.#cancel = timer.after(logLimits.healthLookMs, () => {
      this.#looking = this.#look()
        .catch((error: unknown) =>
          logger.warn({ err: error }, 'Cannot look how sound the log is: trying again'),
        )
        .finally(() => {
          if (!this.#isStopped) this.start();
        });
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#looking;
    await this.verification.stop();
  }

  get sealDelayMs(): number {
    return this.#pace.sealDelayMs(this.#nowMs());
  }

  get #ageMs(): number {
    return this.#nowMs() - this.#startedMs;
  }

  async #look(): Promise<void> {
    const { counts, journal, sealing } = this.#parts;
    const atMs = this.#nowMs();
    this.#pace.look({
      atMs,
      receivedSeq: journal.durableSeq,
      receivedBytes: counts.bytes,
      sealedSeq: sealing.state.sealedSeq,
      freeBytes: journal.disk.freeBytes,
    });
    this.#lookAtSealing(atMs);
    if (atMs - this.#keyLookMs >= logLimits.keyLookMs) {
      this.#keyLookMs = atMs;
      await this.#lookAtKey();
    }
    if (atMs - this.#logsLookMs < logLimits.logsLookMs) return;
    this.#logsLookMs = atMs;
    this.#lookAtLogs(await this.#readLogs());
    if (this.#ageMs >= FIRST_VERIFICATION_MS) await this.verification.beginIfDue();
  }

  /** Under load a checkpoint within seconds, in silence one within minutes: later than that, nothing is proved of what came. */
  #lookAtSealing(nowMs: number): void {
    const { alarms, clock, sealing } = this.#parts;
    const waitingMs = this.#pace.waitingMs(nowMs);
    if (waitingMs > logLimits.sealDelayMsMax && this.#ageMs > START_GRACE_MS) {
      alarms.raise('no_checkpoint', 'waiting entries', { seconds: Math.round(waitingMs / 1_000) });
    } else if (waitingMs === 0) alarms.clear('no_checkpoint', 'waiting entries');
    const silentMs = Math.min(
      this.#ageMs,
      clock.now().getTime() - (sealing.state.publishedAt ?? this.#startedAt).getTime(),
    );
    if (silentMs > logLimits.checkpointSilenceMsMax) {
      alarms.raise('no_checkpoint', 'silence', { seconds: Math.round(silentMs / 1_000) });
    } else alarms.clear('no_checkpoint', 'silence');
  }

  /** The key is looked at as a file: whoever can read it can sign in our name. */
  async #lookAtKey(): Promise<void> {
    const { alarms, keysDir, sealing } = this.#parts;
    if (sealing.state.publishedAt === null && this.#ageMs < logLimits.logsLookMs) return;
    const reason = await reasonNotGood(path.join(keysDir, KEY_FILE));
    if (reason === null) alarms.clear('signing_key', KEY_FILE);
    else alarms.raise('signing_key', KEY_FILE, { reason });
  }

  #lookAtLogs(logs: readonly LogRead[]): void {
    const { alarms } = this.#parts;
    for (const { isSignatureValid, log, stampAheadMs, stampKeptAt } of logs) {
      if (isSignatureValid) alarms.clear('verification_failed', `${log}/checkpoint`);
      else alarms.raise('verification_failed', `${log}/checkpoint`, { reason: 'signature' });
      // A stamp of before the start tells of a clock of then.
      if (stampAheadMs === null || stampKeptAt === null || stampKeptAt < this.#startedAt) continue;
      // The answer may have taken its time, and says whole seconds.
      const { clockOffsetMsMax, timeStampAnswerMsMax } = logLimits;
      const isOff =
        stampAheadMs < -clockOffsetMsMax || stampAheadMs > clockOffsetMsMax + timeStampAnswerMsMax;
      if (!isOff) alarms.clear('clock', 'time-stamp');
      else {
        alarms.raise('clock', 'time-stamp', {
          reason: 'time_stamp',
          offsetSeconds: Math.round(stampAheadMs / 1_000),
        });
      }
    }
  }

  #readLogs(): Promise<LogRead[]> {
    const atMs = this.#nowMs();
    if (this.#logs === null || atMs - this.#logs.atMs >= LOGS_READ_MS) {
      this.#logs = { atMs, read: readLogs(this.#parts.logDir, this.#parts.keysDir) };
      this.#logs.read.catch(() => {
        this.#logs = null;
      });
    }
    return this.#logs.read;
  }

  async figures(): Promise<LogFigures> {
    const { clockWatch, configuration, counts, detection, index, journal, receivers, sealing, stamps } =
      this.#parts;
    const { bytes, entries } = this.#pace.perSecond;
    const logs = await this.#readLogs().catch(() => []);
    const clock = clockWatch.figures;
    return {
      startedAt: this.#startedAt.toISOString(),
      entriesPerSecond: entries,
      bytesPerSecond: bytes,
      receivedSeq: journal.durableSeq,
      sealedSeq: sealing.state.sealedSeq,
      sealDelayMs: this.sealDelayMs,
      publishedAt: sealing.state.publishedAt?.toISOString() ?? null,
      isOpen: journal.isOpen,
      disk: this.disk,
      index: {
        isRunning: index.engine() !== null,
        isRebuilding: index.state.isRebuilding,
        behind: index.state.behind,
        delayMs: index.delayMs(),
      },
      detection: detection.figures(),
      logs: logs.map(({ checkpointAt, isSignatureValid, log, size, timeStamp, vkeys }) => ({
        ...{ checkpointAt, isSignatureValid, log, size, timeStamp, vkeys },
      })),
      timeStamps: { authorities: configuration.timestampUrls.length, due: stamps.due },
      witnesses: [...this.#parts.cosigned].map(([name, at]) => ({
        name,
        cosignedAt: at?.toISOString() ?? null,
      })),
      clock: {
        state: clock.state,
        offsetMs: clock.offsetMs,
        comparedAt: clock.comparedAt?.toISOString() ?? null,
        servers: clock.servers.map((server) => ({ ...server })),
      },
      receivers: receivers().map(({ port, transport }) => ({ transport, port })),
      refusals: counts.refusals.map((each) => ({ ...each })),
      verification: this.verification.state,
    };
  }

  get disk(): LogFigures['disk'] {
    const { freeBytes, level, usedPercent } = this.#parts.journal.disk;
    const wholeBytes = usedPercent >= PERCENT ? 0 : (freeBytes * PERCENT) / (PERCENT - usedPercent);
    const { diskClosedPercent, diskFreeBytesMin } = logLimits;
    const closedBytes = Math.max(diskFreeBytesMin, (wholeBytes * (PERCENT - diskClosedPercent)) / PERCENT);
    return {
      level,
      usedPercent,
      freeBytes,
      daysLeft: this.#pace.daysLeft(freeBytes, closedBytes, this.#nowMs()),
    };
  }
}

async function reasonNotGood(file: string): Promise<'missing' | 'exposed' | 'unreadable' | null> {
  try {
    const { mode } = await stat(file);
    // Others of this machine could read or change it.
    if ((mode & 0o077) !== 0) return 'exposed';
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    return isAbsent(error) ? 'missing' : 'unreadable';
  }
}

const clockNumbers = { synchronised: 1, unknown: 0, disagrees: -1, jumped: -2 } as const;

function meterHealth(meters: Meters, health: HealthWatch, clockWatch: ClockWatch): void {
  meters.gauge('belfry_log_seal_delay_seconds', 'How long entries wait to be sealed', async () =>
    Math.max(0, health.sealDelayMs / 1_000),
  );
  meters.gauge(
    'belfry_log_clock_offset_seconds',
    'How far our clock is ahead of the approved sources',
    async () => {
      const { offsetMs } = clockWatch.figures;
      return offsetMs === null ? null : offsetMs / 1_000;
    },
  );
  meters.gauge(
    'belfry_log_clock_state',
    'What our clock is worth: 1 agreed, 0 not compared, -1 disagreeing',
    async () => clockNumbers[clockWatch.state],
  );
  meters.gauge(
    'belfry_log_verified_time_seconds',
    'When everything was verified last, in seconds since 1970',
    async () => {
      const { finishedAt } = health.verification.state;
      return finishedAt === null ? null : Date.parse(finishedAt) / 1_000;
    },
  );
  meters.gauge(
    'belfry_log_verified_altered',
    'Logs in which the last verification found something altered',
    async () => health.verification.state.logs.filter(({ verdict }) => verdict === 'altered').length,
  );
  meters.gauge(
    'belfry_log_disk_days_left',
    'Days until the disk is full, at the present rate',
    async () => health.disk.daysLeft,
  );
}
