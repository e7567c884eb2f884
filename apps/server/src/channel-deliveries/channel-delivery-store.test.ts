// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  alertOfDelivery,
  claimDueDeliveries,
  type DeliveryOutcome,
  deliveriesOf,
  queueTrial,
  requeueDelivery,
  settleDelivery,
} from './channel-delivery-store.ts';

const test = systemActor('test');
const start = new Date('2026-03-04T12:00:00Z');
const later = new Date(start.getTime() + limits.channelLeaseMs + 1);
const body = { type: 'alert.test', timestamp: '', data: { subject: '', text: '', link: '', urgent: false } };

async function aCall(t: TestContext) {
  const { database, query } = await openTestDatabase(t, { clock: { now: () => start } });
  const endpointId = randomUUID();
  await query(
    `INSERT INTO webhook_endpoint (id, name, url, recipe, secret, events, is_active, language, added_at)
     VALUES ($1, 'Chat', 'https://chat.example', 'standard', '{}', '{test}', true, 'en', now())`,
    [endpointId],
  );
  await database.change(test, (changing) => queueTrial(changing, { endpointId }, body));
  const claim = (at: Date) => database.change(test, ({ sql }) => claimDueDeliveries(sql, at, 10));
  const only = async (at: Date) => (await claim(at))[0] ?? assert.fail('nothing was due');
  const settle = (row: Awaited<ReturnType<typeof only>>, outcome: DeliveryOutcome) =>
    database.change(test, ({ sql }) => settleDelivery(sql, row, outcome, start));
  const kept = async () =>
    (await database.read(test, ({ sql }) => deliveriesOf(sql, endpointId, {})))[0] ??
    assert.fail('none is kept');
  return { database, query, claim, only, settle, kept };
}

describe('claimDueDeliveries', () => {
  // Danger: a call that died with its sender, or that two desks send at once.
  it('take a call for one lease, and again when whoever took it died', async (t) => {
    const call = await aCall(t);
    assert.equal((await call.claim(start)).length, 1);
    assert.deepEqual(await call.claim(start), []);
    assert.equal((await call.only(later)).attempts, 2);
  });
});

describe('settleDelivery', () => {
  it('is refused to one who lost the lease', async (t) => {
    const call = await aCall(t);
    const first = await call.only(start);
    const second = await call.only(later);
    assert.equal(await call.settle(first, { state: 'failed', error: 'late' }), false);
    assert.equal(await call.settle(second, { state: 'sent' }), true);
    assert.deepEqual([(await call.kept()).state, (await call.kept()).last_error], ['sent', null]);
  });

  it('keep what was taken already of a call of several requests', async (t) => {
    const call = await aCall(t);
    const outcome = { state: 'queued', error: '503', nextAttemptAt: later, done: 2 } as const;
    await call.settle(await call.only(start), outcome);
    assert.equal(((await call.only(later)).body as { done?: number }).done, 2);
  });

  it('give up, until somebody sends it again', async (t) => {
    const call = await aCall(t);
    await call.settle(await call.only(start), { state: 'failed', error: '500' });
    assert.deepEqual(await call.claim(later), []);
    const { id } = await call.kept();
    const again = () => call.database.change(test, ({ sql }) => requeueDelivery(sql, id, start));
    assert.deepEqual([await again(), await again()], [true, false]);
    assert.equal((await call.only(start)).id, id);
  });
});

describe('alertOfDelivery', () => {
  it('tell whether anything that was told by the call still waits', async (t) => {
    const { database, query } = await aCall(t);
    const [head, other, incident] = [randomUUID(), randomUUID(), randomUUID()];
    await query(
      `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
       VALUES ($1, 'INC-2026-0001', 'Ransomware', 'pending', 'critical', 'TLP:AMBER', 'unknown', false, now(), now())`,
      [incident],
    );
    await query(
      `INSERT INTO alert (id, incident_id, state, raised_at) VALUES ($1, $2, 'acknowledged', now())`,
      [head, incident],
    );
    const waits = async () => (await database.read(test, ({ sql }) => alertOfDelivery(sql, head)))?.waits;
    assert.equal(await waits(), false);
    await query(
      `INSERT INTO alert (id, incident_id, state, raised_at, called_with) VALUES ($1, $2, 'waiting', now(), ARRAY[$3::uuid])`,
      [other, incident, head],
    );
    assert.equal(await waits(), true);
  });
});
