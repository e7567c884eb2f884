// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { pino } from 'pino';
import { openTestDatabase } from '../../../test/database.ts';
import type { Batch } from '../batch.ts';
import { startSourceCounts } from './source-counts.ts';

const quiet = pino({ level: 'silent' });

function batchOf(sourceId: string, entries: number): Batch {
  const origin = {
    sourceId,
    stream: 'technical',
    retentionClass: 'technical',
    transport: 'relp',
    peer: '192.0.2.1:1',
  } as const;
  const bounds = Array.from({ length: entries }, (_, index) => [index * 10, index * 10 + 10]).flat();
  return { origin, bytes: Buffer.alloc(entries * 10), bounds };
}

test('flush() writes each minute once, and what comes after a restart within it is added', async (t) => {
  const desk = await openTestDatabase(t);
  const id = randomUUID();
  let now = Date.parse('2026-11-22T10:00:10Z');
  const parts = { database: desk.database, clock: { now: () => new Date(now) }, logger: quiet };
  const counts = startSourceCounts(parts);
  counts.received(batchOf(id, 3));
  counts.noteRead(id, 0, [20]);
  counts.noteRead(id, 1, [40, 4_000]);
  await counts.close();
  const again = startSourceCounts(parts);
  again.received(batchOf(id, 2));
  now += 60_000;
  again.received(batchOf(id, 1));
  await again.flush();
  await again.close();
  const rows = await desk.query(
    'SELECT minute, entries, bytes, not_read, clock_offset_ms FROM log_source_minute ORDER BY 1',
  );
  assert.deepEqual(
    rows.map((row) => [row['minute'].toISOString(), ...Object.values(row).slice(1).map(Number)]),
    [
      ['2026-11-22T10:00:00.000Z', 5, 50, 1, 40],
      ['2026-11-22T10:01:00.000Z', 1, 10, 0, 0],
    ],
  );
});

test('flush() keeps the minutes of a database that is away until it is back', async (t) => {
  const desk = await openTestDatabase(t);
  const id = randomUUID();
  let isAway = true;
  const database = {
    ...desk.database,
    change: (...args: Parameters<typeof desk.database.change>) =>
      isAway ? Promise.reject(new Error('away')) : desk.database.change(...args),
  } as typeof desk.database;
  const counts = startSourceCounts({
    database,
    clock: { now: () => new Date('2026-11-22T10:00:10Z') },
    logger: quiet,
  });
  counts.received(batchOf(id, 3));
  await counts.flush(true);
  isAway = false;
  await counts.close();
  const rows = await desk.query('SELECT entries FROM log_source_minute');
  assert.deepEqual(
    rows.map((row) => Number(row['entries'])),
    [3],
  );
});
