// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  deviceById,
  dropSubscription,
  findSubscriptions,
  keepSubscription,
} from './push-subscription-store.ts';

const test = systemActor('test');
const now = new Date('2026-03-04T12:00:00Z');

async function aPhone(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  const people = { ann: randomUUID(), bob: randomUUID() };
  for (const [name, id] of Object.entries(people)) {
    await query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at)
     VALUES ($1, $2, $2 || '@example.org', 'en', '{handler}', $3, now())`,
      [id, name, 'active'],
    );
  }
  const keep = (personId: string) =>
    database.change(test, ({ sql }) =>
      keepSubscription(
        sql,
        {
          id: randomUUID(),
          personId,
          endpoint: 'https://push.example/1',
          p256dh: 'k',
          auth: 'a',
          label: 'Phone',
        },
        now,
      ),
    );
  const labels = async (personId: string) =>
    (await database.read(test, ({ sql }) => findSubscriptions(sql, personId))).map(({ label }) => label);
  return { ...people, database, keep, labels };
}

describe('keepSubscription', () => {
  // Danger: a call for whoever used a browser before shows to who uses it now.
  it('give a browser to whoever signs in on it last', async (t) => {
    const { ann, bob, keep, labels } = await aPhone(t);
    const id = await keep(ann);
    assert.deepEqual(await labels(ann), ['Phone']);
    assert.equal(await keep(bob), id);
    assert.deepEqual([await labels(ann), await labels(bob)], [[], ['Phone']]);
  });
});

describe('dropSubscription', () => {
  it('drop one’s own alone, which then rings no more', async (t) => {
    const { ann, bob, database, keep } = await aPhone(t);
    const id = await keep(ann);
    const drop = (by: string) => database.change(test, ({ sql }) => dropSubscription(sql, id, by, now));
    const device = () => database.read(test, ({ sql }) => deviceById(sql, id));
    assert.equal(await drop(bob), null);
    assert.equal((await device())?.endpoint, 'https://push.example/1');
    assert.deepEqual([await drop(ann), await drop(ann), await device()], ['Phone', null, null]);
  });
});
