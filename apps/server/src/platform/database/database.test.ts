// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { isRefusal, refuse } from '@belfry/contract';
import { sql as sqlText } from 'kysely';
import pg from 'pg';
import { openTestDatabase } from '../../../test/database.ts';
import { systemActor } from '../authorization/actor.ts';
import type { Entry } from '../outbox/outbox.ts';
import { DatabaseUnavailable } from './database.ts';

const system = systemActor('database-is-tested');
const anEntry = (name: string): Entry => ({
  event: 'organisation.changed',
  subject: { kind: 'organisation', id: randomUUID(), reference: name },
});

test('change() rolls back everything when the work refuses', async (t) => {
  const { database, query } = await openTestDatabase(t);
  const result = await database.change(system, async ({ sql, record }) => {
    await sql.insertInto('reference_counter').values({ kind: 'X', year: 2026, last: 1 }).execute();
    record(anEntry('refused'));
    return refuse('report.not_found', 'gone');
  });
  assert.ok(isRefusal(result));
  assert.equal(result.refused, 'report.not_found');
  assert.equal((await query('SELECT 1 FROM reference_counter')).length, 0);
  assert.equal((await query('SELECT 1 FROM outbox')).length, 0);
});

test('change() runs afterCommit once it has committed, and not when it has not', async (t) => {
  const { database } = await openTestDatabase(t);
  const ran: string[] = [];
  await database.change(system, async ({ afterCommit }) => afterCommit(() => ran.push('kept')));
  await database.change(system, async ({ afterCommit }) => {
    afterCommit(() => ran.push('refused'));
    return refuse('report.not_found');
  });
  await assert.rejects(
    database.change(system, async ({ afterCommit }) => {
      afterCommit(() => ran.push('failed'));
      throw new Error('A bug');
    }),
  );
  assert.deepEqual(ran, ['kept']);
});

test('read() cannot change anything', async (t) => {
  const { database } = await openTestDatabase(t);
  await assert.rejects(
    database.read(system, ({ sql }) =>
      sql.insertInto('reference_counter').values({ kind: 'X', year: 2026, last: 1 }).execute(),
    ),
    /read-only transaction/,
  );
});

// Danger: a pooled connection that keeps the context of whoever used it before.
test('the context of a transaction ends with it', async (t) => {
  const opened = await openTestDatabase(t);
  const { database } = opened;
  await database.change(system, async ({ sql, now }) => {
    await sql
      .insertInto('incident')
      .values({
        id: randomUUID(),
        reference: 'INC-2026-0001',
        title: 'A',
        status: 'pending',
        tlp: 'TLP:AMBER',
        personal_data: 'no',
        restricted: false,
        declared_at: now,
        updated_at: now,
      })
      .execute();
  });
  const seenByNobody = async () =>
    (
      await database.read({ kind: 'reporter', reportId: null }, ({ sql }) =>
        sql.selectFrom('incident').select('id').execute(),
      )
    ).length;
  for (let round = 0; round < 40; round += 1) {
    await Promise.all([
      database.read(system, ({ sql }) => sql.selectFrom('incident').select('id').execute()),
      seenByNobody().then((count) => assert.equal(count, 0)),
    ]);
  }
});

// Danger: two commits that take the same place in the record, or a place nobody ever fills.
test('positions grow strictly and without gaps under parallel changes, refusals and bugs', async (t) => {
  const { database, query } = await openTestDatabase(t);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 120 }, (_, index) =>
      database.change(system, async ({ record }) => {
        record(anEntry(`first of ${index}`));
        record(anEntry(`second of ${index}`));
        if (index % 5 === 0) {
          throw new Error('A bug');
        }
        return index % 7 === 0 ? refuse('report.not_found') : null;
      }),
    ),
  );
  const committed = outcomes.filter((one) => one.status === 'fulfilled' && one.value === null).length;
  const rows = await query<{ position: string; canonical: string }>(
    'SELECT position, canonical FROM outbox ORDER BY position',
  );
  assert.equal(rows.length, committed * 2);
  rows.forEach((row, index) => {
    assert.equal(Number(row.position), index + 1);
    assert.equal((JSON.parse(row.canonical) as { position: number }).position, index + 1);
  });
});

test('change() says that the database went away, and works again when it is back', async (t) => {
  const { database, query } = await openTestDatabase(t);
  const killer = database.change(system, async ({ sql, record }) => {
    record(anEntry('lost'));
    const { rows } = await sqlText<{
      pid: number;
    }>`SELECT pg_backend_pid() AS pid`.execute(sql);
    await query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await sql.selectFrom('organisation').selectAll().execute();
  });
  await assert.rejects(killer, (error: unknown) => {
    assert.ok(error instanceof DatabaseUnavailable, String(error));
    assert.equal(error.outcomeUnknown, false);
    return true;
  });
  assert.equal((await query('SELECT 1 FROM outbox')).length, 0);
  await database.change(system, async ({ record }) => record(anEntry('kept')));
  assert.equal((await query('SELECT 1 FROM outbox')).length, 1);
});

// Danger: whoever waits for a lock too long is told of a bug, and does not try again.
test('change() says that trying again helps where a statement took too long', async (t) => {
  const { database } = await openTestDatabase(t);
  await assert.rejects(
    database.change(system, async ({ sql }) => {
      await sqlText`SET LOCAL statement_timeout = 20`.execute(sql);
      await sqlText`SELECT pg_sleep(10)`.execute(sql);
    }),
    (error: unknown) => {
      assert.ok(error instanceof DatabaseUnavailable, String(error));
      assert.equal(error.outcomeUnknown, false);
      return true;
    },
  );
});

test('change() announces what it committed on the channel of the outbox', async (t) => {
  const opened = await openTestDatabase(t);
  const client = new pg.Client(opened.application);
  await client.connect();
  opened.closeFirst(() => client.end());
  const heard = new Promise<string>((resolve) =>
    client.on('notification', (note) => resolve(note.payload ?? '')),
  );
  await client.query('LISTEN belfry_outbox');
  await opened.database.change(system, async ({ record }) => {
    record(anEntry('a'));
    record(anEntry('b'));
  });
  assert.deepEqual(JSON.parse(await heard), { first: 1, last: 2 });
});
