// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Webhook } from '@belfry/contract';
import { must, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { kindOf } from './kinds.ts';
import type { Taken } from './take-delivery.ts';

const generic = kindOf('generic');

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  const manager = await desk.as('it_responsible');
  return { desk, manager, api: manager.api };
}

async function tell(
  desk: TestDesk,
  hook: { webhook: Webhook; secret: string },
  body: object,
): Promise<Taken> {
  const answer = await desk.app.inject({
    method: 'POST',
    url: `/hooks/${hook.webhook.id}`,
    payload: body,
    headers: { 'x-webhook-secret': hook.secret },
  });
  assert.equal(answer.statusCode, 202);
  return answer.json<Taken>();
}

describe('occurrences behind the wall', () => {
  // Danger: an alert about a restricted incident is read by everybody who reads reports.
  it('are seen by whoever sees their report, and a delivery by whoever sees all of it', async (t) => {
    const { api, desk } = await aDesk(t);
    const mapping = { ...generic.mapping, each: '/list' };
    const hook = await api.addWebhook({ body: { kind: 'generic', name: 'Doors', mapping } });
    const { occurrences } = await tell(desk, hook, { list: [{ title: 'Secret' }, { title: 'Open' }] });
    const [secret, plain] = occurrences;
    await api.declareIncident({
      body: { title: 'Secret', fromReports: [secret?.report ?? ''], restricted: true },
    });
    const other = await desk.as('helpdesk');
    const list = (reference: string | undefined) =>
      other.api.listOccurrences({ params: { reference: reference ?? '' } });
    await assert.rejects(list(secret?.report), refusesWith('report.not_found'));
    assert.equal((await list(plain?.report)).items.length, 1);
    const raw = (who: typeof other) =>
      who.inject({
        method: 'GET',
        url: `/api/v1/reports/${plain?.report}/occurrences/${plain?.id}`,
      });
    assert.equal((await raw(other)).json<{ code: string }>().code, 'occurrence.not_seen_whole');
    const boss = await desk.as('it_responsible');
    assert.match((await raw(boss)).body, /Secret.*Open/);
    const last = await desk.as('administrator');
    assert.deepEqual(await last.api.readLastDelivery({ params: { id: hook.webhook.id } }), { payload: null });
  });

  it('a report that came another way has none', async (t) => {
    const { api } = await aDesk(t);
    const { reference } = must(await api.sendReport({ body: { summary: 'By hand' } }));
    const page = await api.listOccurrences({ params: { reference } });
    assert.deepEqual([page.items, page.webhook, page.count], [[], null, 0]);
  });
});
