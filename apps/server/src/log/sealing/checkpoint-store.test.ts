// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { openCheckpointGuard, patientGuard } from './checkpoint-guard.ts';
import type { NextCheckpoint } from './checkpoint-store.ts';

const next = (size: number, note: string): NextCheckpoint => ({
  log: 'technical-2026',
  size,
  root: Buffer.alloc(32, size),
  note,
  signedAt: new Date('2026-02-03T04:05:06Z'),
});

test('swapGuard() moves from what is known and from nothing else; the same move twice is one', async (t) => {
  const guard = openCheckpointGuard((await openTestDatabase(t)).database);
  await guard.move(null, next(1, 'one'));
  await guard.move(null, next(1, 'one'));
  await assert.rejects(guard.move(null, next(1, 'other')), { code: 'log.checkpoint_refused' });
  await guard.move('one', next(2, 'two'));
  await guard.move('one', next(2, 'two'));
  await assert.rejects(guard.move('one', next(2, 'other')), { code: 'log.checkpoint_refused' });
  assert.deepEqual(
    (await guard.rows()).map(({ log, note }) => [log, note]),
    [['technical-2026', 'two']],
  );
});

test('patientGuard() waits while the database is away, and says for how long', async () => {
  let failures = 3;
  const told: number[] = [];
  const guard = patientGuard(
    {
      rows: async () => {
        failures -= 1;
        if (failures >= 0) throw new DatabaseUnavailable(new Error('away'), false);
        return [];
      },
      move: async () => {
        throw new Error('a bug');
      },
    },
    async () => 1_000,
    (awayMs) => told.push(awayMs),
  );
  assert.deepEqual(await guard.rows(), []);
  assert.deepEqual(told, [1_000, 2_000, 3_000, 0]);
  await assert.rejects(guard.move(null, next(1, 'one')), /a bug/);
});
