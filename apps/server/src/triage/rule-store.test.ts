// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openTestDesk, type TestDesk } from '../../test/desk.ts';
import { aQueue, aRule } from '../../test/triage.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import type { PageStart } from './dry-run.ts';
import { createRouter } from './route-report.ts';
import type { Routable } from './routing.ts';
import { reportsToTry } from './rule-store.ts';

const arriving: Routable = {
  channel: 'mail',
  kind: 'incident',
  category: null,
  summary: 'A phishing mail',
  description: null,
  language: 'nl',
  anonymous: false,
  ongoing: 'unknown',
  senderEmail: null,
  senderPhone: null,
  cameThrough: null,
};

async function saved(desk: TestDesk) {
  const lead = await desk.as('it_responsible');
  const queue = await aQueue(lead, 'One');
  const save = (basedOn: number, word: string) =>
    lead.api.saveRoutingRules({ body: { basedOn, rules: [aRule(word, queue, { words: [word] })] } });
  return { lead, save };
}

// Danger: a second desk process routes by rules that the first one replaced.
it('createRouter() routes alike in two processes from the commit of a save on', async (t) => {
  const desk = await openTestDesk(t);
  const { save } = await saved(desk);
  const other = openDatabase(desk.application, systemClock, systemIds);
  desk.closeFirst(() => other.close());
  const routers = [
    { database: desk.database, route: createRouter() },
    { database: other, route: createRouter() },
  ];
  const names = () =>
    Promise.all(
      routers.map(({ database, route }) =>
        database.read(systemActor('test'), async ({ sql }) => (await route(sql, arriving))?.name ?? null),
      ),
    );
  assert.deepEqual(await names(), [null, null]);
  await save(0, 'phishing');
  assert.deepEqual(await names(), ['phishing', 'phishing']);
  await save(1, 'badge');
  assert.deepEqual(await names(), [null, null]);
  await save(2, 'mail');
  assert.deepEqual(await names(), ['mail', 'mail']);
});

// Danger: somebody rewrites the rule that a report says suggested its queue.
it('a version of the rules is never changed, by the owner of the table neither', async (t) => {
  const desk = await openTestDesk(t);
  await (await saved(desk)).save(0, 'mail');
  for (const change of ["UPDATE routing_rules SET rules = '[]'", 'DELETE FROM routing_rules']) {
    await assert.rejects(desk.query(change), /never changed/);
  }
});

it('reportsToTry() walks every report of the period once, newest first, words only when asked', async (t) => {
  const desk = await openTestDesk(t);
  await desk.query(
    `INSERT INTO report (id, reference, state, kind, channel, summary, description, ongoing, anonymous, language, reported_at, content_sha256)
     SELECT gen_random_uuid(), 'REP-2026-' || (1000 + n), 'waiting', 'incident', 'form', 'Number ' || n, 'words', 'no', true, 'en',
       timestamptz '2026-03-01' + (n / 3) * interval '1 hour', '' FROM generate_series(1, 20) n`,
  );
  const since = new Date('2026-03-01T02:00:00Z');
  const seen: string[] = [];
  let start: PageStart = null;
  for (;;) {
    const from: PageStart = start;
    const page: Awaited<ReturnType<typeof reportsToTry>> = await desk.database.read(
      systemActor('test'),
      ({ sql }) => reportsToTry(sql, since, from, 4, false),
    );
    assert(page.every(({ description }) => description === null));
    seen.push(...page.map(({ reference }) => reference));
    const last = page.at(-1);
    if (last === undefined) {
      break;
    }
    start = [last.reportedAt.toISOString(), last.id];
  }
  assert.equal(seen.length, 15);
  assert.equal(new Set(seen).size, 15);
});
