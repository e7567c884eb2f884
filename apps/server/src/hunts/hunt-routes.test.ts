// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { wordRule } from '../../test/detection.ts';
import { insertRule } from '../../test/findings.ts';
import { ask, lastDay, loginRule } from '../../test/hunts.ts';
import { refusesWith } from '../../test/refuses-with.ts';

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  return { desk, hunter: await desk.as('log_owner') };
}

// Danger: whoever may write rules, and may not look into the logbook, reads it by trying rules on it.
test('a hunt needs the permission to look into the logbook, and its results do too', async (t) => {
  const { desk, hunter } = await aDesk(t);
  const id = await ask(hunter);
  const administrator = await desk.as('administrator');
  const params = { id };
  for (const call of [
    () => ask(administrator),
    () => administrator.api.listHunts({ query: {} }),
    () => administrator.api.readHunt({ params }),
    () => administrator.api.listHuntHits({ params, query: {} }),
    () => administrator.api.cancelHunt({ params }),
  ]) {
    await assert.rejects(call, refusesWith('permission.missing'));
  }
});

test('a hunt is asked for by a person, with a purpose the record has before anything is read', async (t) => {
  const { desk, hunter } = await aDesk(t);
  const id = await ask(hunter, loginRule, { purpose: 'Break-in at web1' });
  const hunt = await hunter.api.readHunt({ params: { id } });
  assert.deepEqual(
    [hunt.title, hunt.purpose, hunt.state, hunt.askedBy.id, hunt.isLogAway, hunt.ahead],
    ['Failed login', 'Break-in at web1', 'waiting', hunter.id, true, 0],
  );
  const [told] = await desk.query<{ canonical: string }>(
    `SELECT canonical FROM outbox WHERE event = 'hunt.asked'`,
  );
  assert.match(told?.canonical ?? '', /"reason":"Break-in at web1"/);
});

test('a rule of the library is tried as it reads, and what is no rule is refused with its place', async (t) => {
  const { desk, hunter } = await aDesk(t);
  const rule = await insertRule(desk, { title: 'Log cleared' });
  const asked = { from: lastDay(), purpose: 'Try it' };
  const { id } = await hunter.api.askHunt({ body: { ...asked, what: { kind: 'rule', rule } } });
  const hunt = await hunter.api.readHunt({ params: { id } });
  assert.deepEqual([hunt.rule, hunt.title], [rule, 'Log cleared']);
  await assert.rejects(
    () => hunter.api.askHunt({ body: { ...asked, what: { kind: 'rule', rule: id } } }),
    refusesWith('detection_rule.not_found'),
  );
  for (const yaml of [
    'title: Nothing\n',
    wordRule('Bad', 'x').replace('condition: a', 'condition: b'),
    'title: F\nlogsource: { product: linux }\nfilter: { rules: any, a: { b: c }, condition: not a }\n',
  ]) {
    await assert.rejects(() => ask(hunter, yaml), refusesWith('detection_rule.refused'));
  }
  await assert.rejects(
    () => ask(hunter, loginRule, { from: new Date(Date.now() + 60_000).toISOString() }),
    refusesWith('hunt.period_not_valid'),
  );
});

// Danger: one person has so many hunts wait that nobody else gets a turn.
test('one person has so many hunts wait at once, and no more', async (t) => {
  const { desk, hunter } = await aDesk(t);
  await ask(hunter);
  await desk.query(
    `INSERT INTO hunt SELECT gen_random_uuid(), yaml, companions, placeholders, title, rule_id, purpose, from_at, until_at,
       state, problem, asked_at - interval '1 second', asked_by, 0, 0, NULL, NULL, NULL, false, NULL, 0, 0, 0, 0, 0, 0, changed_at
     FROM hunt, generate_series(2, $1)`,
    [limits.huntsUnderWayPerPersonMax],
  );
  await assert.rejects(() => ask(hunter), refusesWith('hunt.too_many'));
  const another = await desk.another('Hanna', 'log_owner');
  const theirs = await ask(another);
  assert.equal((await another.api.readHunt({ params: { id: theirs } })).ahead, 10);
  const seen = async (by: 'me' | 'others') =>
    (await another.api.listHunts({ query: { by, limit: 50 } })).items.length;
  assert.deepEqual([await seen('me'), await seen('others')], [1, 10]);
});

test('a hunt that waits is cancelled once, by whoever may ask for one', async (t) => {
  const { desk, hunter } = await aDesk(t);
  const id = await ask(hunter);
  const another = await desk.another('Hanna', 'it_responsible');
  const params = { id };
  await another.api.cancelHunt({ params });
  const hunt = await hunter.api.readHunt({ params });
  assert.deepEqual([hunt.state, hunt.endedBy?.name], ['cancelled', 'Hanna']);
  await assert.rejects(() => hunter.api.cancelHunt({ params }), refusesWith('hunt.over'));
  await assert.rejects(
    () => hunter.api.cancelHunt({ params: { id: hunter.id } }),
    refusesWith('hunt.not_found'),
  );
  const cancelled = await hunter.api.listHunts({ query: { state: 'cancelled' } });
  assert.deepEqual(
    cancelled.items.map((one) => one.id),
    [id],
  );
});
