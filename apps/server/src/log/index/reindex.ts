// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { systemIds } from '../../platform/clock/clock.ts';
import { systemTimer } from '../../platform/jobs/index.ts';
import { logLimits } from '../log-limits.ts';
import { readSourceCopy } from '../receive/source-copy.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { openLogDirectory } from '../sealing/index.ts';
import { addressOf, type Engine, openEngine } from './engine.ts';
import { type EngineAddress, type EngineSupervisor, superviseEngine } from './engine-supervisor.ts';
import { Indexer } from './indexer.ts';
import {
  askForRebuild,
  engineDirectoryOf,
  indexDirectoryOf,
  isTaken,
  type RebuildProgress,
  readProgress,
  withdrawRequest,
} from './rebuild-request.ts';

export interface ReindexParts {
  readonly dataDir: string;
  readonly clickhouseUrl: string | null;
  readonly onProgress: (progress: RebuildProgress) => void;
}

/** The index cannot be opened; the code is what a script looks at. */
export class IndexUnusable extends Error {
  readonly code = 'log.index_unusable';
}

/** A running log looks for requests so often that it has taken one by then. */
const TAKEN_MS_MAX = logLimits.indexLookMs * 6;

/** Builds the index anew from the segments: by the running server where there is one, else in this process. */
export async function reindex(parts: ReindexParts): Promise<'by the server' | 'here'> {
  const directory = indexDirectoryOf(parts.dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  askForRebuild(directory);
  for (let waitedMs = 0; waitedMs < TAKEN_MS_MAX && !isTaken(directory); waitedMs += 100) await delay(100);
  if (!isTaken(directory)) {
    withdrawRequest(directory);
    await reindexHere(parts);
    return 'here';
  }
  for (;;) {
    const progress = readProgress(directory);
    if (progress !== null) parts.onProgress(progress);
    if (progress?.isDone === true) return 'by the server';
    await delay(logLimits.indexLookMs);
  }
}

async function reindexHere({ clickhouseUrl, dataDir, onProgress }: ReindexParts): Promise<void> {
  const supervisor =
    clickhouseUrl !== null
      ? null
      : superviseEngine({
          directory: engineDirectoryOf(dataDir),
          secret: systemIds.secret(),
          logger: pino({ level: 'silent' }),
          timer: systemTimer,
        });
  try {
    const address = supervisor === null ? addressOf(clickhouseUrl ?? '') : await addressFrom(supervisor);
    const engine = openEngine(address);
    await fill(engine, dataDir, onProgress);
    await engine.close();
  } finally {
    await supervisor?.stop();
  }
}

async function fill(engine: Engine, dataDir: string, onProgress: ReindexParts['onProgress']): Promise<void> {
  const zones = new SourceZones();
  // As the log process kept them last; it is not running, so nothing came since.
  zones.know((await readSourceCopy(path.join(dataDir, 'journal')))?.zones ?? []);
  const indexer = new Indexer(openLogDirectory(path.join(dataDir, 'log')), zones);
  await indexer.rebuild(engine);
  for (let hasMore = true; hasMore; ) {
    hasMore = await indexer.step(engine);
    onProgress({ inserted: indexer.state.inserted, behind: indexer.state.behind, isDone: !hasMore });
  }
}

function addressFrom(supervisor: EngineSupervisor): Promise<EngineAddress> {
  return new Promise((resolve, reject) => {
    supervisor.onAddress((address) => {
      if (address !== null) return resolve(address);
      const why =
        supervisor.state.failure === 'log.index_locked' ? 'another process has it open' : 'it does not start';
      return reject(
        new IndexUnusable(`Cannot build the search index: ${why}: stop what holds it and try again`),
      );
    });
  });
}
