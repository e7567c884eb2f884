// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { openTestDatabase } from '../../../test/database.ts';
import { writeRecord } from '../../../test/log-record.ts';
import { systemActor } from '../../platform/authorization/actor.ts';
import { BACKUP_LOCK } from '../../platform/database/backup-lock.ts';
import { isBackingUp, readAuditSizes, readRecordFrom, recordedId } from './relay-store.ts';

const actor = systemActor('test');

test('readRecordFrom() reads from a position on, in order, and one more than asked for', async (t) => {
  const { database } = await openTestDatabase(t);
  await writeRecord(database, ['one', 'two', 'three', 'four']);
  const rows = await database.read(actor, ({ sql }) => readRecordFrom(sql, 2, 1));
  assert.deepEqual(
    rows.map(({ position }) => position),
    [2, 3],
  );
  const [first] = rows;
  assert.equal((JSON.parse(first?.canonical ?? '') as { id: string }).id, first?.id);
  assert.equal(await database.read(actor, ({ sql }) => recordedId(sql, 2)), first?.id);
  assert.equal(await database.read(actor, ({ sql }) => recordedId(sql, 9)), null);
});

test('readAuditSizes() reads what was signed of the logs that may hold the record', async (t) => {
  const { database, query } = await openTestDatabase(t);
  for (const log of ['audit-2026', 'technical-2026'])
    await query(
      `INSERT INTO log_checkpoint (log, size, root, note, signed_at) VALUES ($1, 7, decode(repeat('00', 32), 'hex'), 'x', now())`,
      [log],
    );
  const sizes = await database.read(actor, ({ sql }) => readAuditSizes(sql));
  assert.deepEqual(sizes, [{ log: 'audit-2026', size: 7 }]);
});

// Danger: the copy of the log holds entries that the copy of the database, made a moment before, does not know.
test('isBackingUp() is true while a backup holds its lock, and keeps the next one waiting', async (t) => {
  const { closeFirst, database, owner } = await openTestDatabase(t);
  const backup = new pg.Client(owner);
  await backup.connect();
  closeFirst(() => backup.end());
  const look = () => database.read(actor, ({ sql }) => isBackingUp(sql));
  assert.equal(await look(), false);
  await backup.query('SELECT pg_advisory_lock($1)', [BACKUP_LOCK]);
  assert.equal(await look(), true);
  await backup.query('SELECT pg_advisory_unlock($1)', [BACKUP_LOCK]);
  const taken = await database.read(actor, async ({ sql }) => {
    assert.equal(await isBackingUp(sql), false);
    const { rows } = await backup.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      BACKUP_LOCK,
    ]);
    return rows[0]?.taken;
  });
  assert.equal(taken, false);
});
