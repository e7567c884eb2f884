// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../platform/clock/clock.ts';
import { EngineAway, EngineTooMuch } from '../index/engine.ts';
import type { LogIndex } from '../index/index.ts';
import { searchEntries } from '../index/search.ts';
import { scopeAsked } from '../index/search-shapes.ts';
import { logLimits } from '../log-limits.ts';
import { openLogDirectory } from '../sealing/index.ts';
import { openLogFiles } from '../sealing/log-files.ts';
import { noteSignersOf, readPublicKeys } from '../sealing/signing-keys.ts';
import { type BundleLog, writeBundle } from './write-bundle.ts';

/** `POST /inside/bundle`: what a search finds, as a bundle. Who asked and what for stand in it. */
const bundleAsked = z.object({ ...scopeAsked.shape, by: z.string(), purpose: z.string() });

const WRONG = 400;
const UNPROCESSABLE = 422;
const UNAVAILABLE = 503;
const PAGE_ENTRIES = 1_000;

export interface BundleParts {
  readonly index: LogIndex;
  readonly logDir: string;
  readonly keysDir: string;
  readonly witnesses: readonly string[];
  readonly clock: Clock;
}

/** The index only says which entries; their bytes and proofs come from the files that were sealed. */
export function serveBundles(app: FastifyInstance, parts: BundleParts): void {
  app.post('/inside/bundle', async (request, reply) => {
    const asked = bundleAsked.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const found = await findPlaces(parts.index, asked.data, gone.signal);
    if (found === 'away') return await reply.code(UNAVAILABLE).send({ refused: 'log.index_away' });
    if (found === 'too_wide') {
      return await reply.code(UNPROCESSABLE).send({ refused: 'log.search_too_wide' });
    }
    const { by, purpose, query } = asked.data;
    const bundle = writeBundle({
      about: { madeAt: parts.clock.now(), by, purpose, query },
      logs: logsOf(parts, found),
      witnesses: parts.witnesses,
      signers: noteSignersOf(openLogFiles(parts.keysDir), [...found.keys()]),
    });
    return await reply.type('application/zip').send(Readable.from(bundle));
  });
}

type Places = ReadonlyMap<string, readonly number[]>;

/** Places of what a search finds, by log, growing. */
async function findPlaces(
  index: LogIndex,
  asked: z.output<typeof bundleAsked>,
  signal: AbortSignal,
): Promise<Places | 'away' | 'too_wide'> {
  const engine = index.engine();
  if (engine === null) return 'away';
  const places = new Map<string, number[]>();
  let count = 0;
  try {
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof searchEntries>> = await searchEntries(
        engine,
        { ...asked, cursor, limit: PAGE_ENTRIES },
        signal,
      );
      for (const { index: place, log } of page.entries) {
        const known = places.get(log) ?? [];
        known.push(place);
        places.set(log, known);
      }
      count += page.entries.length;
      if (count > logLimits.bundleEntriesMax) return 'too_wide';
      cursor = page.next;
      if (cursor === null) break;
    }
  } catch (error) {
    if (error instanceof EngineAway) return 'away';
    if (error instanceof EngineTooMuch) return 'too_wide';
    throw error;
  }
  for (const known of places.values()) known.sort((one, other) => one - other);
  return places;
}

function logsOf({ keysDir, logDir }: BundleParts, places: Places): BundleLog[] {
  const directory = openLogDirectory(logDir);
  const keys = readPublicKeys(openLogFiles(keysDir))?.logs ?? {};
  return [...places].map(([name, entries]) => ({
    name,
    source: directory.open(name),
    entries,
    vkeys: keys[name] ?? [],
  }));
}
