// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AssessmentDecision } from '@belfry/contract';
import {
  type AssessmentFacts,
  areSameFacts,
  askedQuestions,
  askedRegimes,
  assessRegimes,
  countsOf,
  isToReassess,
  momentsNeeded,
  needsReason,
  reasonNotAnswerable,
} from './assessment.ts';
import { crisisQuestionId, crisisRegimeOf, criteriaWanted } from './crisis.ts';
import { suggestionsOf } from './suggestions.ts';

const crisis = crisisRegimeOf([{ id: 'danger', text: '' }]);
const controller = { 'org.is_controller': true, 'org.is_processor': false };
const facts = (more: Partial<AssessmentFacts> = {}): AssessmentFacts => ({
  profile: controller,
  answers: {},
  estimates: new Set(),
  lawAsOf: Temporal.PlainDate.from('2026-11-22'),
  crisis,
  decisions: new Map(),
  ...more,
});
const decision = (isSo: boolean): AssessmentDecision => ({
  id: 'a',
  isSo,
  proposed: isSo ? 'yes' : 'no',
  reason: null,
  regimeVersion: 1,
  basis: { met: [], facts: [], open: [] },
  decidedAt: '2026-11-22T10:00:00Z',
  decidedBy: { id: 'p' as AssessmentDecision['decidedBy']['id'], name: 'P' },
});

it('askedRegimes() leaves out law that is not in force that day', () => {
  const maker = { ...controller, 'org.makes_digital_products': true };
  const on = (day: string) =>
    askedRegimes(facts({ profile: maker, lawAsOf: Temporal.PlainDate.from(day) })).map(
      ({ regime }) => regime.id,
    );
  assert.ok(!on('2026-09-10').includes('cra'));
  assert.ok(on('2026-09-11').includes('cra'));
});

it('askedQuestions() asks what several regimes need once, and names them all', () => {
  const asked = askedQuestions(askedRegimes(facts()), controller);
  assert.deepEqual(asked.get('inc.personal_data_breached'), ['gdpr']);
  assert.deepEqual(asked.get(crisisQuestionId('danger')), ['crisis']);
  assert.ok((asked.get('inc.malicious_access') ?? []).length > 1);
});

it('countsOf() asks nobody to decide what another decision rules out', () => {
  const undecided = (decisions: [string, AssessmentDecision][]) => {
    const whole = facts({ decisions: new Map(decisions) });
    const regimes = assessRegimes(askedRegimes(whole), whole).filter(({ regime }) => regime === 'gdpr');
    return countsOf(regimes).undecided;
  };
  assert.equal(undecided([]), 3);
  assert.equal(undecided([['gdpr/breach', decision(true)]]), 2);
  // No breach: then no risk of one has to be judged.
  assert.equal(undecided([['gdpr/breach', decision(false)]]), 0);
});

it('isToReassess() asks again when the rule turned, and not when it came round to the decision', () => {
  assert.equal(isToReassess({ isSo: true, proposed: 'yes' }, 'no'), true);
  assert.equal(isToReassess({ isSo: true, proposed: 'yes' }, 'unknown'), true);
  assert.equal(isToReassess({ isSo: true, proposed: 'unknown' }, 'yes'), false);
  assert.equal(isToReassess({ isSo: false, proposed: 'yes' }, 'yes'), false);
  assert.equal(isToReassess({ isSo: false, proposed: 'unknown' }, 'yes'), true);
});

it('needsReason() wants one for every no, and for a yes against the rule', () => {
  assert.deepEqual(
    [
      needsReason(true, 'yes'),
      needsReason(true, 'unknown'),
      needsReason(true, 'no'),
      needsReason(false, 'no'),
    ],
    [false, false, true, true],
  );
});

it('areSameFacts() notices an answer that became an estimate', () => {
  const fact = { question: 'inc.death', value: true, isEstimate: false, from: 'incident' } as const;
  assert.equal(areSameFacts([fact], [{ ...fact }]), true);
  assert.equal(areSameFacts([fact], [{ ...fact, isEstimate: true }]), false);
  assert.equal(areSameFacts([fact], []), false);
});

it('reasonNotAnswerable() lets no rule stumble over an answer', () => {
  const code = (question: string, value: number | boolean | null) =>
    reasonNotAnswerable(question, value, crisis)?.refused ?? null;
  assert.equal(code('inc.downtime_minutes', 1.5), 'assessment.answer_not_fitting');
  assert.equal(code('inc.downtime_minutes', null), null);
  assert.equal(code(crisisQuestionId('danger'), 3), 'assessment.answer_not_fitting');
  assert.equal(code(crisisQuestionId('another'), true), 'assessment.question_unknown');
});

it('momentsNeeded() names the regimes that run a clock from a moment', () => {
  assert.deepEqual(momentsNeeded(askedRegimes(facts())).get('awareness_of_breach'), ['gdpr']);
});

it('suggestionsOf() proposes what the incident says and never a no it does not', () => {
  const says = {
    personalData: 'unknown',
    class: null,
    rootCauseClass: null,
    occurredAt: null,
    resolvedAt: null,
  };
  assert.equal(suggestionsOf(says).size, 0);
  const found = suggestionsOf({
    ...says,
    personalData: 'no',
    class: 'intrusions',
    occurredAt: new Date('2026-11-22T10:00:00Z'),
    resolvedAt: new Date('2026-11-22T12:00:01Z'),
  });
  assert.deepEqual(found.get('inc.personal_data_breached'), { value: false, from: 'personal_data' });
  assert.equal(found.get('inc.malicious_access')?.value, true);
  assert.equal(found.get('inc.duration_minutes')?.value, 121);
});

it('criteriaWanted() makes other words another question', () => {
  const known = [{ id: 'a', code: null, text: 'Old words?' }];
  assert.deepEqual(criteriaWanted([{ id: 'a', text: 'New words?' }], known), [
    { id: null, text: 'New words?' },
  ]);
  assert.deepEqual(criteriaWanted([{ id: 'a', text: 'Old words?' }], known), [{ id: 'a' }]);
  assert.deepEqual(criteriaWanted([{ id: 'b' }], known), {
    refused: 'crisis_criteria.unknown',
    detail: 'A new one needs words, another one an identifier that is known',
  });
});
