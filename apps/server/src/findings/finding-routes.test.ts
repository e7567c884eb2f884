// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { FindingDecision } from '@belfry/contract';
import { aTakingDesk, insertRule, keyOf } from '../../test/findings.ts';

async function aDesk(t: TestContext) {
  const { desk, handler, list, take } = await aTakingDesk(t);
  const decide = async (decision: FindingDecision, ...references: string[]) =>
    (await handler.api.decideFindings({ body: { references, decision } })).outcomes;
  return { desk, handler, take, list, decide };
}
const dismissal = { verb: 'dismiss', verdict: 'benign', reason: 'Planned work' } as const;

describe('findings of each level', () => {
  it('keep context, wait for review, or go to triage, and hits of one key are one finding', async (t) => {
    const { desk, handler, list, take } = await aDesk(t);
    for (const level of ['informational', 'low', 'medium', 'high', 'critical'] as const) {
      const ruleId = await insertRule(desk, { level, title: `Rule ${level}` });
      await take({ ruleId, key: keyOf('dc1'), count: 2 }, { ruleId, key: keyOf('dc1'), index: 2 });
    }
    const found = await list();
    assert.deepEqual(found.map(({ count, level, state }) => [level, state, count]).sort(), [
      ['critical', 'reported', 3],
      ['high', 'reported', 3],
      ['informational', 'context', 3],
      ['low', 'open', 3],
      ['medium', 'open', 3],
    ]);
    const high = found.find(({ level }) => level === 'high');
    assert.match(high?.reference ?? '', /^FND-\d{4}-\d{4}$/);
    const report = await handler.api.readReport({ params: { reference: high?.report ?? '' } });
    assert.equal(report.channel, 'detection');
    assert.equal(report.occurrences, 3);
    assert.match(report.summary, /^Rule high \(.*dc1\)$/);
    assert.match(report.description ?? '', /A planned rotation/);
    assert.match(report.description ?? '', new RegExp(`/findings/${high?.reference}`));
    const whole = await handler.api.readFinding({ params: { reference: high?.reference ?? '' } });
    assert.deepEqual(
      whole.entries.map(({ index }) => index),
      [1, 2],
    );
    assert.equal(whole.others.length, 4);
  });

  it('alert people of a critical one until triage decides', async (t) => {
    const { desk, handler, list, take } = await aDesk(t);
    const boss = await desk.as('it_responsible');
    await take({ ruleId: await insertRule(desk, { level: 'critical' }), key: keyOf('dc1') });
    const [finding] = await list();
    const report = finding?.report ?? '';
    const [alert] = (await boss.api.listAlerts({ query: {} })).items;
    assert.equal(alert?.report, report);
    assert.equal(alert?.incident, null);
    await handler.api.decideReports({
      body: { references: [report], decision: { verb: 'decline', reason: 'no_incident' } },
    });
    assert.deepEqual((await boss.api.listAlerts({ query: {} })).items, []);
    assert.equal((await list())[0]?.verdict, 'benign');
  });
});

describe('the alert of a finding', () => {
  it('ends when somebody takes its report, and not when it is given to somebody', async (t) => {
    const { desk, handler, list, take } = await aDesk(t);
    const boss = await desk.as('it_responsible');
    await take({ ruleId: await insertRule(desk, { level: 'critical' }), key: keyOf('dc1') });
    const references = [(await list())[0]?.report ?? ''];
    const waiting = async () => (await boss.api.listAlerts({ query: {} })).items.length;
    // Whoever sleeps has nothing yet.
    await handler.api.moveReports({ body: { references, handler: boss.id as never } });
    assert.equal(await waiting(), 1);
    await handler.api.moveReports({ body: { references, handler: handler.id as never } });
    assert.equal(await waiting(), 0);
    const told = await desk.query<{ reason: string }>(
      "SELECT canonical::jsonb->>'reason' AS reason FROM outbox WHERE event = 'alert.ended'",
    );
    assert.deepEqual(told, [{ reason: 'somebody took the report' }]);
  });
});

describe('taking back what was made of a finding', () => {
  it('withdraws a report nobody decided on, and gathers again', async (t) => {
    const { decide, desk, handler, list, take } = await aDesk(t);
    const ruleId = await insertRule(desk);
    await take({ ruleId, key: keyOf('dc1') });
    const reference = (await list())[0]?.reference ?? '';
    const made = (await decide({ verb: 'report', note: 'Look' }, reference))[0]?.report ?? '';
    assert.deepEqual((await decide({ verb: 'reopen' }, reference))[0]?.state, 'open');
    const report = await handler.api.readReport({ params: { reference: made } });
    assert.equal(report.state, 'withdrawn');
    await take({ ruleId, key: keyOf('dc1'), index: 2 });
    const again = await list();
    assert.deepEqual(
      again.map(({ count, report: of, state, verdict }) => [count, of, state, verdict]),
      [[2, null, 'open', null]],
    );
    const second = (await decide({ verb: 'report' }, reference))[0]?.report ?? '';
    assert.notEqual(second, made);
    await handler.api.decideReports({
      body: { references: [second], decision: { verb: 'decline', reason: 'no_incident' } },
    });
    const refused = (await decide({ verb: 'reopen' }, reference))[0];
    assert.deepEqual([refused?.refused, refused?.state], ['report.already_decided', null]);
    assert.equal((await list())[0]?.state, 'reported');
  });

  // Danger: what a rule rang for is taken out of triage by whoever looks over findings.
  it('leaves what a rule sent to triage by its level', async (t) => {
    const { decide, desk, list, take } = await aDesk(t);
    await take({ ruleId: await insertRule(desk, { level: 'high' }), key: keyOf('dc1') });
    const [finding] = await list();
    const [outcome] = await decide({ verb: 'reopen' }, finding?.reference ?? '');
    assert.equal(outcome?.refused, 'finding.not_decided');
  });

  it('withdraws the entry of a timeline; its words stay in the record', async (t) => {
    const { decide, desk, handler, list, take } = await aDesk(t);
    const incident = (await handler.api.declareIncident({ body: { title: 'Odd logs' } })).reference;
    await take({ ruleId: await insertRule(desk, { title: 'Log cleared' }), key: keyOf('dc1') });
    const params = { reference: (await list())[0]?.reference ?? '' };
    await handler.api.putFindingOnTimeline({ params, body: { incident } });
    assert.equal((await list())[0]?.incident, incident);
    assert.equal((await decide({ verb: 'reopen' }, params.reference))[0]?.state, 'open');
    const after = await handler.api.readFinding({ params });
    assert.deepEqual([after.incident, after.verdict, after.decidedBy], [null, null, null]);
    const { items } = await handler.api.readTimeline({ params: { reference: incident } });
    const entry = items.find(({ kind }) => kind === 'timeline.entry_written');
    assert.match(entry?.text ?? '', /Log cleared/);
    assert.match(entry?.withdrawn?.reason ?? '', new RegExp(params.reference));
    await handler.api.putFindingOnTimeline({ params, body: { incident } });
  });

  it('keeps quiet what is reported, which stays so', async (t) => {
    const { desk, handler, list, take } = await aDesk(t);
    const ruleId = await insertRule(desk, { level: 'high' });
    await take({ ruleId, key: keyOf('dc1') });
    const params = { reference: (await list())[0]?.reference ?? '' };
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await handler.api.suppressKey({ params, body: { reason: 'Known, at work', expiresAt } });
    await take({ ruleId, key: keyOf('dc1'), index: 2 });
    const whole = await handler.api.readFinding({ params });
    assert.deepEqual([whole.state, whole.verdict, whole.count], ['reported', null, 1]);
    assert.equal(whole.suppression?.id, made.id);
  });
});

describe('deciding on findings', () => {
  it('dismisses many with one reason, and takes that back', async (t) => {
    const { decide, desk, handler, list, take } = await aDesk(t);
    const ruleId = await insertRule(desk);
    await take({ ruleId, key: keyOf('a') }, { ruleId, key: keyOf('b') });
    const found = await list();
    const references = found.map(({ reference }) => reference);
    assert.deepEqual(
      (await decide(dismissal, ...references)).map(({ state }) => state),
      ['dismissed', 'dismissed'],
    );
    const [again] = await decide(dismissal, references[0] ?? '');
    assert.equal(again?.refused, 'finding.already_decided');
    await decide({ verb: 'reopen' }, references[0] ?? '');
    const { counts } = await handler.api.countFindings();
    assert.deepEqual(counts, { open: 1, reported: 0, dismissed: 1, context: 0 });
    const figures = await handler.api.readRuleFindings({ query: {} });
    assert.deepEqual(
      figures.items.map(({ benign, findings, precision, undecided }) => [
        findings,
        benign,
        undecided,
        precision,
      ]),
      [[2, 1, 1, 0]],
    );
    const { items } = await handler.api.listHistory({ query: { subject: `finding:${found[0]?.id}` } });
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['finding.reopened', 'finding.dismissed', 'finding.opened'],
    );
  });

  it('tells triage by hand, and follows what triage makes of it', async (t) => {
    const { decide, desk, handler, list, take } = await aDesk(t);
    await take({ ruleId: await insertRule(desk), key: keyOf('a') });
    const [finding] = await list();
    const [outcome] = await decide({ verb: 'report', note: 'Look at the nights' }, finding?.reference ?? '');
    const report = outcome?.report ?? '';
    const { description } = await handler.api.readReport({ params: { reference: report } });
    assert.match(description ?? '', /Look at the nights/);
    await handler.api.decideReports({ body: { references: [report], decision: { verb: 'accept' } } });
    const [accepted] = await list();
    assert.equal(accepted?.verdict, 'true_positive');
    assert.match(accepted?.incident ?? '', /^INC-/);
    await handler.api.decideReports({ body: { references: [report], decision: { verb: 'undo' } } });
    assert.equal((await list())[0]?.verdict, null);
  });

  it('puts one on the timeline of an incident, picked as an act of the attacker', async (t) => {
    const { desk, handler, list, take } = await aDesk(t);
    await take({ ruleId: await insertRule(desk), key: keyOf('a') });
    const [finding] = await list();
    const incident = await handler.api.declareIncident({ body: { title: 'Break-in' } });
    const params = { reference: finding?.reference ?? '' };
    const put = await handler.api.putFindingOnTimeline({ params, body: { incident: incident.reference } });
    assert.equal(put.state, 'reported');
    assert.equal(put.incident, incident.reference);
    const account = await handler.api.readTimeline({
      params: { reference: incident.reference },
      query: { view: 'account' },
    });
    assert.deepEqual(
      account.items.map((entry) => entry.account?.side),
      ['attacker'],
    );
    // Danger: the list of findings tells whoever may not see a restricted incident that it is there.
    const stranger = await desk.another('Lola Log', 'log_owner');
    await handler.inject({
      method: 'PATCH',
      url: `/api/v1/incidents/${incident.reference}`,
      payload: { restricted: true },
    });
    const [seen] = await list(stranger);
    assert.equal(seen?.incident, null);
    assert.equal(JSON.stringify(seen).includes(incident.reference), false);
    const told = await stranger.api.listHistory({ query: { subject: `finding:${finding?.id}` } });
    assert.equal(JSON.stringify(told).includes(incident.reference), false);
    assert.ok(told.items.some(({ kind }) => kind === 'finding.opened'));
  });
});
