// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  claimDueMarks,
  insertReminders,
  keptMarks,
  tellRemindersOff,
  writeMarks,
} from './limit-mark-store.ts';

const test = systemActor('test');
const now = new Date('2026-03-01T09:00:00Z');
const dueAt = new Date('2026-03-02T09:00:00Z');

async function aLimit(t: TestContext) {
  const { database, query } = await openTestDatabase(t, { clock: { now: () => now } });
  const [incident, obligation, person] = [randomUUID(), randomUUID(), randomUUID()];
  await query(
    `INSERT INTO person (id, name, email, language, roles, state, created_at)
     VALUES ($1, $2, $2 || '@example.org', 'en', '{handler}', $3, now())`,
    [person, 'ann', 'active'],
  );
  await query(
    `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
     VALUES ($1, 'INC-2026-0001', 'Ransomware', 'confirmed', 'important', 'TLP:AMBER', 'unknown', false, now(), now())`,
    [incident],
  );
  await query(
    `INSERT INTO obligation (id, incident_id, regime_id, regime_version, stage_id, occurrence, kind, duty, state, due_at, is_without_undue_delay, started_at, late_rule, changed_at)
     VALUES ($1, $2, 'gdpr', 1, 'authority', 1, 'notification', 'owed', 'running', $3, false, $4, 'none_stated', now())`,
    [obligation, incident, dueAt, now],
  );
  const write = (percents: readonly (50 | 75 | 100)[]) =>
    database.change(test, (changing) =>
      writeMarks(changing, obligation, dueAt, {
        dropIds: [],
        add: percents.map((percent) => ({ percent, ringsAt: now })),
        move: [],
      }),
    );
  const claim = () => database.change(test, ({ sql }) => claimDueMarks(sql, now, 10));
  const marks = async () => (await database.read(test, ({ sql }) => keptMarks(sql, obligation))).marks;
  return { database, query, obligation, person, write, claim, marks };
}

describe('claimDueMarks', () => {
  it('ring the highest that is due, once, and drop what is due beneath it', async (t) => {
    const limit = await aLimit(t);
    await limit.write([50, 75]);
    const claimed = await limit.claim();
    assert.deepEqual(
      claimed.map(({ dueAt: due, isRunning, percent }) => [percent, due, isRunning]),
      [[75, dueAt, true]],
    );
    assert.deepEqual(await limit.claim(), []);
    const marks = (await limit.marks()).map((mark) => [
      mark.percent,
      mark.rangAt !== null,
      mark.droppedAt !== null,
    ]);
    assert.deepEqual(
      marks.sort((one, other) => Number(one[0]) - Number(other[0])),
      [
        [50, false, true],
        [75, true, false],
      ],
    );
  });

  it('leave to its changer what is being changed right now', async (t) => {
    const limit = await aLimit(t);
    await limit.write([100]);
    await limit.database.change(test, async ({ sql }) => {
      await sql.updateTable('obligation').set({ occurrence: 1 }).where('id', '=', limit.obligation).execute();
      assert.deepEqual(await limit.claim(), []);
    });
    assert.equal((await limit.claim()).length, 1);
  });

  it('ring nothing of a limit that runs no more', async (t) => {
    const limit = await aLimit(t);
    await limit.write([50]);
    await limit.query(`UPDATE obligation SET state = 'met' WHERE id = $1`, [limit.obligation]);
    assert.deepEqual(
      (await limit.claim()).map(({ isRunning }) => isRunning),
      [false],
    );
    assert.ok((await limit.marks()).every(({ droppedAt, rangAt }) => droppedAt !== null && rangAt === null));
  });
});

describe('insertReminders', () => {
  it('let one wait at a time, until somebody tells them off', async (t) => {
    const limit = await aLimit(t);
    const remind = () =>
      limit.database.change(test, (changing) => insertReminders(changing, [limit.obligation], now));
    await remind();
    await remind();
    assert.equal((await limit.marks()).length, 1);
    const off = () =>
      limit.database.change(test, ({ sql }) =>
        tellRemindersOff(sql, limit.obligation, { personId: limit.person, at: now }),
      );
    assert.equal(await off(), true);
    const kept = await limit.database.read(test, ({ sql }) => keptMarks(sql, limit.obligation));
    assert.deepEqual([kept.isToldOff, kept.marks[0]?.droppedAt], [true, now]);
  });
});
