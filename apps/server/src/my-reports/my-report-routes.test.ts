// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { multipart } from '../../test/adversary.ts';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

/** What listing answers, as references. */
const mine = async (who: Somebody) =>
  (await who.api.listMyReports({ query: {} })).items.map(({ reference }) => reference);

describe('my reports', () => {
  it('lists what one reported and what was entered under one’s address, and no more', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'log_owner');
    const bob = await desk.another('Bob Employee', 'log_owner');
    const helpdesk = await desk.as('helpdesk');
    const own = await ann.api.sendReport({ body: { summary: 'My laptop is gone' } });
    const entered = await helpdesk.api.sendReport({
      body: { summary: 'Ann called', reporter: { name: 'Ann', email: 'Ann.Employee@Example.org' } },
    });
    await helpdesk.api.sendReport({ body: { summary: 'A stranger called', reporter: { name: 'Zed' } } });
    await ann.api.sendReport({ body: { summary: 'Nobody may know', anonymous: true } });
    const { items } = await ann.api.listMyReports({ query: {} });
    assert.deepEqual(
      items.map((item) => [item.reference, item.enteredForMe, item.standing]),
      [
        [entered.reference, true, 'waiting'],
        [own.reference, false, 'waiting'],
      ],
    );
    assert.deepEqual(await mine(bob), []);
    assert.deepEqual(await mine(helpdesk), [], 'what was entered for somebody else is theirs');
    const first = await ann.api.listMyReports({ query: { limit: 1 } });
    const second = await ann.api.listMyReports({ query: { limit: 1, cursor: first.next ?? '' } });
    assert.deepEqual([second.items[0]?.reference, second.next], [own.reference, null]);
  });

  // Danger: whoever may invite people makes an account with the address of a reporter, and reads what they told.
  it('opens nothing that came before the account that has its address', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const told = (summary: string) =>
      helpdesk.api.sendReport({ body: { summary, reporter: { email: 'late.comer@example.org' } } });
    const before = await told('I saw what the director did');
    const made = await desk.another('Late Comer', 'log_owner');
    const after = await told('My laptop is gone');
    assert.deepEqual(await mine(made), [after.reference]);
    await assert.rejects(
      made.api.readMyReport({ params: { reference: before.reference } }),
      refusesWith('report.not_found'),
    );
  });

  // Danger: "it is ransomware after all" waits until next week, because the report was put off before.
  it('a message brings a report back that was put off', async (t) => {
    const desk = await openTestDesk(t);
    const [ann, helpdesk] = [await desk.another('Ann Employee', 'log_owner'), await desk.as('helpdesk')];
    const { reference } = await ann.api.sendReport({ body: { summary: 'My laptop is slow' } });
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
    await helpdesk.api.decideReports({
      body: { references: [reference], decision: { verb: 'snooze', until } },
    });
    assert.equal((await helpdesk.api.countReports()).open, 0);
    await ann.api.writeOnMyReport({ params: { reference }, body: { text: 'Now it wants bitcoins' } });
    const { items } = await helpdesk.api.listReports({ query: { state: 'open' } });
    assert.deepEqual(
      items.map((one) => [one.reference, one.unreadFromReporter]),
      [[reference, 1]],
    );
  });

  // Danger: triage declined it, the reporter adds what was missing, and nobody ever reads it.
  it('a message opens a report again that was declined', async (t) => {
    const desk = await openTestDesk(t);
    const [ann, helpdesk] = [await desk.another('Ann Employee', 'log_owner'), await desk.as('helpdesk')];
    const { reference } = await ann.api.sendReport({ body: { summary: 'A strange mail' } });
    const decision = { verb: 'decline', reason: 'no_incident' } as const;
    await helpdesk.api.decideReports({ body: { references: [reference], decision } });
    assert.equal((await helpdesk.api.countReports()).open, 0);
    await ann.api.writeOnMyReport({ params: { reference }, body: { text: 'I did open the attachment' } });
    const { items } = await helpdesk.api.listReports({ query: { state: 'open' } });
    assert.deepEqual(
      items.map((one) => [one.reference, one.state, one.decline, one.unreadFromReporter]),
      [[reference, 'asked', null, 1]],
    );
    await helpdesk.api.decideReports({ body: { references: [reference], decision } });
    assert.equal((await helpdesk.api.countReports()).open, 0);
  });

  it('messages go both ways, are named, and count as new until they are seen', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'log_owner');
    const helpdesk = await desk.as('helpdesk');
    const { reference } = await ann.api.sendReport({ body: { summary: 'My laptop is gone' } });
    const params = { reference };
    await helpdesk.api.decideReports({
      body: { references: [reference], decision: { verb: 'ask', text: 'Which laptop?' } },
    });
    const asked = await ann.api.readMyReport({ params });
    assert.deepEqual([asked.standing, asked.unread, asked.messages[0]?.isNew], ['asked', 1, true]);
    await ann.api.markMyReportSeen({ params, body: { count: 1 } });
    const seen = await ann.api.readMyReport({ params });
    assert.deepEqual([seen.unread, seen.messages[0]?.isNew], [0, false]);
    const answered = await ann.api.writeOnMyReport({ params, body: { text: 'The grey one' } });
    assert.deepEqual([answered.standing, answered.messages.at(-1)?.from], ['answered', 'you']);
    const whole = await helpdesk.api.readReport({ params });
    assert.deepEqual(
      whole.messages.map(({ writtenBy }) => writtenBy.name),
      ['Some helpdesk', 'Ann Employee'],
    );
    const [entry] = await desk.query<{ actor_id: string }>(
      `SELECT actor_id FROM outbox WHERE event = 'report.message_received'`,
    );
    assert.equal(entry?.actor_id, ann.id, 'who did it comes from the session');
  });

  it('takes files, gives them back to their reporter alone, and withdraws', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'log_owner');
    const bob = await desk.another('Bob Employee', 'log_owner');
    const { reference } = await ann.api.sendReport({ body: { summary: 'A strange mail' } });
    const params = { reference };
    const url = `/api/v1/my-reports/${reference}/attachments`;
    const upload = multipart([{ name: 'file', filename: 'list.txt', content: 'a list' }]);
    assert.equal((await ann.inject({ method: 'POST', url, ...upload })).statusCode, 201);
    assert.equal((await bob.inject({ method: 'POST', url, ...upload })).statusCode, 404);
    const [file] = (await ann.api.readMyReport({ params })).files;
    const got = await ann.inject({ url: `${url}/${file?.id}` });
    assert.deepEqual([got.statusCode, got.body], [200, 'a list']);
    assert.match(String(got.headers['content-disposition']), /^attachment/);
    assert.equal((await bob.inject({ url: `${url}/${file?.id}` })).statusCode, 404);
    await assert.rejects(bob.api.withdrawMyReport({ params }), refusesWith('report.not_found'));
    assert.equal((await ann.api.withdrawMyReport({ params })).standing, 'withdrawn');
    await assert.rejects(ann.api.withdrawMyReport({ params }), refusesWith('report.already_decided'));
  });

  // Danger: a reporter reads the incident through their report, or loses their report to it.
  it('stays in reach when the report joins a restricted incident, and shows nothing of that incident', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'department_representative');
    const handler = await desk.as('handler');
    const { reference } = await ann.api.sendReport({ body: { summary: 'My laptop is gone' } });
    const params = { reference };
    const decision = { verb: 'accept', title: 'Zanzibar affair', confirm: true, restricted: true } as const;
    await handler.api.decideReports({ body: { references: [reference], decision } });
    const [incident] = await desk.query<{ reference: string }>('SELECT reference FROM incident');
    const number = incident?.reference ?? '';
    assert.equal((await ann.api.readMyReport({ params })).standing, 'taken_up');
    const told = await ann.api.writeOnMyReport({ params, body: { text: 'It was grey' } });
    assert.equal(told.messages.length, 1);
    await handler.api.resolveIncident({
      params: { reference: number },
      body: { whatWasDone: 'Zanzibar found' },
    });
    const answers = [await ann.api.readMyReport({ params }), await ann.api.listMyReports({ query: {} })];
    assert.equal(answers[0] && 'standing' in answers[0] ? answers[0].standing : '', 'resolved');
    assert.doesNotMatch(JSON.stringify(answers), new RegExp(`Zanzibar|${number}|Some handler`));
    await assert.rejects(
      ann.api.readIncident({ params: { reference: number } }),
      refusesWith('incident.not_found'),
    );
    const [entry] = await desk.query<{ reached: boolean }>(
      `SELECT incident_id IS NOT NULL AS reached FROM outbox WHERE event = 'report.message_received'`,
    );
    assert.equal(entry?.reached, true, 'the desk reads it on the incident');
  });

  // Danger: asking to stay unknown while signed in leaves a thread that leads back.
  it('an anonymous report of somebody signed in belongs to nobody', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'log_owner');
    const { reference } = await ann.api.sendReport({ body: { summary: 'Nobody may know', anonymous: true } });
    assert.deepEqual(await mine(ann), []);
    await assert.rejects(ann.api.readMyReport({ params: { reference } }), refusesWith('report.not_found'));
    const tables = await desk.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('person', 'api_token', 'session')`,
    );
    const [id] = await desk.query<{ id: string }>('SELECT id FROM report');
    for (const { name } of tables) {
      const rows = await desk.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      const both = rows.filter(({ row }) => row.includes(ann.id) && row.includes(id?.id ?? 'no report'));
      assert.deepEqual(both, [], name);
    }
  });

  // Danger: a token made for something else that leaked tells what its owner reported.
  it('shows nothing to a token with other scopes', async (t) => {
    const desk = await openTestDesk(t);
    const ann = await desk.another('Ann Employee', 'helpdesk');
    await desk.query(`UPDATE api_token SET scopes = '{people.read}' WHERE person_id = $1`, [ann.id]);
    const { reference } = await ann.api.sendReport({ body: { summary: 'My laptop is gone' } });
    assert.deepEqual(await mine(ann), []);
    await assert.rejects(ann.api.readMyReport({ params: { reference } }), refusesWith('report.not_found'));
  });
});
