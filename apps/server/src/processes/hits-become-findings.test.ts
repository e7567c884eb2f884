// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { hitsTaken, insertHits, insertRule } from '../../test/findings.ts';
import { aClock } from '../../test/form-visitor.ts';
import { findingsKnowRules } from './findings-know-rules.ts';
import { hitsBecomeFindings } from './hits-become-findings.ts';

const HITS = 50_000;

describe('hitsBecomeFindings', () => {
  // Danger: a rule that hits everything buries triage under 50,000 reports.
  it(`makes few findings and reports of ${HITS} hits with ${HITS} keys, and counts them all`, async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const ruleId = await insertRule(desk, { level: 'high' });
    await insertHits(
      desk,
      Array.from({ length: HITS }, (_, number) => ({ ruleId, key: [['host', `h${number}`]] as const })),
    );
    await hitsTaken(desk);
    const { items } = await handler.api.listFindings({ query: { state: 'any', limit: 200 } });
    assert.equal(items.length, limits.findingReportsPerRuleMax + 1);
    assert.equal(
      items.reduce((sum, { count }) => sum + count, 0),
      HITS,
    );
    const many = items.filter(({ isMany }) => isMany);
    assert.deepEqual(
      many.map(({ key, state }) => [key, state]),
      [[[], 'reported']],
    );
    const report = await handler.api.readReport({ params: { reference: many[0]?.report ?? '' } });
    assert.match(report.description ?? '', /gathered here/);
    const entries = await desk.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM finding_entry GROUP BY finding_id ORDER BY count DESC LIMIT 1',
    );
    assert.ok((entries[0]?.count ?? 0) <= limits.findingFirstEntriesMax + limits.findingNewestEntriesMax);
  });

  it('counts hits under the hour in which they were found, whatever their events say', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const ruleId = await insertRule(desk, { window: '3h' });
    const hour = new Date();
    hour.setUTCMinutes(0, 0, 0);
    const found = (minutes: number) => new Date(hour.getTime() - 3_600_000 + minutes * 60_000);
    const at = new Date('1999-01-01');
    await insertHits(desk, [
      { ruleId, at, count: 2, foundAt: found(0) },
      { ruleId, at, count: 3, foundAt: found(59) },
    ]);
    await hitsTaken(desk);
    await insertHits(desk, [
      { ruleId, at, count: 4, foundAt: found(59), index: 2 },
      { ruleId, at, count: 5, foundAt: found(60), index: 3 },
    ]);
    await hitsTaken(desk);
    const [finding] = (await handler.api.listFindings({ query: {} })).items;
    const whole = await handler.api.readFinding({ params: { reference: finding?.reference ?? '' } });
    assert.equal(whole.count, 14);
    assert.deepEqual(whole.hours, [
      { at: found(0).toISOString(), count: 9 },
      { at: found(60).toISOString(), count: 5 },
    ]);
  });

  it('opens a finding anew after its window, and after its incident is over', async (t) => {
    const clock = aClock();
    const desk = await openTestDesk(t, { clock });
    const handler = await desk.as('handler');
    const ruleId = await insertRule(desk, { level: 'high' });
    const hit = async () => {
      await insertHits(desk, [{ ruleId, at: clock.now() }]);
      await hitsTaken(desk);
      const { items } = await handler.api.listFindings({ query: { state: 'any', order: 'oldest' } });
      return items;
    };
    await hit();
    clock.pass(59 * 60_000);
    assert.deepEqual(
      (await hit()).map(({ count }) => count),
      [2],
    );
    clock.pass(61 * 60_000);
    const found = await hit();
    assert.deepEqual(
      found.map(({ count }) => count),
      [2, 1],
    );
    const [outcome] = (
      await handler.api.decideReports({
        body: { references: [found[1]?.report ?? ''], decision: { verb: 'accept', confirm: true } },
      })
    ).outcomes;
    const params = { reference: outcome?.incident ?? '' };
    await handler.inject({
      method: 'POST',
      url: `/api/v1/incidents/${params.reference}/dismiss`,
      payload: { reason: 'A drill' },
    });
    clock.pass(60_000);
    const after = await hit();
    assert.deepEqual(
      after.map(({ count, verdict }) => [count, verdict]),
      [
        [2, null],
        [1, 'benign'],
        [1, null],
      ],
    );
  });

  // Danger: the key of a hit is text from a log, whatever its sender put there.
  it('takes keys of any text', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const ruleId = await insertRule(desk, { level: 'high' });
    const values = ['not-a-uuid', "'; DROP TABLE finding; --", '%_\\', '\u202Eevil', '😀'.repeat(100), ''];
    await insertHits(
      desk,
      values.map((value) => ({ ruleId, key: [['source', value]] as const })),
    );
    await hitsTaken(desk);
    const { items } = await handler.api.listFindings({ query: { state: 'any' } });
    assert.deepEqual(items.map(({ key }) => key[0]?.value).sort(), [...values].sort());
    const query = { state: 'any', q: '%_\\' } as const;
    assert.equal((await handler.api.listFindings({ query })).items.length, 1);
  });

  // Danger: our clock was a year ahead for a minute; since then each hit opens a finding, or none does.
  it('gathers as ever once the clock is right again', async (t) => {
    const clock = aClock();
    // The desk's own worker may stand between two moments of this clock, which no clock of a machine does to it.
    const desk = await openTestDesk(t, { clock, isIdle: true });
    const handler = await desk.as('handler');
    const ruleId = await insertRule(desk, { level: 'medium' });
    const taking = hitsBecomeFindings(desk.database, {
      rules: findingsKnowRules,
      report: () => assert.fail('What is medium waits to be looked over'),
    });
    const hit = async () => {
      await insertHits(desk, [{ ruleId, at: clock.now() }]);
      while (await taking.doBatch());
    };
    const year = 366 * 86_400_000;
    clock.pass(year);
    await hit();
    clock.pass(-year);
    for (let minute = 0; minute < 3; minute += 1) {
      await hit();
      clock.pass(60_000);
    }
    const { items } = await handler.api.listFindings({ query: { state: 'any', order: 'oldest' } });
    assert.deepEqual(
      items.map(({ count }) => count),
      [3, 1],
    );
  });
});
