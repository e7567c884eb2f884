// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cirCriteria } from './cir-2690.ts';
import { questions } from './questions.ts';
import { type PastIncident, recurrenceCandidatesOf, recurrenceReviews, reviewsOf } from './recurrence.ts';
import { factsOf, judge } from './rule.ts';

const [cir, dora] = recurrenceReviews;
assert.ok(cir && dora);

const incident = (
  id: string,
  on: string,
  rootCause: string | null,
  lossEur: number | null,
): PastIncident => ({
  id,
  occurredOn: Temporal.PlainDate.from(on),
  rootCause,
  answers: { 'inc.direct_loss_eur': lossEur },
});

test('recurrenceCandidatesOf() finds two of one cause within six months, and adds up their loss', () => {
  const past = [
    incident('c', '2026-08-31', 'expired certificate', 300_000),
    incident('a', '2026-02-28', 'expired certificate', 250_000),
    incident('b', '2026-03-15', 'phishing', 400_000),
    incident('d', '2026-08-28', 'expired certificate', 10_000),
    incident('e', '2026-03-20', null, 900_000),
    incident('f', '2026-03-21', null, 900_000),
  ];
  // 28 August is six months after 28 February, 31 August is not: the later pair is taken.
  const found = recurrenceCandidatesOf(cir, past);
  assert.deepEqual(
    found.map(({ rootCause, incidentIds, answers }) => [rootCause, incidentIds, answers]),
    [
      [
        'expired certificate',
        ['d', 'c'],
        { 'inc.recurrences_6_months_count': 2, 'inc.recurrences_loss_eur': 310_000 },
      ],
    ],
  );
});

// Danger: a loss nobody has estimated is added up as nothing, and the group stays below the threshold.
test('recurrenceCandidatesOf() knows no sum where one figure is missing', () => {
  const past = [
    incident('a', '2026-05-01', 'phishing', 499_999),
    incident('b', '2026-06-01', 'phishing', null),
  ];
  const [candidate] = recurrenceCandidatesOf(cir, past);
  assert.equal(candidate?.answers['inc.recurrences_loss_eur'], null);
  const recurring = cirCriteria.find(({ id }) => id === 'cir.3.1.f');
  assert.ok(recurring);
  const verdict = (answers: PastIncident['answers']) =>
    judge(recurring.rule, { 'inc.recurrences_share_root_cause': true, ...answers }).truth;
  assert.equal(verdict(candidate?.answers ?? {}), 'unknown');
  const whole = recurrenceCandidatesOf(
    cir,
    past.map((each) => ({ ...each, answers: { 'inc.direct_loss_eur': 250_001 } })),
  );
  assert.equal(verdict(whole[0]?.answers ?? {}), 'yes');
});

test('recurrenceCandidatesOf() finds a run however the incidents come, and never one longer than the months', () => {
  const incidents = fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 900 }), cause: fc.constantFrom('x', 'y', null) }),
    { maxLength: 20 },
  );
  const start = Temporal.PlainDate.from('2026-01-31');
  fc.assert(
    fc.property(incidents, fc.func(fc.integer()), (rows, order) => {
      const past = rows.map(({ day, cause }, index) => ({
        ...incident(`${index}`, '2026-01-31', cause, 1),
        occurredOn: start.add({ days: day }),
      }));
      const found = recurrenceCandidatesOf(dora, past);
      const shuffled = [...past].sort((a, b) => Number(order(a.id)) - Number(order(b.id)));
      assert.deepEqual(
        recurrenceCandidatesOf(dora, shuffled).map(({ rootCause, incidentIds }) => [
          rootCause,
          incidentIds.length,
        ]),
        found.map(({ rootCause, incidentIds }) => [rootCause, incidentIds.length]),
      );
      const on = new Map(past.map((each) => [each.id, each]));
      for (const { incidentIds, rootCause } of found) {
        const days = incidentIds.flatMap((id) => on.get(id)?.occurredOn ?? []);
        const [first, last] = [days[0], days.at(-1)];
        assert.ok(first !== undefined && last !== undefined && incidentIds.length >= 2);
        assert.ok(Temporal.PlainDate.compare(last, first.add({ months: 6 })) <= 0);
        assert.ok(incidentIds.every((id) => on.get(id)?.rootCause === rootCause));
      }
      // Two of one cause on one day are always found.
      for (const one of past) {
        const twin = past.find(
          (each) =>
            each !== one &&
            each.rootCause !== null &&
            each.rootCause === one.rootCause &&
            each.occurredOn.equals(one.occurredOn),
        );
        if (twin !== undefined) assert.ok(found.some(({ rootCause }) => rootCause === one.rootCause));
      }
    }),
    { numRuns: 300 },
  );
});

test('reviewsOf() asks for a quarterly look under 2024/2690 and a monthly one under DORA', () => {
  const due = (profile: Parameters<typeof reviewsOf>[0]) =>
    reviewsOf(profile).map(({ review, truth }) => `${review.id} ${review.everyMonths} ${truth}`);
  const none = { 'org.nis2_entity_types': ['none'], 'org.is_dora_entity': false, 'org.is_dora_small': false };
  assert.deepEqual(due({ ...none, 'org.nis2_entity_types': ['cloud'] }), ['cir-2690 3 yes']);
  assert.deepEqual(due({ ...none, 'org.is_dora_entity': true }), ['dora 1 yes']);
  assert.deepEqual(due({ ...none, 'org.is_dora_entity': true, 'org.is_dora_small': true }), []);
  assert.deepEqual(due({}), ['cir-2690 3 unknown', 'dora 1 unknown']);
});

test('recurrenceReviews read and suggest only questions that are asked', () => {
  const asked = new Set(questions.map(({ id }) => id));
  for (const { appliesTo, sums } of recurrenceReviews) {
    for (const fact of [...factsOf(appliesTo), ...sums.flatMap(({ of, into }) => [of, into])]) {
      assert.ok(asked.has(fact), fact);
    }
  }
});
