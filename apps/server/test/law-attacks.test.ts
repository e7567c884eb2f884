// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type Role, type Route, routes } from '@belfry/contract';
import { aSecret, callsOf, multipart, scopedCalls, told, WORD } from './adversary.ts';
import { openTestDesk, type TestDesk } from './desk.ts';
import { aMovingClock, nobodyByForm, openLawDatabase, tellAndFollow } from './law.ts';
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

describe('lateness', () => {
  const controller = { 'org.member_states': ['BE'], 'org.is_controller': true };
  const decided = { decided: { 'gdpr.breach': '2026-11-20T10:00:00Z' } };
  const aware = (at: string) => ({ moments: { awareness_of_breach: at } });
  const opened = async (t: TestContext) => {
    const clock = aMovingClock('2026-11-20T12:00:00Z');
    const law = await openLawDatabase(t, clock);
    const incident = await law.incident('Breach', controller);
    const stands = async () =>
      (
        await law.query<{ state: string; due: Date | null }>(
          `SELECT state, due_at AS due FROM obligation WHERE regime_id = 'gdpr' AND stage_id = 'authority'`,
        )
      ).map(({ due, state }) => [state, due?.toISOString() ?? null])[0];
    const tell = (facts: object, at: string) => {
      clock.moveTo(at);
      return law.tellAndFollow(incident, facts);
    };
    return { law, incident, tell, stands };
  };
  const late = ['met_late', '2026-11-13T10:00:00.000Z'];

  // Danger: first it is sent, and only then somebody writes down since when we knew.
  it('is judged once there is a limit, not once something was sent', async (t) => {
    const { law, incident, tell, stands } = await opened(t);
    await tell(decided, '2026-11-20T12:00:00Z');
    await law.sent(incident, 'gdpr', 'authority', '2026-11-20T12:30:00Z');
    assert.deepEqual(await stands(), ['met', null]);
    await tell(aware('2026-11-10T10:00:00Z'), '2026-11-20T13:00:00Z');
    assert.deepEqual(await stands(), late);
  });

  // Danger: "it was no breach", and a minute later "it was, but we heard of it yesterday".
  it('outlives a decision that comes and goes, and a corrected moment after it', async (t) => {
    const { law, incident, tell, stands } = await opened(t);
    await tell({ ...decided, ...aware('2026-11-10T10:00:00Z') }, '2026-11-20T12:00:00Z');
    await law.sent(incident, 'gdpr', 'authority', '2026-11-20T12:30:00Z');
    assert.deepEqual(await stands(), late);
    await tell({ decided: { '!gdpr.breach': '2026-11-20T13:00:00Z' } }, '2026-11-20T13:00:00Z');
    assert.deepEqual(await stands(), ['not_owed', null]);
    await tell(aware('2026-11-19T10:00:00Z'), '2026-11-20T13:30:00Z');
    await tell({ decided: { 'gdpr.breach': '2026-11-20T14:00:00Z' } }, '2026-11-20T14:00:00Z');
    assert.deepEqual(await stands(), late);
    const start = () =>
      law.query(
        `SELECT started_by, is_without_undue_delay AS at_once FROM obligation WHERE stage_id = 'authority'`,
      );
    assert.deepEqual(await start(), [{ started_by: null, at_once: false }]);
    await tell({}, '2026-11-20T15:00:00Z');
    assert.deepEqual(await start(), [{ started_by: null, at_once: false }]);
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

/** A restricted incident with something of everything the law makes of one. @returns words that betray it */
async function aLawfulSecret(desk: TestDesk) {
  const boss = await desk.as('it_responsible');
  const answers = { ...nobodyByForm, 'org.member_states': ['BE'], 'org.is_controller': true };
  await boss.api.saveProfile({ body: { answers, seen: null } });
  const { ids, insider, reference } = await aSecret(desk);
  const { api } = insider;
  const params = { reference };
  const breach = isoAt(-71 * HOUR_MS);
  await tellAndFollow(
    desk,
    ids.incident,
    { decided: { 'gdpr.breach': breach }, moments: { awareness_of_breach: breach } },
    new Date(),
  );
  const stage = { regimeId: 'gdpr', stageId: 'authority' };
  const { id: notification, reference: not } = await api.beginNotification({ params, body: stage });
  const noted = { field: null, text: `${WORD} again` };
  await api.commentNotification({ params: { reference: not }, body: noted });
  const told = { audience: 'clients', languages: ['en'] } as const;
  const { id: announcement, reference: ann } = await api.beginAnnouncement({
    params,
    body: { ...told, languages: [...told.languages] },
  });
  const period = { from: isoAt(0), until: isoAt(48 * HOUR_MS) };
  const words = { purpose: WORD, scope: WORD, systems: [WORD], copiesAllowed: false };
  const { id: request, reference: ast } = await api.askAssistance({
    params,
    body: { authority: null, ...words, ...period },
  });
  const kept = async (table: string, columns: string, values: string) => {
    const [row] = await desk.query<{ id: string }>(
      `INSERT INTO ${table} (id, incident_id, ${columns}) SELECT gen_random_uuid(), id, ${values} FROM incident RETURNING id`,
    );
    return row?.id ?? '';
  };
  const referral = await kept(
    'referral',
    'reference, is_referred, reason, decided_at, decided_by',
    `'REF-2026-0077', false, '${WORD}', now(), '${insider.id}'`,
  );
  const message = await kept(
    'authority_message',
    'kind, text, received_at, recorded_at',
    `'feedback', '${WORD}', now(), now()`,
  );
  const document = await kept(
    'document',
    'kind, format, name, tlp, is_final, size_bytes, sha256, made_at',
    `'notification', 'pdf', '${WORD}.pdf', 'TLP:RED', true, 1, '${'a'.repeat(64)}', now()`,
  );
  const [{ id: obligation } = { id: '' }] = await desk.query<{ id: string }>(
    `SELECT id FROM obligation WHERE state = 'running' AND regime_id = 'gdpr'`,
  );
  const known = { ...ids, notification, announcement, request, referral, message, document, obligation };
  return { insider, known, reference, references: { not, ann, ast } };
}

describe('a restricted incident under the law', () => {
  // Danger: nobody shows the incident, but a limit, a document, a count or a calendar of it does.
  it('is told on no road to whoever does not take part in it', async (t) => {
    const desk = await openTestDesk(t, { isIdle: true });
    const { insider, known, reference, references } = await aLawfulSecret(desk);
    assert.ok(known.obligation !== '');
    const names = [WORD, reference, 'REF-2026-0077', ...Object.values(references), ...Object.values(known)];
    const addressesOf = ({ path }: Route): string[] => {
      const at = (of: string, subject: string) =>
        path.replace(/\{(\w+)\}/g, (_all, name: string) =>
          name === 'reference' ? of : name === 'notification' ? subject : (known[name as 'document'] ?? 'x'),
        );
      if (path.includes('/announcements/')) return [at(references.ann, '')];
      return [at(path.includes('/notifications/') ? references.not : reference, references.not)];
    };
    const readable = Object.values<Route>(routes).filter(
      ({ media, method }) => method === 'GET' && media !== 'events' && media !== 'redirect',
    );
    const asked = readable.flatMap(addressesOf);
    const countsOf = async (role: Role) => await (await desk.as(role)).api.countObligations({ query: {} });
    const none = await countsOf('it_responsible');
    assert.deepEqual(
      Object.values(none).filter((count) => typeof count === 'number' && count > 0),
      [],
    );
    const betrayed: string[] = [];
    let seen = 0;
    for (const who of [
      insider,
      ...(await Promise.all((['it_responsible', 'auditor', 'dpo'] as const).map((role) => desk.as(role)))),
    ]) {
      const call = callsOf(who);
      const feed = (await call('POST', '/api/v1/account/calendar-feed')).json<{ url: string }>().url;
      for (const url of [...asked, new URL(feed).pathname]) {
        const said = told(await call('GET', url));
        const name = names.find((each) => said.includes(each));
        if (name === undefined) continue;
        if (who === insider) seen += 1;
        else betrayed.push(`${url} says ${name}: ${said.slice(0, 200)}`);
      }
    }
    assert.deepEqual(betrayed, []);
    assert.ok(seen >= 15, `its participant sees it on ${seen} roads`);
  });
});
