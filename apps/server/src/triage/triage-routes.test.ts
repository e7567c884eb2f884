// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import { openTestDesk, type Somebody } from '../../test/desk.ts';
import { aQueue, aRule, refused, send } from '../../test/triage.ts';

const read = (who: Somebody, reference: string) => who.api.readReport({ params: { reference } });

describe('routing rules', () => {
  it('route a report in the transaction of its receipt, and the report keeps the rule as it read', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const helpdesk = await desk.as('helpdesk');
    const mails = await aQueue(lead, 'Strange mails');
    const rule = aRule('Says phishing', mails, { words: ['phish*'] }, helpdesk.id);
    await lead.api.saveRoutingRules({ body: { basedOn: 0, rules: [rule], note: 'First rules' } });
    const routed = await read(helpdesk, await send(desk, { summary: 'Ik kreeg een PHISHING-mail' }));
    assert.equal(routed.queue?.name, 'Strange mails');
    assert.equal(routed.handler?.id, helpdesk.id);
    const kept = { rule: rule.id, version: 1, name: 'Says phishing', isFollowed: true };
    assert.deepEqual(routed.routing, kept);
    const other = await read(helpdesk, await send(desk, { summary: 'A lost badge' }));
    assert.deepEqual([other.queue, other.handler, other.routing], [null, null, null]);

    await lead.api.saveRoutingRules({ body: { basedOn: 1, rules: [{ ...rule, name: 'Renamed' }] } });
    assert.deepEqual((await read(helpdesk, routed.reference)).routing, kept);
    const rows = await desk.query<{ canonical: string }>(
      "SELECT canonical FROM outbox WHERE event = 'routing_rules.saved' ORDER BY position",
    );
    const changes = rows.map(
      ({ canonical }) => JSON.parse(canonical) as { changes: unknown[]; reason?: string },
    );
    assert.equal(changes[0]?.reason, 'First rules');
    assert.match(
      JSON.stringify(changes[1]?.changes),
      /"from":\{[^}]*.*"name":"Says phishing".*"name":"Renamed"/,
    );
  });

  // Danger: two people edit the rules at once, and the later one silently undoes the earlier.
  it('refuse to be saved over a version that somebody else saved meanwhile', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const queue = await aQueue(lead, 'One');
    const save = (name: string) =>
      lead.api.saveRoutingRules({ body: { basedOn: 0, rules: [aRule(name, queue, {})] } });
    const outcomes = await Promise.allSettled([save('mine'), save('yours')]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await refused(save('late'), 'routing_rules.changed_meanwhile');
    assert.equal((await lead.api.readRoutingRules({ query: {} })).newest, 1);
  });

  // Danger: a rule that everybody of triage can read sorts whistle-blowers.
  it('never route a whistle-blower, and the database takes no queue for one', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const both = await desk.as('helpdesk', 'whistleblowing_handler');
    const queue = await aQueue(lead, 'Everything');
    await lead.api.saveRoutingRules({ body: { basedOn: 0, rules: [aRule('All', queue, {})] } });
    await send(desk, { summary: 'The director steals', kind: 'whistleblowing', anonymous: true });
    const rows = await desk.query<{ reference: string; queue_id: string | null; routing: unknown }>(
      'SELECT reference, queue_id, routing FROM report',
    );
    assert.deepEqual([rows[0]?.queue_id, rows[0]?.routing], [null, null]);
    const none = await both.api.listReports({ query: { queue: 'none' } });
    assert.deepEqual(none.items, []);
    await assert.rejects(
      desk.query(`UPDATE report SET queue_id = '${queue}'`),
      /report_whistleblowing_unrouted/,
    );
  });

  it('name only queues and people that are there, each told at its place', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const auditor = await desk.as('auditor');
    const queue = await aQueue(lead, 'One');
    const rules = [aRule('Nowhere', randomUUID(), {}), aRule('Nobody', queue, {}, auditor.id)];
    await assert.rejects(lead.api.saveRoutingRules({ body: { basedOn: 0, rules } }), (error) => {
      assert(error instanceof ProblemError);
      const pointers = error.problem.errors?.map(({ pointer }) => pointer);
      assert.deepEqual(pointers, ['/rules/0/queue', '/rules/1/handler']);
      return true;
    });
  });

  it('give nothing to somebody who was blocked since', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const gone = await desk.another('Gone Tomorrow', 'handler');
    const queue = await aQueue(lead, 'One');
    await lead.api.saveRoutingRules({ body: { basedOn: 0, rules: [aRule('All', queue, {}, gone.id)] } });
    await desk.query(`UPDATE person SET state = 'blocked' WHERE id = '${gone.id}'`);
    const report = await read(lead, await send(desk, { summary: 'Something' }));
    assert.deepEqual([report.queue?.name, report.handler], ['One', null]);
  });

  it('are changed by triage.manage alone, and read by who works reports', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const outsider = await desk.as('log_owner');
    await refused(helpdesk.api.saveRoutingRules({ body: { basedOn: 0, rules: [] } }), 'permission.missing');
    await refused(helpdesk.api.addQueue({ body: { name: 'Mine' } }), 'permission.missing');
    await refused(helpdesk.api.dryRunRules({ body: { rules: [] } }), 'permission.missing');
    await refused(outsider.api.readRoutingRules({ query: {} }), 'permission.missing');
    await refused(outsider.api.listCannedTexts(), 'permission.missing');
    assert.equal((await helpdesk.api.readRoutingRules({ query: {} })).version, 0);
    await refused(helpdesk.api.readRoutingRules({ query: { version: 7 } }), 'routing_rules.not_found');
  });
});

describe('POST /api/v1/triage/rules/dry-run', () => {
  it('tells what rules would do, what is in their shadow, and changes nothing', async (t) => {
    const desk = await openTestDesk(t);
    const lead = await desk.as('it_responsible');
    const [mails, rest] = [await aQueue(lead, 'Mails'), await aQueue(lead, 'Rest')];
    const mail = await send(desk, { summary: 'A phishing mail' });
    await send(desk, { summary: 'A badge' });
    await desk.as('whistleblowing_handler');
    await send(desk, { summary: 'Confidential', kind: 'whistleblowing', anonymous: true });
    const rules = [
      aRule('Mail', mails, { words: ['mail'] }),
      aRule('Phishing', rest, { words: ['phishing'] }),
      aRule('Webhook', rest, { channels: ['webhook'] }),
    ];
    const { next, page, total } = await lead.api.dryRunRules({ body: { rules } });
    assert.deepEqual([next, total, page.seen, page.unmatched], [null, 2, 2, 1]);
    assert.deepEqual(
      page.perRule.map(({ took, wouldTake, changed }) => [took, wouldTake, changed]),
      [
        [1, 1, 1],
        [0, 1, 0],
        [0, 0, 0],
      ],
    );
    assert.deepEqual(page.perRule[1]?.takenBefore, { [rules[0]?.id ?? '']: 1 });
    assert.deepEqual(
      page.perRule[0]?.samples.map(({ reference }) => reference),
      [mail],
    );
    assert.equal((await read(lead, mail)).queue, null);
  });
});

describe('first answer', () => {
  it('is the first question, message or decision; taking it back unsets nothing', async (t) => {
    let now = new Date('2026-03-02T10:00:00Z');
    const desk = await openTestDesk(t, { clock: { now: () => now } });
    const helpdesk = await desk.as('helpdesk');
    const later = (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000);
    };
    const decide = (reference: string, decision: object) =>
      helpdesk.api.decideReports({ body: { references: [reference], decision: decision as never } });
    const asked = await send(desk, { summary: 'Asked' });
    const declined = await send(desk, { summary: 'Declined' });
    const snoozed = await send(desk, { summary: 'Snoozed' });
    later(10);
    await decide(asked, { verb: 'ask', text: 'Which mail?' });
    await decide(snoozed, { verb: 'snooze', until: '2026-03-03T10:00:00Z' });
    later(20);
    await helpdesk.api.writeReportMessage({ params: { reference: asked }, body: { text: 'Hello?' } });
    await decide(declined, { verb: 'decline', reason: 'spam' });
    await decide(declined, { verb: 'undo' });
    const at = async (reference: string) => (await read(helpdesk, reference)).firstAnsweredAt;
    assert.equal(await at(asked), '2026-03-02T10:10:00.000Z');
    assert.equal(await at(declined), '2026-03-02T10:30:00.000Z');
    assert.equal(await at(snoozed), null);
    const times = await helpdesk.api.readAnswerTimes();
    assert.deepEqual(times.all, { count: 2, medianMs: 20 * 60_000, p90Ms: 28 * 60_000 });
    assert.deepEqual(
      times.perChannel.map(({ channel, count }) => [channel, count]),
      [['api', 2]],
    );
    assert.deepEqual(
      times.perQueue.map(({ queue, count }) => [queue, count]),
      [[null, 2]],
    );
    assert.deepEqual([times.unanswered, times.oldestUnansweredAt], [1, '2026-03-02T10:00:00.000Z']);
    later(31 * 24 * 60);
    assert.equal((await (await desk.as('helpdesk')).api.readAnswerTimes()).all.count, 0);
  });
});
