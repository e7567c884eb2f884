// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

describe('channelDeliveryHandlers', () => {
  it('try a receiver, show what was sent, and send again only what was given up', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('it_responsible');
    const { endpoint } = await api.addWebhookEndpoint({
      body: {
        name: 'Chat',
        url: 'https://chat.example/hook',
        recipe: 'standard',
        gateway: null,
        events: ['test'],
        language: 'en',
        isActive: true,
      },
    });
    const params = { endpoint: endpoint.id };
    const tried = await api.testWebhookEndpoint({ params });
    assert.deepEqual([tried.state, tried.alertId, tried.attempts], ['queued', null, 0]);
    const { items } = await api.listChannelDeliveries({ params, query: {} });
    assert.deepEqual(
      items.map(({ id }) => id),
      [tried.id],
    );
    const resend = () => api.resendChannelDelivery({ params: { ...params, delivery: tried.id } });
    await assert.rejects(resend(), toRefuseWith('channel_delivery.not_given_up'));
    await desk.query(`UPDATE channel_delivery SET state = 'failed', next_attempt_at = NULL`);
    assert.equal((await resend()).state, 'queued');
    const nowhere = { endpoint: '00000000-0000-4000-8000-000000000000' };
    await assert.rejects(
      api.testWebhookEndpoint({ params: nowhere }),
      toRefuseWith('webhook_endpoint.not_found'),
    );
  });
});
