// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads';
import { type HuntFailure, limits } from '@belfry/contract';
import type pg from 'pg';
import { systemActor } from '../../platform/authorization/actor.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { hearChannel } from '../../platform/database/hear-channel.ts';
import type { Timer } from '../../platform/jobs/index.ts';
import type { LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import type { OpenSourceRegistry } from '../receive/source-registry.ts';
import type { Sealing } from '../sealing/index.ts';
import { readTimeZone } from './detection-store.ts';
import type { FromHunt, HuntEnd, HuntOrders, HuntProgress, TakenHunt } from './hunt.ts';
import { endHunt, releaseHunt, takeHunt, writeHuntProgress } from './hunt-store.ts';
import type { Detection } from './start-detection.ts';

export interface HuntsParts extends Pick<LogHouse, 'clock' | 'database' | 'logger'> {
  readonly logDir: string;
  readonly connection: () => pg.ClientConfig;
  readonly sources: Pick<OpenSourceRegistry, 'zones'>;
  readonly sealing: Pick<Sealing, 'state'>;
  readonly detection: Pick<Detection, 'behind' | 'delayMs'>;
  readonly journal: { readonly durableSeq: number };
  readonly timer: Timer;
}

/** Hunts that people asked for. */
export interface Hunts {
  stop(): Promise<void>;
}

const actor = systemActor('hunts');
const CHANNEL = 'belfry_hunts';
const CONNECT_MS_MAX = 5_000;
const SEAL_LOOK_MS = 100;

interface RunningHunt {
  readonly hunt: TakenHunt;
  readonly begunMs: number;
  readonly gate: Int32Array;
  worker: Worker | null;
  progress: HuntProgress | null;
  heardMs: number;
  /** What is still to be written. */
  end: HuntEnd | null;
}

/**
 * Takes up one hunt after the other; the rest wait. What somebody asked stands in the database: a process that dies
 * leaves its hunt behind, and the next one begins it again from the start.
 */
export function startHunts(parts: HuntsParts): Hunts {
  const keeper = new HuntKeeper(parts);
  keeper.start();
  return keeper;
}

class HuntKeeper implements Hunts {
  readonly #parts: HuntsParts;
  readonly #stopping = new AbortController();
  #running: RunningHunt | null = null;
  #turn: Promise<void> = Promise.resolve();
  #isWanted = false;
  #cancel: () => void = () => undefined;

  constructor(parts: HuntsParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#hear();
    this.#look();
  }

  /** What runs is laid back. Where the database is away it stays, and counts as left behind. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel();
    await this.#turn;
    const running = this.#running;
    if (running === null) return;
    await running.worker?.terminate();
    await this.#write(({ now, sql }) => releaseHunt(sql, now, running.hunt));
  }

  async #hear(): Promise<void> {
    const { connection } = this.#parts;
    const { signal } = this.#stopping;
    const onHeard = () => this.#nudge();
    while (!signal.aborted) {
      const hearing = { connection, channel: CHANNEL, connectMsMax: CONNECT_MS_MAX, onHeard };
      await hearChannel(hearing, signal).catch(() => undefined);
      await this.#pause(logLimits.huntLookMs);
    }
  }

  /** Looks now and then, and when told: what was told while nobody listened is found all the same. */
  #look(): void {
    this.#nudge();
    if (!this.#stopping.signal.aborted) {
      this.#cancel = this.#parts.timer.after(logLimits.huntLookMs, () => this.#look());
    }
  }

  #nudge(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#turn = this.#turn.then(async () => {
      this.#isWanted = false;
      if (this.#stopping.signal.aborted) return;
      await this.#takeTurn().catch((error: unknown) => {
        if (!(error instanceof DatabaseUnavailable)) {
          this.#parts.logger.error({ err: error }, 'Cannot look after hunts: tried again');
        }
      });
    });
  }

  async #takeTurn(): Promise<void> {
    if (this.#running === null) await this.#begin();
    else await this.#follow(this.#running);
  }

  async #begin(): Promise<void> {
    const { clock, database, journal } = this.#parts;
    const taken = await database.change(actor, async ({ now, sql }) => ({
      hunt: await takeHunt(sql, now),
      timeZone: await readTimeZone(sql),
    }));
    const { hunt, timeZone } = taken;
    if (hunt === null) return;
    const begunMs = clock.now().getTime();
    const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const running: RunningHunt = {
      ...{ hunt, begunMs, gate, heardMs: begunMs, worker: null, progress: null, end: null },
    };
    this.#running = running;
    if (hunt.lostCount > logLimits.huntLostMax) {
      running.end = { state: 'failed', problem: 'kept_breaking' };
      this.#nudge();
      return;
    }
    void this.#sealed(journal.durableSeq).then(() => {
      if (this.#running === running && !this.#stopping.signal.aborted) this.#run(running, timeZone);
    });
  }

  /** Waits until what came in before somebody asked is sealed; what cannot be sealed keeps nobody waiting for ever. */
  async #sealed(seq: number): Promise<void> {
    const { sealing } = this.#parts;
    for (let waitedMs = 0; waitedMs < logLimits.huntSealWaitMs; waitedMs += SEAL_LOOK_MS) {
      if (sealing.state.sealedSeq >= seq || this.#stopping.signal.aborted) return;
      await this.#pause(SEAL_LOOK_MS);
    }
  }

  #run(running: RunningHunt, timeZone: string | null): void {
    const { clock, logDir, logger, sources } = this.#parts;
    const { gate, hunt } = running;
    Atomics.store(gate, 0, this.#isHeld() ? 1 : 0);
    logger.info({ hunt: hunt.id, attempt: hunt.attempt }, 'A hunt begins');
    const orders: HuntOrders = {
      ...{ hunt, logDir, timeZone, zones: sources.zones },
      gate: gate.buffer as SharedArrayBuffer,
    };
    const worker = new Worker(new URL('./hunt-worker.ts', import.meta.url), {
      workerData: orders,
      // What outgrows this ends its thread, and neither receivers nor live detection.
      resourceLimits: { maxOldGenerationSizeMb: logLimits.huntHeapMegabytesMax },
    });
    running.worker = worker;
    running.heardMs = clock.now().getTime();
    const ended = (end: HuntEnd) => {
      running.end ??= end;
      this.#nudge();
    };
    worker.on('message', (news: FromHunt) => {
      running.heardMs = clock.now().getTime();
      if (news.kind === 'ended') ended(news.end);
      else running.progress = news.progress;
    });
    worker.on('error', (error: unknown) => {
      logger.warn({ err: error, hunt: hunt.id }, 'A hunt broke');
      ended({ state: 'failed', problem: isOutOfMemory(error) ? 'too_much_memory' : 'broken' });
    });
    worker.on('exit', () => ended({ state: 'failed', problem: 'broken' }));
  }

  async #follow(running: RunningHunt): Promise<void> {
    const isHeld = this.#isHeld();
    Atomics.store(running.gate, 0, isHeld ? 1 : 0);
    running.end ??= failed(this.#problemOf(running));
    if (running.end !== null) {
      await this.#end(running, running.end).catch((error: unknown) => {
        // What cannot be written must not keep every other hunt from its turn. That it failed can be.
        if (!(error instanceof DatabaseUnavailable)) running.end = { state: 'failed', problem: 'broken' };
        throw error;
      });
      return;
    }
    const { hunt, progress } = running;
    const { goesOn } = await this.#parts.database.change(actor, async ({ now, sql }) => ({
      goesOn: await writeHuntProgress(sql, now, hunt, { isHeld, progress }),
    }));
    if (!goesOn) await this.#drop(running);
  }

  #problemOf(running: RunningHunt): HuntFailure | null {
    const now = this.#parts.clock.now().getTime();
    if (now - running.begunMs > limits.huntMsMax) return 'too_long';
    const isSilent = running.worker !== null && now - running.heardMs > logLimits.huntSilentMsMax;
    return isSilent ? 'stuck' : null;
  }

  async #end(running: RunningHunt, end: HuntEnd): Promise<void> {
    const { hunt } = running;
    const { logger } = this.#parts;
    // It may not answer: nothing more is heard of it from here on.
    await running.worker?.terminate();
    await this.#parts.database.change(actor, async ({ now, record, sql }) => {
      if (!(await endHunt(sql, now, hunt, end))) return;
      const hits = end.state === 'done' ? end.found.hits : null;
      const problem = end.state === 'failed' ? end.problem : null;
      record({
        event: 'hunt.ended',
        subject: { kind: 'hunt', id: hunt.id, reference: hunt.title },
        changes: [
          { field: 'state', from: 'running', to: end.state },
          ...(hits === null ? [] : [{ field: 'hits', from: null, to: hits }]),
          ...(problem === null ? [] : [{ field: 'problem', from: null, to: problem }]),
        ],
      });
    });
    logger.info({ hunt: hunt.id, state: end.state }, 'A hunt ended');
    await this.#drop(running);
  }

  async #drop(running: RunningHunt): Promise<void> {
    if (this.#running === running) this.#running = null;
    await running.worker?.terminate();
    this.#nudge();
  }

  /** Whether what comes in waits to be sealed or looked at: a hunt has time, and a finding has none. */
  #isHeld(): boolean {
    const { detection, journal, sealing } = this.#parts;
    const unsealed = journal.durableSeq - sealing.state.sealedSeq;
    return (
      unsealed > logLimits.huntGiveWaySealEntries ||
      (detection.behind ?? 0) > logLimits.huntGiveWayDetectEntries ||
      detection.delayMs() > logLimits.huntGiveWayMs
    );
  }

  async #write(work: Parameters<HuntsParts['database']['change']>[1]): Promise<void> {
    await this.#parts.database.change(actor, work).catch((error: unknown) => {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    });
  }

  /** Ends early when hunts stop. */
  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = () => {
        takeBack();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const takeBack = this.#parts.timer.after(ms, done);
      signal.addEventListener('abort', done);
    });
  }
}

const failed = (problem: HuntFailure | null): HuntEnd | null =>
  problem === null ? null : { state: 'failed', problem };

const isOutOfMemory = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
