// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';

const toRefuseWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;

const settings = {
  name: 'Chat',
  url: 'https://chat.example/hook/secret-part',
  recipe: 'standard' as const,
  gateway: null,
  events: ['critical' as const],
  language: 'en' as const,
  isActive: true,
};

describe('webhookEndpointHandlers', () => {
  it('show a secret once, keep a token until another or none is asked for, and forget both', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('it_responsible');
    const made = await api.addWebhookEndpoint({ body: { ...settings, token: 'letmein' } });
    assert.match(made.secret, /^whsec_/);
    const params = { endpoint: made.endpoint.id };
    const listed = JSON.stringify(await api.listWebhookEndpoints());
    assert.ok(!listed.includes(made.secret) && !listed.includes('letmein'));
    const renamed = await api.changeWebhookEndpoint({
      params,
      body: { ...settings, name: 'Room', version: 1 },
    });
    assert.deepEqual([renamed.name, renamed.hasToken, renamed.version], ['Room', true, 2]);
    const without = await api.changeWebhookEndpoint({
      params,
      body: { ...settings, token: null, version: 2 },
    });
    assert.equal(without.hasToken, false);
    await assert.rejects(
      api.changeWebhookEndpoint({ params, body: { ...settings, version: 1 } }),
      toRefuseWith('webhook_endpoint.changed_meanwhile'),
    );
    await api.removeWebhookEndpoint({ params });
    await assert.rejects(api.removeWebhookEndpoint({ params }), toRefuseWith('webhook_endpoint.not_found'));
    const told = await desk.query<{ entry: string }>('SELECT o::text AS entry FROM outbox o');
    assert.ok(told.every(({ entry }) => !entry.includes('secret-part') && !entry.includes('letmein')));
  });

  it('refuse a gateway that says nothing, and whoever may not change rosters', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('it_responsible');
    await assert.rejects(
      api.addWebhookEndpoint({ body: { ...settings, recipe: 'text_message' } }),
      toRefuseWith('webhook_endpoint.recipe_incomplete'),
    );
    const { api: auditor } = await desk.as('auditor');
    await assert.rejects(auditor.listWebhookEndpoints(), toRefuseWith('permission.missing'));
    await assert.rejects(auditor.addWebhookEndpoint({ body: settings }), toRefuseWith('permission.missing'));
  });
});
