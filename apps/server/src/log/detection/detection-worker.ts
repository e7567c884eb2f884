// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock, systemIds } from '../../platform/clock/clock.ts';
import { DatabaseUnavailable, openDatabase } from '../../platform/database/database.ts';
import { hearChannel } from '../../platform/database/hear-channel.ts';
import { logLimits } from '../log-limits.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { openLogDirectory } from '../sealing/index.ts';
import type { DetectionOrders, FromDetection, ToDetection } from './detection-message.ts';
import { refusedTold } from './rules-in-effect.ts';
import { DetectionRun } from './run-detection.ts';

/**
 * Runs the rules in a thread of its own: neither receiving nor sealing ever waits for it. It has connections to the
 * database of its own, so that what it writes costs the other threads nothing.
 */
const orders = workerData as DetectionOrders;
const CHANNEL = 'belfry_detection_rules';
const CONNECT_MS_MAX = 5_000;
const AGAIN_MS = 1_000;
const zones = new SourceZones();
zones.know(orders.zones);
let { sealedSeq } = orders;
const stopping = new AbortController();
let wake = new AbortController();
let run: DetectionRun | null = null;

parentPort?.on('message', (message: ToDetection) => {
  if (message.kind === 'stop') stopping.abort();
  if (message.kind === 'zones') zones.know(message.zones);
  if (message.kind === 'published') sealedSeq = Math.max(sealedSeq, message.sealedSeq);
  wake.abort();
});

const tell = (message: FromDetection) => parentPort?.postMessage(message);
const tellState = (failure: string | null = null) => {
  if (run !== null) tell({ kind: 'state', state: run.state, failure });
};

/** Waits, until something is published or told. @returns whether to go on */
async function pause(ms: number): Promise<boolean> {
  await delay(ms, undefined, { signal: wake.signal }).catch(() => undefined);
  if (wake.signal.aborted) wake = new AbortController();
  return !stopping.signal.aborted;
}

const database = openDatabase(orders.connection, systemClock, systemIds);

/** Asks again until the database answers; null when it is to stop before. */
async function openRun(): Promise<DetectionRun | null> {
  for (;;) {
    try {
      return await DetectionRun.open({
        ...{ logs: openLogDirectory(orders.logDir), database, zones, beginSeq: orders.beginSeq },
        sealedSeq: () => sealedSeq,
        patience: async (failure) => {
          tellState(failure);
          // What is published meanwhile is no reason to ask sooner.
          await delay(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
          return !stopping.signal.aborted;
        },
        onRules: (compiled) => {
          const { refused, ruleCount } = compiled;
          tell({ kind: 'rules', rules: ruleCount, refused: refused.length, first: refusedTold(compiled) });
        },
      });
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      await delay(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return null;
    }
  }
}

/** Hears when the library changed, and reads it after each time nobody listened. */
async function followRules(running: DetectionRun): Promise<void> {
  const { signal } = stopping;
  const hearing = {
    ...{ connection: () => orders.connection, channel: CHANNEL, connectMsMax: CONNECT_MS_MAX },
    onHeard: () =>
      void running.renewRules().then(
        () => wake.abort(),
        (error: unknown) => tellState(error instanceof Error ? error.message : String(error)),
      ),
  };
  while (!signal.aborted) {
    await hearChannel(hearing, signal).catch(() => undefined);
    await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function detect(): Promise<void> {
  run = await openRun();
  if (run === null) return;
  const following = followRules(run);
  try {
    while (!stopping.signal.aborted) {
      const hasMore = await run.step();
      tellState();
      if (!hasMore) await pause(logLimits.detectionLookMs);
    }
    await run.close();
    tellState();
  } catch (error) {
    if (!(stopping.signal.aborted && error instanceof DatabaseUnavailable)) throw error;
  } finally {
    stopping.abort();
    await following;
  }
}

try {
  await detect();
} finally {
  await database.close();
  parentPort?.close();
}
