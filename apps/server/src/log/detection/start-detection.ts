// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads';
import type { LogFigures } from '@belfry/contract';
import type pg from 'pg';
import type { Timer } from '../../platform/jobs/index.ts';
import type { Meters } from '../../platform/telemetry/telemetry.ts';
import type { LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import type { OpenSourceRegistry } from '../receive/source-registry.ts';
import type { Sealing } from '../sealing/index.ts';
import type { DetectionOrders, DetectionState, FromDetection, ToDetection } from './detection-message.ts';

/** The rules, run over what is sealed. */
export interface Detection {
  /** Null before it has found its place. */
  readonly state: DetectionState | null;
  /** Whether the thread lives. */
  readonly isRunning: boolean;
  /** Sealed entries it has not looked at; null before it has found its place. */
  readonly behind: number | null;
  /** How far the newest entry it looked at is behind, in milliseconds; 0 when nothing waits. */
  delayMs(): number;
  /** What the page about the soundness of the log shows. */
  figures(): LogFigures['detection'];
  stop(): Promise<void>;
}

export interface DetectionParts extends Pick<LogHouse, 'alarms' | 'clock' | 'logger'> {
  readonly logDir: string;
  readonly connection: () => pg.ClientConfig;
  readonly sources: Pick<OpenSourceRegistry, 'zones' | 'onChanged'>;
  readonly sealing: Pick<Sealing, 'state' | 'onPublished'>;
  readonly journal: { readonly durableSeq: number };
  readonly timer: Timer;
  readonly meters: Meters;
}

/** What correlations and findings left out, by the names of their counters. */
const evictions = ['groupsEvicted', 'entriesEvicted', 'momentsCut', 'keysCut'] as const;

const evictedOf = ({ counters }: DetectionState): number =>
  evictions.reduce((sum, name) => sum + (counters[name] ?? 0), 0);

/** Starts the thread, and starts it again when it fails: where it goes on stands in the database. */
export function startDetection(parts: DetectionParts): Detection {
  const thread = new DetectionThread(parts);
  thread.start();
  thread.watch();
  meterDetection(parts.meters, thread);
  return thread;
}

class DetectionThread implements Detection {
  readonly #parts: DetectionParts;
  readonly #beginSeq: number;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #state: DetectionState | null = null;
  #failure: string | null = null;
  #isStopped = false;
  #cancel: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;
  /** When it last had looked at nearly everything. */
  #currentMs: number;
  restarts = 0;

  constructor(parts: DetectionParts) {
    this.#parts = parts;
    // Entries that were there before anybody could have detected anything are for a hunt.
    this.#beginSeq = parts.journal.durableSeq;
    this.#currentMs = parts.clock.now().getTime();
    parts.sealing.onPublished(() =>
      this.#post({ kind: 'published', sealedSeq: parts.sealing.state.sealedSeq }),
    );
    parts.sources.onChanged(() => this.#post({ kind: 'zones', zones: parts.sources.zones }));
  }

  get state(): DetectionState | null {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#worker !== null && this.#state !== null && this.#failure === null;
  }

  get behind(): number | null {
    const { sealedSeq } = this.#parts.sealing.state;
    return this.#state === null ? null : Math.max(0, sealedSeq - this.#state.doneSeq);
  }

  delayMs(): number {
    const receivedMs = this.#state?.receivedMs ?? null;
    if (receivedMs === null || (this.behind ?? 0) === 0) return 0;
    return Math.max(0, this.#parts.clock.now().getTime() - receivedMs);
  }

  figures(): LogFigures['detection'] {
    const state = this.#state;
    const counters = state?.counters ?? {};
    return {
      ...{ isRunning: this.isRunning, isHeld: state?.isHeld === true },
      ...{ behind: this.behind, delayMs: this.delayMs() },
      ...{ rules: state?.rules ?? 0, refused: state?.refused ?? 0 },
      hits: counters['hits'] ?? 0,
      evicted: state === null ? 0 : evictedOf(state),
      late: counters['late'] ?? 0,
      gone: counters['gone'] ?? 0,
    };
  }

  /** Rings when what comes in is looked at much too late, or not at all: silence would look like peace. */
  watch(): void {
    const { alarms, clock, timer } = this.#parts;
    const now = clock.now().getTime();
    const hasLooked = this.#state !== null && this.#state.receivedMs !== null;
    const isNear = this.behind === 0 || (hasLooked && this.delayMs() <= logLimits.detectionDelayMsMax);
    if (this.isRunning && isNear) this.#currentMs = now;
    const lateMs = now - this.#currentMs;
    if (lateMs > logLimits.detectionDelayMsMax) {
      const facts = { seconds: Math.round(lateMs / 1_000), behind: this.behind ?? 0 };
      alarms.raise('detection_behind', 'detection', facts);
    } else alarms.clear('detection_behind', 'detection');
    if (!this.#isStopped) this.#cancelWatch = timer.after(logLimits.detectionWatchMs, () => this.watch());
  }

  start(): void {
    const { connection, logDir, sealing, sources } = this.#parts;
    const orders: DetectionOrders = {
      ...{ logDir, connection: connection(), zones: sources.zones },
      ...{ sealedSeq: sealing.state.sealedSeq, beginSeq: this.#beginSeq },
    };
    const worker = new Worker(new URL('./detection-worker.ts', import.meta.url), {
      workerData: orders,
      // Rules and events are other people's: what outgrows this ends the thread, and not the receivers.
      resourceLimits: { maxOldGenerationSizeMb: logLimits.detectionHeapMegabytesMax },
    });
    this.#worker = worker;
    worker.on('message', (news: FromDetection) => this.#hear(news));
    worker.on('error', (error: unknown) => this.#fail(error));
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    void this.#ended.then(() => this.#again());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    this.#cancelWatch();
    this.#post({ kind: 'stop' });
    // A thread that is still loading hears nothing yet. It has written nothing that the next start does not find, and on a
    // slow machine loading takes longer than a server has to stop.
    if (this.#state === null) await this.#worker?.terminate();
    await this.#ended;
  }

  #again(): void {
    this.#worker = null;
    if (this.#isStopped) return;
    this.restarts += 1;
    this.#cancel = this.#parts.timer.after(logLimits.detectionAgainMs, () => this.start());
  }

  #post(message: ToDetection): void {
    this.#worker?.postMessage(message);
  }

  #hear(news: FromDetection): void {
    const { logger } = this.#parts;
    if (news.kind === 'rules') {
      const { first, refused, rules } = news;
      if (refused > 0) logger.warn({ rules, refused, first }, 'Some detection rules are refused');
      else logger.info({ rules }, 'Detection rules are in effect');
      return;
    }
    const { failure, state } = news;
    if (failure !== null && failure !== this.#failure) logger.warn({ failure }, 'Detection waits');
    const missed = (state.counters['gone'] ?? 0) - (this.#state?.counters['gone'] ?? 0);
    if (this.#state !== null && missed > 0) {
      logger.warn(
        { entries: missed },
        'Detection could not read sealed entries: their segment is gone or damaged',
      );
    }
    this.#failure = failure;
    this.#state = state;
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#parts.logger.error({ err: error }, 'Detection stopped and is started again');
  }
}

function meterDetection(meters: Meters, thread: DetectionThread): void {
  const counter = (name: string) => async () => thread.state?.counters[name] ?? null;
  const figures: readonly (readonly [name: string, help: string, read: () => Promise<number | null>])[] = [
    ['behind_entries', 'Sealed entries the rules were not asked about', async () => thread.behind],
    [
      'delay_seconds',
      'How far the newest entry the rules were asked about is behind',
      async () => thread.delayMs() / 1_000,
    ],
    ['restarts', 'How often the thread was started again', async () => thread.restarts],
    ['rules', 'Rules and correlations that run', async () => thread.state?.rules ?? null],
    ['refused', 'Documents that are active and refused', async () => thread.state?.refused ?? null],
    [
      'is_held',
      'Whether it waits for the desk to take up hits',
      async () => (thread.state?.isHeld === true ? 1 : 0),
    ],
    ['groups', 'Groups that correlations hold', async () => thread.state?.groups ?? null],
    ['entries', 'Entries that correlations hold', async () => thread.state?.entries ?? null],
    ['hits_total', 'Hits that were found', counter('hits')],
    ['keys_cut_total', 'Hits counted under a key that stands for many', counter('keysCut')],
    ['groups_evicted_total', 'Groups forgotten for want of room', counter('groupsEvicted')],
    ['entries_evicted_total', 'Entries of groups forgotten for want of room', counter('entriesEvicted')],
    ['moments_cut_total', 'Hits not passed on to other correlations', counter('momentsCut')],
    ['late_total', 'Entries too late for their group', counter('late')],
    ['incomplete_total', 'Entries without a field a correlation asks for', counter('incomplete')],
    ['gone_total', 'Sealed entries that could not be read', counter('gone')],
    ['failed_total', 'Entries about which the rules could not be asked', counter('failed')],
  ];
  for (const [name, help, read] of figures) meters.gauge(`belfry_log_detection_${name}`, help, read);
}
