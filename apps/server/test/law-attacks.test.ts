// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { multipart, scopedCalls } from './adversary.ts';
import { openTestDesk } from './desk.ts';
import { aNotificationDesk } from './notification.ts';
import { refusesWith } from './refuses-with.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const isoAt = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('the clocks of the law', () => {
  // Danger: whoever is late says that we became aware tomorrow, or a day later than was written down, and why is not asked.
  it('no moment of an incident lies ahead, and none moves without a reason', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const { reference } = await api.declareIncident({ body: { title: 'Breach' } });
    const set = (at: string, reason?: string) =>
      api.setMoment({
        params: { reference, moment: 'aware' },
        body: { at, ...(reason === undefined ? {} : { reason }) },
      });
    await assert.rejects(set(isoAt(HOUR_MS)), refusesWith('assessment.moment_in_future'));
    const first = isoAt(-48 * HOUR_MS);
    await set(first);
    await assert.rejects(set(isoAt(-HOUR_MS)), refusesWith('assessment.reason_required'));
    await assert.rejects(set(isoAt(-HOUR_MS), '  '), refusesWith('assessment.reason_required'));
    const told = await set(isoAt(-HOUR_MS), 'The first mail was about another system');
    assert.notEqual(told.moments.aware?.at, first);
    const { items } = await api.readTimeline({ params: { reference } });
    assert.ok(items.some(({ changes }) => changes?.some(({ from }) => from === first)));
  });

  // Danger: a late filing becomes one in time, because somebody remembers to have filed it before it was even approved.
  it('what was filed before it was approved is recorded with its proof and why, or not at all', async (t) => {
    const { author, approved, incident } = await aNotificationDesk(t);
    const params = { reference: (await approved()).reference };
    const file = multipart([{ name: 'file', filename: 'receipt.txt', content: 'Filed' }]);
    const url = `/api/v1/incidents/${incident.reference}/attachments`;
    const sent = await author.inject({ method: 'POST', url, ...file });
    const [{ id }] = sent.json<{ items: [{ id: string }] }>().items;
    const submit = (more: { note?: string; proofs?: string[] }) =>
      author.api.submitNotification({ params, body: { way: 'portal', at: isoAt(-24 * HOUR_MS), ...more } });
    const note = 'Filed by telephone in the night, approved in the morning';
    for (const more of [{}, { note }, { proofs: [id] }, { note: ' ', proofs: [id] }]) {
      await assert.rejects(submit(more), refusesWith('notification.proof_needed'));
    }
    assert.equal((await submit({ note, proofs: [id] })).state, 'submitted');
  });
});

describe('a token made for something else', () => {
  // Danger: the token of a monitoring script leaks; its thief hears every page on a device of theirs, or silences them.
  it('calls no device, and keeps nobody from being called', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('it_responsible');
    const call = await scopedCalls(desk, boss, ['log.health']);
    const device = {
      endpoint: 'https://push.example.org/thief',
      p256dh: 'A'.repeat(87),
      auth: 'A'.repeat(22),
      label: 'x',
    };
    const quiet = { quietHours: { fromTime: '00:00', untilTime: '23:59', timeZone: 'Europe/Brussels' } };
    for (const [method, url, payload] of [
      ['POST', '/api/v1/account/push-subscriptions', device],
      ['PUT', '/api/v1/account/quiet-hours', quiet],
      ['POST', '/api/v1/account/calendar-feed', undefined],
    ] as const) {
      const answer = await call(method, url, payload);
      assert.equal(answer.json<{ code?: string }>().code, 'account.session_needed', `${url} ${answer.body}`);
    }
  });
});

describe('webhook endpoints', () => {
  // Danger: who keeps the channels never reads a token, but sends it to a machine of their own.
  it('a token that was kept goes to no other host', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { api } = await desk.as('it_responsible');
    const settings = {
      name: 'Chat',
      recipe: 'ntfy' as const,
      gateway: null,
      events: ['critical' as const],
      language: 'en' as const,
      isActive: true,
    };
    const made = await api.addWebhookEndpoint({
      body: { ...settings, url: 'https://ntfy.example.org/desk', token: 'tk_secret' },
    });
    const change = (url: string, version: number) =>
      api.changeWebhookEndpoint({
        params: { endpoint: made.endpoint.id },
        body: { ...settings, url, version },
      });
    const moved = await change('https://ntfy.example.org/other', made.endpoint.version);
    assert.equal(moved.hasToken, true);
    const taken = await change('https://thief.example.org/desk', moved.version);
    assert.equal(taken.hasToken, false);
  });
});
