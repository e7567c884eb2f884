// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { logLimits } from '../log-limits.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { openLogDirectory } from '../sealing/index.ts';
import { type Engine, EngineAway, openEngine } from './engine.ts';
import { Indexer } from './indexer.ts';
import type { FromIndexer, IndexerStart, ToIndexer } from './indexer-message.ts';

/** Follows the checkpoints in a thread of its own: sealing never waits for it. */
const begin = workerData as IndexerStart;
const zones = new SourceZones();
zones.know(begin.zones);
const indexer = new Indexer(openLogDirectory(begin.logDir), zones);
let engine: Engine | null = null;
let wantsRebuild = false;
let isStopping = false;
let wake = new AbortController();

parentPort?.on('message', (message: ToIndexer) => {
  if (message.kind === 'stop') isStopping = true;
  if (message.kind === 'zones') zones.know(message.zones);
  if (message.kind === 'rebuild') wantsRebuild = true;
  if (message.kind === 'engine') {
    void engine?.close();
    engine = message.address === null ? null : openEngine(message.address);
    indexer.forget();
  }
  wake.abort();
});

async function run(): Promise<void> {
  while (!isStopping) {
    if (!(await stepOnce())) await pause(logLimits.indexLookMs);
  }
  await engine?.close();
}

async function stepOnce(): Promise<boolean> {
  const using = engine;
  if (using === null) return false;
  try {
    if (wantsRebuild) {
      await indexer.rebuild(using);
      wantsRebuild = false;
    }
    const hasMore = await indexer.step(using);
    tell({ kind: 'state', state: indexer.state, failure: null });
    return hasMore;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // An engine that was started again says so; a cluster that does not answer is asked again.
    if (error instanceof EngineAway) indexer.forget();
    tell({ kind: 'state', state: indexer.state, failure: message });
    await pause(logLimits.indexLookMs);
    return false;
  }
}

/** Waits, until something is published or told. */
async function pause(ms: number): Promise<void> {
  await delay(ms, undefined, { signal: wake.signal }).catch(() => undefined);
  if (wake.signal.aborted) wake = new AbortController();
}

function tell(message: FromIndexer): void {
  parentPort?.postMessage(message);
}

void run().then(() => parentPort?.close());
