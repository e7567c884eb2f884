// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IncidentFacts, StageMoment } from './clocks.ts';
import { workingCalendarOf } from './holidays.ts';
import { type Obligation, obligationsOf } from './obligations.ts';
import { momentNames } from './regime.ts';
import { regimes } from './regimes.ts';

const brussels = workingCalendarOf('BE', 'Europe/Brussels');
const start = Temporal.Instant.from('2026-10-01T08:00Z');
const after = (minutes: number) => start.add({ minutes });

/** Everything applies, and everybody who could shift a limit may. */
const profile = {
  'org.member_states': ['BE', 'FI', 'LV', 'IT', 'CZ', 'PT', 'HR', 'NL'],
  'org.nis2_class': 'important',
  'org.is_dora_entity': false,
  'org.nis2_entity_types': ['cloud'],
  'org.is_controller': true,
  'org.is_processor': true,
  'org.makes_digital_products': true,
  'org.trust_service': 'qualified',
  'org.is_critical_entity': true,
};
const insurer = {
  'org.is_dora_entity': true,
  'org.is_dora_small': false,
  'org.dora_entity_types': ['other'],
  'org.nis2_class': 'none',
  'org.is_dora_shift_withdrawn': false,
};

const minutes = fc.integer({ min: 0, max: 60 * 24 * 120 });
const stagesAll = regimes.flatMap(({ id, stages }) =>
  stages.map((stage) => ({ regimeId: id, stageId: stage.id })),
);
const stageMoments = fc.array(
  fc
    .tuple(fc.constantFrom(...stagesAll), minutes)
    .map(([stage, at]): StageMoment => ({ ...stage, at: after(at) })),
  { maxLength: 40 },
);
const decisions = fc.array(
  fc
    .tuple(
      fc.constantFrom(
        ...regimes.flatMap(({ id, outcomes }) =>
          outcomes.map((outcome) => ({ regimeId: id, outcomeId: outcome.id })),
        ),
      ),
      minutes,
      fc.boolean(),
    )
    .map(([outcome, at, is]) => ({ ...outcome, is, decidedAt: after(at) })),
  { maxLength: 40 },
);
const moments = fc
  .dictionary(fc.constantFrom(...momentNames), minutes)
  .map((given) => Object.fromEntries(Object.entries(given).map(([name, at]) => [name, after(at)])));

const incidents: fc.Arbitrary<IncidentFacts> = fc
  .record({
    profile: fc.constantFrom(profile, insurer),
    answers: fc.constant({
      'inc.initial_report_will_be_late': true,
      'inc.final_report_will_be_late': true,
      'inc.breach_notified_in_phases': true,
    }),
    decisions,
    moments,
    submissions: stageMoments,
    requests: stageMoments,
    now: minutes.map(after),
  })
  .map((facts) => ({ ...facts, lawAsOf: Temporal.PlainDate.from('2026-11-22') }));

const told = (facts: IncidentFacts) => obligationsOf(regimes, facts, brussels);
const inWords = (obligations: readonly Obligation[]) => JSON.stringify(obligations);

// Danger: an import, or two people at once, record the same things in another order.
test('obligationsOf() does not depend on the order in which things were recorded', () => {
  fc.assert(
    fc.property(incidents, (facts) => {
      // Two decisions of one moment contradict each other: their order is all there is.
      const once = new Map(
        facts.decisions.map((each) => [`${each.regimeId} ${each.outcomeId} ${each.decidedAt}`, each]),
      );
      const distinct = { ...facts, decisions: [...once.values()] };
      const turned = {
        ...distinct,
        decisions: distinct.decisions.toReversed(),
        submissions: facts.submissions.toReversed(),
        requests: facts.requests.toReversed(),
      };
      assert.equal(inWords(told(turned)), inWords(told(distinct)));
    }),
    { numRuns: 60 },
  );
});

// Danger: a limit that creeps on while nobody does anything.
test('obligationsOf() moves no limit by the mere passing of time', () => {
  fc.assert(
    fc.property(incidents, minutes, (facts, more) => {
      const later = new Map(
        told({ ...facts, now: facts.now.add({ minutes: more }) }).map((each) => [each.id, each]),
      );
      for (const before of told(facts)) {
        const now = later.get(before.id);
        // A final report may turn into a progress report when its limit passes; the limit itself stays.
        if (before.dueAt === null || now === undefined || now.dueAt === null) continue;
        assert.ok(before.dueAt.equals(now.dueAt), before.id);
        assert.ok(before.state !== 'overdue' || now.state === 'overdue', before.id);
      }
    }),
    { numRuns: 60 },
  );
});

// Danger: lateness that a second filing washes away, or brings about.
test('obligationsOf() freezes whether a stage was in time at its first submission', () => {
  const isOnce = new Map(
    regimes.flatMap(({ id, stages }) =>
      stages.map((stage) => [`${id}.${stage.id}`, stage.isRepeating !== true && stage.isOnRequest !== true]),
    ),
  );
  fc.assert(
    fc.property(incidents, fc.constantFrom(...stagesAll), (facts, again) => {
      const latest = [...facts.submissions].sort((a, b) => Temporal.Instant.compare(a.at, b.at)).at(-1);
      const at = (latest?.at ?? start).add({ hours: 1 });
      const id = `${again.regimeId}.${again.stageId}`;
      if (isOnce.get(id) !== true) return;
      const find = (submissions: IncidentFacts['submissions']) =>
        told({ ...facts, submissions }).find((each) => each.id === id);
      const before = find(facts.submissions);
      if (before?.metAt === null || before?.metAt === undefined) return;
      assert.equal(JSON.stringify(find([...facts.submissions, { ...again, at }])), JSON.stringify(before));
    }),
    { numRuns: 200 },
  );
});

test('obligationsOf() is overdue only after a limit, met only by what was sent, and owed only by a decision', () => {
  fc.assert(
    fc.property(incidents, (facts) => {
      for (const each of told(facts)) {
        const { state, dueAt, metAt } = each;
        if (state === 'overdue')
          assert.ok(dueAt !== null && Temporal.Instant.compare(facts.now, dueAt) > 0, each.id);
        if (state === 'met_late')
          assert.ok(metAt !== null && dueAt !== null && Temporal.Instant.compare(metAt, dueAt) > 0);
        if (state === 'met')
          assert.ok(metAt !== null && (dueAt === null || Temporal.Instant.compare(metAt, dueAt) <= 0));
        if (state === 'running') assert.ok(metAt === null && each.startedBy !== null, each.id);
        const stage = regimes
          .find(({ id }) => id === each.regimeId)
          ?.stages.find(({ id }) => id === each.stageId);
        const isDecided = stage?.owedWhen.every((outcomeId) =>
          facts.decisions.some(
            (one) => one.regimeId === each.regimeId && one.outcomeId === outcomeId && one.is,
          ),
        );
        if (dueAt !== null) assert.equal(isDecided, true, each.id);
        if (state === 'not_owed' || state === 'undecided')
          assert.ok(dueAt === null && each.why.length > 0, each.id);
      }
    }),
    { numRuns: 60 },
  );
});
