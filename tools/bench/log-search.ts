// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { type Engine, openEngine } from '../../apps/server/src/log/index/engine.ts';
import { type EngineAddress, superviseEngine } from '../../apps/server/src/log/index/engine-supervisor.ts';
import { Indexer } from '../../apps/server/src/log/index/indexer.ts';
import { searchEntries } from '../../apps/server/src/log/index/search.ts';
import { ENTRY_TABLE, writtenColumns } from '../../apps/server/src/log/index/table.ts';
import { openLogDirectory } from '../../apps/server/src/log/sealing/index.ts';
import { systemTimer } from '../../apps/server/src/platform/jobs/index.ts';
import { type Figure, latency } from './figures.ts';

/** Entries that are read from segments; further ones are copies of them an hour apart, each under its own number. */
const READ_ENTRIES = 400_000;
const COPY_APART_US = 3_600_000_000;
const TIMES = 15;

/** What people look for: each with words that are there and words that are not. */
const questions = [
  { kind: 'word', queries: ['Failed', 'preauth', 'zzqqx'] },
  { kind: 'phrase', queries: ['"invalid user"'] },
  { kind: 'beginning of a word', queries: ['fail*'] },
  { kind: 'field', queries: ['httpStatus:404', 'host:ip-10-77-20-248', 'severity<=3'] },
  { kind: 'person', queries: ['user:root', 'user:nobody-at-all'] },
  { kind: 'address', queries: ['srcIp:83.149.9.216', 'srcIp:83.149.0.0/16'] },
];

/** Searches the index over the segments of a log that was sealed, with everything else stopped. */
export async function measureLogSearch(logDir: string, dir: string, entries: number): Promise<Figure[]> {
  const directory = path.join(dir, 'search-index');
  mkdirSync(directory, { recursive: true });
  const supervisor = superviseEngine({
    directory,
    secret: 'bench'.repeat(8),
    logger: pino({ level: 'silent' }),
    timer: systemTimer,
  });
  try {
    const address = await new Promise<EngineAddress>((resolve) =>
      supervisor.onAddress((found) => found !== null && resolve(found)),
    );
    const engine = openEngine(address);
    const filled = await fill(engine, logDir, entries);
    const figures = [filled.figure];
    for (const { kind, queries } of questions) {
      for (const period of ['last hour', 'whole'] as const) {
        figures.push(await timeSearches(engine, kind, queries, { period, ...filled }));
      }
    }
    figures.push({
      what: 'log: memory of the search engine after this',
      value: Math.round(supervisor.state.rssBytes / 1_048_576),
      unit: 'MB',
      atMost: null,
      detail: '',
    });
    await engine.close();
    return figures;
  } finally {
    await supervisor.stop();
  }
}

interface Filled {
  readonly figure: Figure;
  readonly count: number;
  readonly newestUs: number;
}

async function fill(engine: Engine, logDir: string, entries: number): Promise<Filled> {
  const indexer = new Indexer(openLogDirectory(logDir));
  const from = performance.now();
  let hasMore = true;
  while (hasMore && indexer.state.inserted < READ_ENTRIES) hasMore = await indexer.step(engine);
  const read = indexer.state.inserted;
  const seconds = (performance.now() - from) / 1_000;
  for (let copy = 1; copy * read < entries && read > 0; copy += 1) await copyOnce(engine, copy, read);
  const [row] = await engine.rows<{ count: number; newest: number }>({
    sql: `SELECT count() AS count, max(\`received\`) AS newest FROM ${ENTRY_TABLE}`,
    parameters: {},
  });
  const count = row?.count ?? 0;
  const figure: Figure = {
    what: 'log: index built from segments',
    value: Math.round(read / seconds),
    unit: 'entries/s',
    atMost: null,
    atLeast: 25_000,
    detail: `${read} entries read and inserted; the other ${count - read} of ${count} are copies, an hour apart`,
  };
  return { figure, count, newestUs: row?.newest ?? 0 };
}

async function copyOnce(engine: Engine, copy: number, read: number): Promise<void> {
  const columns = writtenColumns.map(({ name }) => `\`${name}\``);
  const values = writtenColumns.map(({ name }) => {
    if (name === 'index' || name === 'seq') return `e.\`${name}\` + ${copy * read * 2}`;
    if (name === 'at' || name === 'received') return `e.\`${name}\` - ${copy * COPY_APART_US}`;
    return `e.\`${name}\``;
  });
  const isFirst = `e.\`received\` > (SELECT max(\`received\`) FROM ${ENTRY_TABLE}) - ${COPY_APART_US}`;
  await engine.command(
    `INSERT INTO ${ENTRY_TABLE} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${ENTRY_TABLE} AS e WHERE ${isFirst}
SETTINGS max_threads = 1, min_insert_block_size_rows = 65536, min_insert_block_size_bytes = 67108864`,
  );
}

async function timeSearches(
  engine: Engine,
  kind: string,
  queries: readonly string[],
  { count, newestUs, period }: { period: 'last hour' | 'whole'; count: number; newestUs: number },
): Promise<Figure> {
  const from = period === 'whole' ? null : new Date((newestUs - COPY_APART_US) / 1_000).toISOString();
  const samples: number[] = [];
  for (let time = -1; time < TIMES; time += 1) {
    for (const query of queries) {
      const begun = performance.now();
      await searchEntries(engine, {
        ...{ query, from, until: null, clock: 'received', cursor: null, limit: 50 },
        ...{ streams: ['technical'], sources: null },
      });
      // The first of each warms the engine, as the first of a day does.
      if (time >= 0) samples.push(performance.now() - begun);
    }
  }
  const figure = latency(`log: search ${count} entries, ${kind}, ${period}`, samples, 300);
  return { ...figure, detail: `${figure.detail}; ${queries.join(' · ')}` };
}
