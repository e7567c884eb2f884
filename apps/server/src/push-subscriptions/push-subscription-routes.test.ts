// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits, ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

const device = (at: string) => ({
  endpoint: at,
  p256dh: 'BA'.padEnd(87, 'A'),
  auth: 'A'.repeat(22),
  label: 'Phone',
});

describe('pushSubscriptionHandlers', () => {
  it('keep devices of one person from every other', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const [ann, bob] = [await desk.as('handler'), await desk.as('it_responsible')];
    const { id } = await ann.api.addPushSubscription({ body: device('https://push.example/1') });
    assert.deepEqual((await bob.api.listPushSubscriptions()).items, []);
    const params = { subscription: id };
    const notFound = toRefuseWith('push_subscription.not_found');
    await assert.rejects(bob.api.testPushSubscription({ params }), notFound);
    await assert.rejects(bob.api.removePushSubscription({ params }), notFound);
    await ann.api.testPushSubscription({ params });
    await ann.api.removePushSubscription({ params });
    assert.deepEqual((await ann.api.listPushSubscriptions()).items, []);
  });

  // Danger: a made-up device by which somebody makes the desk knock at doors inside.
  it('take no device inside, and no more than a person has', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('handler');
    for (const at of ['http://push.example/1', 'https://127.0.0.1/1', 'https://localhost/1']) {
      await assert.rejects(
        api.addPushSubscription({ body: device(at) }),
        toRefuseWith('push_subscription.not_taken'),
      );
    }
    for (let index = 0; index < limits.pushSubscriptionsPerPersonMax; index += 1) {
      await api.addPushSubscription({ body: device(`https://push.example/${index}`) });
    }
    const more = api.addPushSubscription({ body: device('https://push.example/more') });
    await assert.rejects(more, toRefuseWith('push_subscription.too_many'));
  });
});
