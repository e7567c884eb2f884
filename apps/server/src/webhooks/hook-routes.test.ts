// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { limits, type Webhook, type WebhookKind } from '@belfry/contract';
import { openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { kindOf } from './kinds.ts';
import { repeatsAreCounted } from './record-repeats.ts';
import type { Taken } from './take-delivery.ts';

interface Scene {
  readonly desk: TestDesk;
  readonly manager: Somebody;
  passMinutes(minutes: number): void;
}

async function aDesk(t: TestContext): Promise<Scene> {
  let aheadMs = 0;
  const desk = await openTestDesk(t, {
    clock: { now: () => new Date(systemClock.now().getTime() + aheadMs) },
  });
  return {
    desk,
    manager: await desk.as('it_responsible'),
    passMinutes: (minutes) => {
      aheadMs += minutes * 60_000;
    },
  };
}

async function aWebhook({ manager }: Scene, kind: WebhookKind = 'generic', fields: object = {}) {
  return manager.api.addWebhook({ body: { kind, name: `Our ${kind}`, ...fields } });
}

async function post(
  { desk }: Scene,
  { secret, webhook }: { secret: string; webhook: Webhook },
  payload: object | string,
  headers: Record<string, string> = {},
) {
  const answer = await desk.app.inject({
    method: 'POST',
    url: `/hooks/${webhook.id}`,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
  });
  return {
    status: answer.statusCode,
    answer,
    taken: () => answer.json<Taken>(),
    code: () => answer.json<{ code: string }>().code,
  };
}

const anAlert = (fields: object = {}) => ({
  title: 'The door stands open',
  group: 'door-7',
  status: 'firing',
  ...fields,
});
const reportsOf = async ({ desk }: Scene) =>
  desk.query<{ reference: string; occurrences: number; summary: string; description: string | null }>(
    'SELECT reference, occurrences, summary, description FROM report ORDER BY reference',
  );
const countOf = async ({ desk }: Scene, what: string) =>
  (await desk.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`))[0]?.count;

describe('POST /hooks/{id}', () => {
  it('makes a report of an alert, and keeps the body bit by bit', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const body =
      ' {"title": "Ünlocked",\r\n "host":"h1","severity":"high","occurredAt":"2026-01-01T00:00:00Z"} ';
    const { status, taken } = await post(scene, hook, body);
    assert.equal(status, 202);
    const [occurrence] = taken().occurrences;
    const reference = occurrence?.report ?? '';
    const report = await scene.manager.api.readReport({ params: { reference } });
    assert.deepEqual(
      [report.channel, report.summary, report.ongoing, report.occurrences],
      ['webhook', 'Ünlocked', 'unknown', 1],
    );
    assert.match(report.description ?? '', /host: h1[\s\S]*important/);
    assert.equal(report.noticedAt, '2026-01-01T00:00:00.000Z');
    const raw = await scene.manager.inject({
      method: 'GET',
      url: `/api/v1/reports/${reference}/occurrences/${occurrence?.id}`,
    });
    assert.equal(raw.body, body);
    assert.match(String(raw.headers['content-disposition']), /^attachment/);
  });

  for (const { kind, sample } of [
    ...['alertmanager', 'grafana', 'wazuh', 'defender', 'sentinel', 'elastic', 'cef', 'stix'].map((name) =>
      kindOf(name as WebhookKind),
    ),
  ]) {
    it(`takes what ${kind} sends, over HTTP`, async (t) => {
      const scene = await aDesk(t);
      const { status, taken } = await post(scene, await aWebhook(scene, kind), sample, {
        'content-type': kind === 'cef' ? 'text/plain' : 'application/json',
      });
      assert.equal(status, 202);
      assert.ok(taken().occurrences.length > 0 && taken().occurrences.every(({ isMapped }) => isMapped));
      assert.equal((await reportsOf(scene)).length, 1);
    });
  }

  // Danger: a sender whose format changed is told "no", and its alerts are gone.
  it('keeps and reports what the mapping cannot read, and counts it', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    for (const body of ['{"nothing":"here"}', 'no json', '', '\0\xff']) {
      const { status, taken } = await post(scene, hook, body, { 'content-type': 'text/weird' });
      assert.deepEqual([status, taken().occurrences[0]?.isMapped], [202, false], body);
    }
    const [only, ...more] = await reportsOf(scene);
    assert.deepEqual([only?.occurrences, more.length], [4, 0]);
    assert.match(only?.summary ?? '', /cannot read/);
    const [listed] = (await scene.manager.api.listWebhooks()).items;
    assert.deepEqual([listed?.receivedCount, listed?.unmappedCount], [4, 4]);
    assert.notEqual(listed?.lastProblem, null);
  });

  it('takes JSON from the field payload of a form', async (t) => {
    const scene = await aDesk(t);
    const form = new URLSearchParams({ payload: JSON.stringify(anAlert()) }).toString();
    const { taken } = await post(scene, await aWebhook(scene), form, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.equal(taken().occurrences[0]?.isMapped, true);
  });

  it('refuses a body beyond the limit, a compressed one, and one for a webhook that is off', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const large = await post(scene, hook, `{"title":"${'x'.repeat(limits.jsonBodyBytesMax)}"}`);
    assert.deepEqual([large.status, large.code()], [413, 'request.too_large']);
    const packed = await post(scene, hook, anAlert(), { 'content-encoding': 'gzip' });
    assert.deepEqual([packed.status, packed.code()], [415, 'request.media_type_unknown']);
    await scene.manager.api.changeWebhook({ params: { id: hook.webhook.id }, body: { isActive: false } });
    const off = await post(scene, hook, anAlert());
    assert.deepEqual([off.status, off.code()], [403, 'webhook.not_active']);
    assert.equal(await countOf(scene, 'report_occurrence'), 0);
  });

  it('takes a call once whose key comes twice', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const headers = { 'webhook-id': 'msg_1' };
    const first = await post(scene, hook, anAlert(), headers);
    const again = await post(scene, hook, anAlert(), headers);
    assert.deepEqual(again.taken(), first.taken());
    assert.equal(await countOf(scene, 'report_occurrence'), 1);
    const other = await post(scene, hook, anAlert({ title: 'Another' }), headers);
    assert.deepEqual([other.status, other.code()], [422, 'request.idempotency_key_reused']);
  });
});

describe('the secret of a webhook', () => {
  // Danger: anybody who finds the address fills the queue.
  it('is asked for, the same way whether the webhook is there or not, and slows who guesses', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const codes = new Set<string>();
    for (const secret of ['', 'wrong', `${hook.secret}x`, hook.secret.slice(0, -1)]) {
      codes.add((await post(scene, { ...hook, secret }, anAlert())).code());
    }
    codes.add(
      (await post(scene, { ...hook, webhook: { ...hook.webhook, id: randomUUID() } }, anAlert())).code(),
    );
    const pathWay = await scene.desk.app.inject({
      method: 'POST',
      url: `/hooks/${hook.webhook.id}/${hook.secret}`,
      payload: anAlert(),
    });
    codes.add(pathWay.json<{ code: string }>().code);
    codes.add(
      (await scene.desk.app.inject({ method: 'POST', url: '/hooks/x', payload: '{' })).json<{
        code: string;
      }>().code,
    );
    assert.deepEqual([...codes], ['webhook.secret_not_accepted']);
    for (let attempt = 0; attempt < limits.webhookAttemptsMax; attempt += 1) {
      await post(scene, { ...hook, secret: 'wrong' }, anAlert());
    }
    const slowed = await post(scene, { ...hook, secret: 'wrong' }, anAlert());
    assert.deepEqual([slowed.status, slowed.code()], [429, 'request.too_many']);
    assert.equal((await post(scene, hook, anAlert())).status, 202, 'who knows it is not slowed');
  });

  it('may come as password, header or path, as the webhook says', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const basic = `Basic ${Buffer.from(`belfry:${hook.secret}`).toString('base64')}`;
    assert.equal((await post(scene, hook, anAlert(), { authorization: basic })).status, 202);
    assert.equal(
      (await post(scene, hook, anAlert(), { authorization: '', 'x-webhook-secret': hook.secret })).status,
      202,
    );
    const path = await aWebhook(scene, 'splunk');
    const url = `/hooks/${path.webhook.id}/${path.secret}`;
    assert.equal(
      (await scene.desk.app.inject({ method: 'POST', url, payload: kindOf('splunk').sample })).statusCode,
      202,
    );
    assert.equal((await post(scene, path, anAlert())).status, 401, 'the header does not open it');
  });

  it('signs the very bytes, where the webhook asks for a signature', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene, 'grafana', {
      secretWay: 'signature',
      signatureHeader: 'X-Grafana-Alerting-Signature',
    });
    const body = kindOf('grafana').sample;
    const sign = (text: string) => createHmac('sha256', hook.secret).update(text).digest('hex');
    const send = (signature: string) =>
      post(scene, hook, body, { authorization: '', 'x-grafana-alerting-signature': signature });
    assert.equal((await send(sign(body))).status, 202);
    assert.equal((await send(`sha256=${sign(body)}`)).status, 202);
    assert.equal((await send(sign(`${body} `))).status, 401);
    assert.equal((await post(scene, hook, body)).status, 401, 'the secret itself is no signature');
  });

  it('is shown once, stands nowhere in the database, and ends when a new one is made', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const rows = JSON.stringify([
      await scene.desk.query('SELECT * FROM webhook'),
      await scene.desk.query('SELECT * FROM outbox'),
    ]);
    assert.ok(!rows.includes(hook.secret) && !scene.desk.logged.join('').includes(hook.secret));
    const { items } = await scene.manager.api.listWebhooks();
    assert.ok(!JSON.stringify(items).includes(hook.secret));
    const made = await scene.manager.api.makeWebhookSecret({ params: { id: hook.webhook.id } });
    assert.equal((await post(scene, hook, anAlert())).status, 401);
    assert.equal((await post(scene, made, anAlert())).status, 202);
  });
});

describe('alerts that repeat', () => {
  it('gather in one report, each kept and listed with what differs', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    for (const [index, status] of ['firing', 'firing', 'resolved'].entries()) {
      await post(scene, hook, anAlert({ status, host: index === 1 ? 'h2' : 'h1' }));
    }
    const [report] = await reportsOf(scene);
    assert.equal(report?.occurrences, 3);
    const reference = report?.reference ?? '';
    const page = await scene.manager.api.listOccurrences({ params: { reference }, query: { limit: 2 } });
    assert.deepEqual(
      page.items.map(({ differs, number, state }) => [number, state, differs]),
      [
        [3, 'resolved', ['state', 'host']],
        [2, 'firing', ['host']],
      ],
    );
    assert.deepEqual([page.count, page.webhook, page.earlier], [3, 'Our generic', null]);
    const rest = await scene.manager.api.listOccurrences({
      params: { reference },
      query: { limit: 2, cursor: page.next ?? '' },
    });
    assert.deepEqual(
      rest.items.map(({ number }) => number),
      [1],
    );
    assert.equal(rest.next, null);
  });

  // Danger: fifty copies of one alert at once make fifty reports, or one that counts forty-nine.
  it('fifty at once make one report with fifty occurrences', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(scene, hook, anAlert())));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202]);
    const [report, ...others] = await reportsOf(scene);
    assert.deepEqual([report?.occurrences, others.length], [50, 0]);
    assert.equal(await countOf(scene, 'report_occurrence'), 50);
    const numbers = await scene.desk.query<{ number: number }>(
      'SELECT number FROM report_occurrence ORDER BY number',
    );
    assert.deepEqual(
      numbers.map(({ number }) => number),
      Array.from({ length: 50 }, (_, n) => n + 1),
    );
  });

  it('the window slides with each; after silence the next one opens a report that names the earlier', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene, 'generic', { silenceMinutes: 60 });
    for (let hour = 0; hour < 3; hour += 1) {
      await post(scene, hook, anAlert());
      scene.passMinutes(59);
    }
    assert.equal((await reportsOf(scene)).length, 1);
    scene.passMinutes(2);
    await post(scene, hook, anAlert());
    const [first, second] = await reportsOf(scene);
    assert.deepEqual([first?.occurrences, second?.occurrences], [3, 1]);
    assert.ok(second?.description?.includes(first?.reference ?? '-'));
    const { earlier } = await scene.manager.api.listOccurrences({
      params: { reference: second?.reference ?? '' },
    });
    assert.equal(earlier, first?.reference);
    await post(scene, hook, anAlert());
    assert.equal((await reportsOf(scene))[1]?.occurrences, 2);
  });

  it('what is resolved joins however late, and opens or closes nothing', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene, 'generic', { silenceMinutes: 1 });
    await post(scene, hook, anAlert());
    scene.passMinutes(600);
    await post(scene, hook, anAlert({ status: 'resolved' }));
    const [report, ...others] = await reportsOf(scene);
    assert.deepEqual([report?.occurrences, others.length], [2, 0]);
    assert.equal(
      (await scene.manager.api.readReport({ params: { reference: report?.reference ?? '' } })).state,
      'waiting',
    );
  });

  it('a declined report still gathers; one whose incident is closed gives way to a new one', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    const reference = (await post(scene, hook, anAlert())).taken().occurrences[0]?.report ?? '';
    await scene.manager.api.decideReports({
      body: { references: [reference], decision: { verb: 'decline', reason: 'test' } },
    });
    assert.equal((await post(scene, hook, anAlert())).taken().occurrences[0]?.report, reference);
    await scene.manager.api.decideReports({ body: { references: [reference], decision: { verb: 'undo' } } });
    const { outcomes } = await scene.manager.api.decideReports({
      body: { references: [reference], decision: { verb: 'accept', title: 'A door' } },
    });
    const incident = outcomes[0]?.incident ?? '';
    assert.equal((await post(scene, hook, anAlert())).taken().occurrences[0]?.report, reference);
    await repeatsAreCounted(scene.desk.database).doBatch();
    await scene.manager.inject({
      method: 'POST',
      url: `/api/v1/incidents/${incident}/dismiss`,
      payload: { reason: 'Wind' },
    });
    const [row] = await scene.desk.query<{ status: string }>('SELECT status FROM incident');
    assert.equal(row?.status, 'dismissed');
    assert.notEqual((await post(scene, hook, anAlert())).taken().occurrences[0]?.report, reference);
  });

  // Danger: ten thousand repeats an hour drown the history, or are missing from it.
  it('a storm gets few entries, which count all of it and end where its chain ends', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene);
    for (let round = 0; round < 30; round += 1) {
      await post(scene, hook, anAlert());
    }
    scene.passMinutes(6);
    const work = repeatsAreCounted(scene.desk.database);
    await work.doBatch();
    await work.doBatch();
    const entries = await scene.desk.query<{ canonical: string }>(
      `SELECT canonical FROM outbox WHERE event = 'report.repeated' ORDER BY position`,
    );
    const told = entries.map(({ canonical }) =>
      JSON.parse(canonical).changes.map(({ from, to }: { from: unknown; to: unknown }) => [from, to]),
    );
    assert.deepEqual(
      told.map(([counts]) => counts),
      [
        [1, 2],
        [2, 30],
      ],
    );
    const [last] = await scene.desk.query<{ chain: string }>(
      'SELECT chain FROM report_occurrence WHERE number = 30',
    );
    assert.equal(told[1]?.[1]?.[1], last?.chain);
  });

  it('alerts of one delivery go where each belongs', async (t) => {
    const scene = await aDesk(t);
    const hook = await aWebhook(scene, 'generic', {
      mapping: { ...kindOf('generic').mapping, each: '/list' },
    });
    const { taken } = await post(scene, hook, {
      list: [anAlert({ group: 'a' }), anAlert({ group: 'b' }), anAlert({ group: 'a' }), {}],
    });
    const [a, b, a2, unread] = taken().occurrences;
    assert.deepEqual([a?.number, b?.number, a2?.number, unread?.isMapped], [1, 1, 2, false]);
    assert.equal(a?.report, a2?.report);
    assert.equal(new Set([a?.report, b?.report, unread?.report]).size, 3);
    assert.deepEqual((await reportsOf(scene)).map(({ occurrences }) => occurrences).sort(), [1, 1, 2]);
  });
});
