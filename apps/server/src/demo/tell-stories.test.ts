// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it, type TestContext } from 'node:test';
import { createClient, incidentStatuses, permissionsOf, routes } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { openTestDatabase } from '../../test/database.ts';
import { createReplyAddresses } from '../correspondence/index.ts';
import { composeDesk } from '../main.ts';
import { type Clock, type Ids, systemClock, systemIds } from '../platform/clock/clock.ts';
import { readConfiguration } from '../platform/configuration/configuration.ts';
import { openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { createReceipts, openReceiptKey } from '../reports/index.ts';
import { reasonNotNew, tellStories } from './index.ts';
import { samplePeople } from './people.ts';

async function aDemonstration(t: TestContext) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'belfry-demo-'));
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  const configuration = readConfiguration({ args: ['--data', dataDir], environment: {} });
  const compose = (clock: Clock, ids: Ids, isDemo = false) =>
    composeDesk({
      configuration: { ...configuration, isDemo },
      connection: () => opened.application,
      clock,
      ids,
      logger: pino({ level: 'silent' }),
    });
  const filled = await tellStories({
    compose,
    receipts: createReceipts(await openReceiptKey(path.join(dataDir, 'keys'))),
    addresses: createReplyAddresses(await openReceiptKey(path.join(dataDir, 'keys'))),
    files: await openDiskFileStore(path.join(dataDir, 'files')),
    now: new Date(),
  });
  const desk = await compose(systemClock, systemIds, true);
  opened.closeFirst(() => desk.stop());
  const door = desk.demoPath ?? '';
  return {
    ...opened,
    ...filled,
    app: desk.app,
    door,
    dataDir,
    be: (who: string) => beSomebody(desk.app, door, who),
  };
}

/** Signs in as one of the invented people, as the page of the demonstration does. */
async function beSomebody(app: FastifyInstance, door: string, who: string) {
  const entered = await app.inject({ method: 'POST', url: door, payload: { who } });
  assert.equal(entered.statusCode, 303, entered.body);
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  return createClient(routes, {
    baseUrl: '',
    headers: { cookie },
    fetch: async (url, init) => {
      const answer = await app.inject({ url, method: init.method as 'GET', headers: init.headers });
      return { status: answer.statusCode, text: async () => answer.body };
    },
  });
}

type Demonstration = Awaited<ReturnType<typeof aDemonstration>>;

async function checkStates({ query }: Demonstration): Promise<void> {
  const incidents = await query<{ status: string; n: number }>(
    'SELECT status, count(*)::int AS n FROM incident GROUP BY status',
  );
  assert.equal(
    incidents.reduce((sum, { n }) => sum + n, 0),
    40,
  );
  assert.deepEqual(incidents.map(({ status }) => status).sort(), [...incidentStatuses].sort());
  const reports = await query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM report GROUP BY state',
  );
  const count = (state: string) => reports.find((row) => row.state === state)?.n ?? 0;
  assert.ok(count('waiting') >= 8 && count('waiting') <= 14);
  for (const state of ['asked', 'snoozed', 'accepted', 'duplicate', 'declined']) {
    assert.ok(count(state) > 0, state);
  }
  // Mails that leave side by side commit in any order; nothing else may run backwards.
  const [record] = await query<{ first: string; last: string; n: string; early: string }>(
    `SELECT min(position) AS first, max(position) AS last, count(*) AS n,
       (SELECT count(*) FROM outbox a JOIN outbox b ON b.position = a.position + 1
        WHERE b.recorded_at < a.recorded_at - interval '1 second') AS early FROM outbox`,
  );
  assert.deepEqual([record?.first, record?.last, record?.early], ['1', record?.n, '0']);
}

/** Detection lived too: every state and verdict, what is kept quiet, a bell that rang, a month looked over and one due. */
async function checkFindings({ be, query }: Demonstration): Promise<void> {
  const sofie = await be('sofie');
  const { counts, items } = await sofie.listFindings({ query: { state: 'any', limit: 200 } });
  for (const [state, count] of Object.entries(counts)) assert.ok(count > 0, state);
  const verdicts = new Set(items.map(({ verdict }) => verdict));
  assert.ok(verdicts.has('benign') && verdicts.has('false_positive'));
  const full = items.find(({ rule }) => rule.title === 'A disk is full');
  const whole = await sofie.readFinding({ params: { reference: full?.reference ?? '' } });
  assert.equal(whole.hours.length, 7);
  const quiet = (await sofie.listSuppressions({ query: {} })).items;
  assert.deepEqual(quiet.map(({ count, kind }) => [kind, count]).sort(), [
    ['filter', null],
    ['key', 19],
  ]);
  const rang = await query(
    "SELECT FROM alert WHERE report_id IS NOT NULL AND state = 'acknowledged' AND cardinality(alerted_ids) > 0",
  );
  assert.equal(rang.length, 1);
  const reviews = (await sofie.listReviews()).items;
  assert.ok(reviews.some(({ doneAt }) => doneAt !== null) && reviews.some(({ doneAt }) => doneAt === null));
  const figures = await sofie.readRuleFindings({ query: { days: 90 } });
  assert.ok(figures.items.length >= 8);
}

/** Nobody of the demonstration can be reached, nor called by mistake. */
async function checkAddresses({ query }: Demonstration): Promise<void> {
  const addresses = await query<{ address: string }>(
    `SELECT email AS address FROM person UNION SELECT reporter_email FROM report WHERE reporter_email IS NOT NULL
     UNION SELECT to_address FROM mail UNION SELECT helpdesk_mail FROM organisation`,
  );
  assert.ok(addresses.length > 30);
  for (const { address } of addresses) {
    assert.match(address, /@([a-z-]+\.)+example$/);
  }
  const phones = await query<{ phone: string }>(
    `SELECT phone FROM person WHERE phone IS NOT NULL UNION
     SELECT reporter_phone FROM report WHERE reporter_phone IS NOT NULL`,
  );
  for (const { phone } of phones) {
    assert.match(phone, /^\+(32 9 000 00|49 30 00 00 00) \d\d$/);
  }
  const mails = await query('SELECT FROM mail WHERE state <> $1', ['sent']);
  assert.equal(mails.length, 0, 'no mail waits for a mail server to appear');
}

async function checkSecrets({ query }: Demonstration): Promise<void> {
  const open = await query(
    `SELECT FROM api_token WHERE revoked_at IS NULL AND expires_at > now()
     UNION ALL SELECT FROM session WHERE ended_at IS NULL`,
  );
  assert.equal(open.length, 0);
  const texts = await query<{ canonical: string }>('SELECT canonical FROM outbox');
  for (const { canonical } of texts) {
    assert.doesNotMatch(canonical, /blf_[A-Za-z0-9]|PRIVATE KEY|AKIA[0-9A-Z]{16}/);
  }
}

async function checkScreens({ be }: Demonstration): Promise<void> {
  const ilse = await be('ilse');
  const tasks = (await ilse.listTasks({ query: { owner: 'me' } })).items;
  assert.ok(
    tasks.some((task) => task.dueAt !== null && Date.parse(task.dueAt) < Date.now()),
    'overdue',
  );
  assert.ok(
    tasks.some((task) => task.dueAt !== null && Date.parse(task.dueAt) > Date.now()),
    'ahead',
  );
  const calls = (await ilse.listAlerts()).items.map(({ kind }) => kind);
  assert.deepEqual(calls, ['critical'], 'calls for limits were answered');
  assert.ok((await ilse.listMeasures({ query: {} })).items.length > 0);
  assert.ok((await ilse.listPeople({ query: {} })).items.length > 15);
  assert.ok((await ilse.listHistory({ query: {} })).items.length > 0);
  assert.ok((await ilse.search({ query: { q: 'phishing' } })).items.length > 0);
  const { items } = await ilse.listIncidents({ query: { limit: 200 } });
  for (const { reference } of items) {
    const { stillUnknown: _, ...whole } = await ilse.readIncident({ params: { reference } });
    assert.equal(whole.reference, reference);
    assert.ok((await ilse.readTimeline({ params: { reference }, query: {} })).items.length > 1);
  }
  const waiting = (await ilse.listReports({ query: { state: 'open', order: 'oldest' } })).items;
  const likes = [];
  for (const { reference } of waiting) likes.push(await ilse.listSimilar({ params: { reference } }));
  assert.ok(
    likes.some(({ reports }) => (reports[0]?.similarity ?? 0) > 0.5),
    'two nearly alike',
  );
  assert.ok(waiting.some((report) => report.anonymous && report.unreadFromReporter > 0));
  assert.ok(
    waiting.some((report) => report.state === 'asked'),
    'asked and answered',
  );
}

/** Mail, systems and the telephone: what came, where the rules brought it, and what was answered. */
async function checkWaysIn({ be, query }: Demonstration): Promise<void> {
  const mails = await query<{ state: string; nature: string; report_id: string | null }>(
    'SELECT state, nature, report_id FROM incoming_mail',
  );
  assert.ok(mails.length > 4);
  for (const mail of mails) {
    assert.deepEqual([mail.state, mail.nature, mail.report_id !== null], ['taken', 'person', true]);
  }
  const ilse = await be('ilse');
  const { items } = await ilse.listReports({ query: { limit: 200 } });
  for (const channel of ['mail', 'webhook', 'phone', 'form', 'desk', 'detection'] as const) {
    assert.ok(
      items.some((report) => report.channel === channel),
      channel,
    );
  }
  assert.ok(
    items.some(({ occurrences }) => occurrences > 5),
    'an alert that repeats',
  );
  const forwarded = items.find(({ summary }) => summary.startsWith('Uw pakket'));
  const { items: read } = await ilse.listReportMails({ params: { reference: forwarded?.reference ?? '' } });
  assert.equal(read.length, 2, 'the mail and the answer to what was asked');
  assert.equal((await ilse.listContacts({ query: {} })).items.length, 4);
  const { items: queues } = await ilse.listQueues();
  assert.equal(queues.length, 2);
  const times = await ilse.readAnswerTimes();
  assert.ok(times.perQueue.filter(({ medianMs }) => medianMs !== null).length > 1, 'medians show');
  assert.ok(items.filter(({ category }) => category !== null).length > 10);
  assert.ok(items.some(({ qualification }) => qualification !== null));
}

/** What the law asked: who one is, what was decided, told in time, told too late, and what waits. */
async function checkLaw({ be, query }: Demonstration): Promise<void> {
  const marleen = await be('marleen');
  assert.ok(!(await marleen.readProfile()).isReviewDue);
  const { groups } = await marleen.countObligations({ query: {} });
  for (const group of ['overdue', 'undecided', 'met'] as const) {
    assert.ok((groups[group] ?? 0) > 0, group);
  }
  assert.ok((groups.within_day ?? 0) + (groups.within_week ?? 0) > 0);
  const notifications = await query('SELECT state FROM notification ORDER BY reference');
  assert.deepEqual(notifications, [{ state: 'acknowledged' }, { state: 'proposed' }]);
  const waiting = (await marleen.listNotifications({ query: { state: 'proposed' } })).items[0];
  const proposed = await marleen.readNotification({ params: { reference: waiting?.reference ?? '' } });
  assert.deepEqual([proposed.problems, proposed.blockers], [[], []], 'Marleen can approve it');
  assert.deepEqual(await query('SELECT state FROM announcement'), [{ state: 'told' }]);
  assert.equal((await marleen.listManagementReports({ query: {} })).items.length, 1);
  assert.equal((await marleen.listRosters()).items.length, 1);
  const answered = await query("SELECT FROM alert WHERE kind = 'limit' AND state = 'acknowledged'");
  assert.ok(answered.length > 1);
}

/** What whistle-blowers tell is seen by the confidential adviser and by nobody else. */
async function checkConfidential({ be }: Demonstration): Promise<void> {
  const { items } = await (await be('hilde')).listCases({ query: {} });
  assert.equal(items.length, 2);
  assert.ok(items.every(({ clocks }) => clocks.length === 2));
  for (const { key } of samplePeople.filter(({ roles }) => permissionsOf(roles).has('reports.read'))) {
    const reports = await (await be(key)).listReports({ query: { limit: 200 } });
    assert.ok(
      reports.items.every(({ kind }) => kind !== 'whistleblowing'),
      key,
    );
  }
}

async function checkWalls({ be }: Demonstration): Promise<void> {
  const seen = async (who: string) => {
    const { items } = await (await be(who)).listIncidents({ query: { limit: 200 } });
    return { all: items.length, restricted: items.filter(({ restricted }) => restricted).length };
  };
  assert.deepEqual(await seen('noor'), { all: 38, restricted: 0 });
  assert.deepEqual(await seen('amara'), { all: 40, restricted: 2 });
  assert.deepEqual(await seen('greet'), { all: 0, restricted: 0 });
}

async function checkDoor({ app, be, dataDir, door }: Demonstration): Promise<void> {
  const page = await app.inject({ url: door, headers: { accept: 'text/html' } });
  assert.match(page.body, /<aside class="demonstration"/);
  for (const { name } of samplePeople) {
    assert.ok(page.body.includes(name));
  }
  assert.equal((await app.inject({ url: '/demo/guess' })).statusCode, 404);
  assert.equal(
    (await app.inject({ url: '/demo/guess', method: 'POST', payload: { who: 'ilse' } })).statusCode,
    404,
  );
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const refused = await app.inject({ url: door, method: 'POST', payload: { who: 'ilse' }, headers: foreign });
  assert.equal(refused.statusCode, 403);
  assert.equal((await app.inject({ url: door, method: 'POST', payload: { who: 'nobody' } })).statusCode, 422);
  for (const { key, name } of samplePeople) {
    assert.equal((await (await be(key)).readSession()).person.name, name);
  }
  assert.equal(await reasonNotNew(path.join(dataDir, 'absent')), null);
  await writeFile(path.join(dataDir, 'something'), '');
  assert.match((await reasonNotNew(dataDir)) ?? '', /name a new directory/);
}

it('tellStories() fills a desk with two years that look as if they had been lived', async (t) => {
  const demonstration = await aDemonstration(t);
  await t.test('in every state, on record without gaps', () => checkStates(demonstration));
  await t.test('with people nobody can reach', () => checkAddresses(demonstration));
  await t.test('leaving no secret that opens anything', () => checkSecrets(demonstration));
  await t.test('with something on every screen', () => checkScreens(demonstration));
  await t.test('with findings, verdicts and reviews', () => checkFindings(demonstration));
  await t.test('under the law, with limits kept and missed', () => checkLaw(demonstration));
  await t.test('with mail, alerts and calls that found their queue', () => checkWaysIn(demonstration));
  await t.test('with cases that one person sees', () => checkConfidential(demonstration));
  await t.test('with two incidents that only their participants see', () => checkWalls(demonstration));
  await t.test('behind a door for whoever holds the link', () => checkDoor(demonstration));
});
