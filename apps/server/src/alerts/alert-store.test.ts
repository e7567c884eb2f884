// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
import { findAlerts } from './alert-list-store.ts';
import { acknowledge, claimDueAlerts, endAlert, insertAlert } from './alert-store.ts';

const test = systemActor('test');
const now = new Date('2026-03-01T09:00:00Z');

async function aDesk(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  const incidentId = randomUUID();
  await query(
    `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
     VALUES ($1, 'INC-2026-0001', 'Ransomware', 'pending', 'critical', 'TLP:AMBER', 'unknown', false, now(), now())`,
    [incidentId],
  );
  const insert = () =>
    database.change(test, ({ sql }) => insertAlert(sql, randomUUID(), { incidentId }, now));
  return { database, query, incidentId, insert };
}

describe('insertAlert', () => {
  it('writes one that waits, however many ask at once', async (t) => {
    const desk = await aDesk(t);
    const inserted = await Promise.all([desk.insert(), desk.insert(), desk.insert()]);
    assert.equal(inserted.filter(Boolean).length, 1);
    await desk.database.change(test, ({ sql }) => endAlert(sql, { incidentId: desk.incidentId }));
    assert.equal(await desk.insert(), true, 'an ended one is no hindrance');
  });
});

describe('claimDueAlerts', () => {
  it('takes what is due and what nobody holds', async (t) => {
    const desk = await aDesk(t);
    await desk.insert();
    const before = new Date(now.getTime() - 1);
    assert.deepEqual(await desk.database.change(test, ({ sql }) => claimDueAlerts(sql, before, 9)), []);
    await desk.database.change(test, async ({ sql }) => {
      assert.equal((await claimDueAlerts(sql, now, 9))[0]?.about.reference, 'INC-2026-0001');
      assert.deepEqual(await desk.database.change(test, (other) => claimDueAlerts(other.sql, now, 9)), []);
    });
  });
});

describe('acknowledge', () => {
  it('takes one answer', async (t) => {
    const desk = await aDesk(t);
    await desk.insert();
    const personId = randomUUID();
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES ($1, 'Ann', 'ann@example.org', 'en', '{}', 'active', now())`,
      [personId],
    );
    const [found] = await desk.database.read(test, ({ sql }) => findAlerts(sql, { state: 'waiting' }));
    const answer = () =>
      desk.database.change(test, ({ sql }) =>
        acknowledge(sql, found?.alert.id ?? '', { personId, at: now, note: null }),
      );
    assert.deepEqual((await Promise.all([answer(), answer()])).sort(), [false, true]);
  });
});

describe('findAlerts', () => {
  it('shows nothing to nobody: the wall fails closed', async (t) => {
    const desk = await aDesk(t);
    await desk.insert();
    assert.deepEqual(await desk.database.read(anybody, ({ sql }) => findAlerts(sql, {})), []);
  });
});
