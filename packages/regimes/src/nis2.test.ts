// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNis2Entity, nis2, nis2Elsewhere } from './nis2.ts';
import { nis2Overlays } from './nis2-overlays.ts';
import { memberStates } from './questions.ts';
import type { Regime } from './regime.ts';
import { judge } from './rule.ts';
import { type Example, inShort, workedOut } from './worked-example.ts';

const every: readonly Regime[] = [nis2, nis2Elsewhere, ...nis2Overlays];

function regimeOf(state: string): Regime {
  const found = every.filter(
    ({ applies }) =>
      judge(applies.rule, {
        'org.member_states': [state],
        'org.nis2_class': 'important',
        'org.is_dora_entity': false,
      }).truth === 'yes',
  );
  assert.equal(found.length, 1, `${state} has ${found.map(({ id }) => id)}`);
  return found[0] ?? nis2;
}

/** Detected, understood, classified, notified, over: every moment has its own day, so that a wrong anchor shows. */
const example = (state: string, change: Partial<Example> = {}): Example => ({
  regime: regimeOf(state),
  profile: {
    'org.member_states': [state],
    'org.nis2_class': 'important',
    'org.is_dora_entity': false,
    'org.nis2_entity_types': ['none'],
  },
  answers: { 'inc.service_recipients_likely_affected': true, 'inc.significant_threat_to_recipients': true },
  decided: { significant: '2026-11-05T12:00Z' },
  moments: {
    detection: '2026-11-02T08:00Z',
    awareness: '2026-11-02T09:00Z',
    awareness_of_significance: '2026-11-03T10:00Z',
    end_of_significant_impact: '2026-11-20T09:00Z',
    end_of_handling: '2026-11-30T10:00Z',
  },
  sent: [
    ['early_warning', '2026-11-04T09:00Z'],
    ['notification', '2026-11-06T09:30Z'],
  ],
  now: '2026-11-06T10:00Z',
  ...change,
});

test('nis2 and its overlays cover every Member State exactly once', () => {
  for (const state of memberStates.filter((each) => each !== 'NO' && each !== 'IS')) regimeOf(state);
});

test('nis2 leaves financial entities to DORA', () => {
  const financial = { 'org.nis2_class': 'essential', 'org.is_dora_entity': true };
  assert.equal(judge(isNis2Entity, financial).truth, 'no');
});

test('nis2 counts each stage of each state from its own moment', () => {
  const table: readonly (readonly [state: string, stage: string, wanted: string])[] = [
    ...['NL', 'BE', 'LV', 'IT', 'HR', 'PL'].map(
      (state) => [state, 'early_warning', '2026-11-04T10:00:00Z'] as const,
    ),
    ...['FI', 'SK', 'SI'].map((state) => [state, 'early_warning', '2026-11-03T08:00:00Z'] as const),
    ...['CZ', 'PT'].map((state) => [state, 'early_warning', '2026-11-06T12:00:00Z'] as const),
    ...['NL', 'BE', 'LV', 'HR', 'PL'].map(
      (state) => [state, 'notification', '2026-11-06T10:00:00Z'] as const,
    ),
    ...['FI', 'SK', 'SI'].map((state) => [state, 'notification', '2026-11-05T08:00:00Z'] as const),
    ['IT', 'notification', '2026-11-07T09:00:00Z'],
    ['PT', 'notification', '2026-11-08T12:00:00Z'],
    ['LV', 'final', '2026-12-04T09:00:00Z'],
    ...['NL', 'BE', 'FI', 'IT', 'SK', 'SI'].map((state) => [state, 'final', '2026-12-06T09:30:00Z'] as const),
    ['HR', 'final', '2026-12-06T09:30:00Z'],
    ['CZ', 'final', '2026-12-30T10:00:00Z'],
    // 30 working days: 20 November 2026 is a Friday.
    ['PT', 'final', '2027-01-01T09:00:00Z'],
    ['PT', 'end_of_impact', '2026-11-21T09:00:00Z'],
    ['BE', 'authority_feedback', '2026-11-05T09:00:00Z'],
    ['BE', 'intermediate', 'on_request'],
    ['BE', 'public', 'on_request'],
    ['BE', 'service_recipients', 'at once'],
    ['BE', 'threat_to_recipients', 'at once'],
    ['BE', 'progress', 'not_owed'],
    ['BE', 'final_after_progress', 'not_owed'],
  ];
  for (const [state, stage, wanted] of table) {
    assert.equal(inShort(example(state))[stage], wanted, `${state} ${stage}`);
  }
  assert.equal(inShort(example('CZ'))['notification'], undefined);
});

test('nis2 asks for a progress report where handling outlasts the month, then for a final one', () => {
  const moments = {
    detection: '2026-11-02T08:00Z',
    awareness_of_significance: '2026-11-03T10:00Z',
    end_of_handling: '2027-01-31T10:00Z',
  };
  for (const state of ['NL', 'BE', 'FI', 'IT', 'SK', 'SI', 'HR']) {
    const { final, progress, final_after_progress } = inShort(
      example(state, { moments, now: '2027-02-01T10:00Z' }),
    );
    assert.deepEqual(
      [final, progress, final_after_progress],
      ['not_owed', '2026-12-06T09:30:00Z', '2027-02-28T10:00:00Z'],
      state,
    );
  }
});

// Directive (EU) 2022/2555 art. 23(4), last subparagraph.
test('nis2 gives trust service providers 24 hours for the notification', () => {
  const trust = (state: string, types: readonly string[] | null) =>
    inShort(example(state, { profile: { ...example(state).profile, 'org.nis2_entity_types': types } }))[
      'notification'
    ];
  assert.equal(trust('BE', ['trust_service']), '2026-11-04T10:00:00Z');
  assert.equal(trust('FI', ['trust_service']), '2026-11-03T08:00:00Z');
  assert.equal(trust('IT', ['trust_service']), '2026-11-04T10:00:00Z');
  // Not knowing is no reason for two days more, and the screen can say what to answer.
  assert.equal(trust('BE', null), '2026-11-04T10:00:00Z');
  const profile = { ...example('BE').profile, 'org.nis2_entity_types': null };
  assert.deepEqual(workedOut(example('BE', { profile }))['notification']?.why[0]?.names, [
    'org.nis2_entity_types',
  ]);
});

test('nis2 owes stages twice to an entity of two states, each by its own law', () => {
  const two = { ...example('BE').profile, 'org.member_states': ['BE', 'FI'] };
  const due = (state: string) => inShort(example(state, { profile: two }))['early_warning'];
  assert.deepEqual([due('BE'), due('FI')], ['2026-11-04T10:00:00Z', '2026-11-03T08:00:00Z']);
});

test('nis2 says which Latvian and unchecked lines are unverified, and lets Latvia not endanger users', () => {
  const { early_warning, service_recipients } = workedOut(
    example('LV', {
      answers: { 'inc.service_recipients_likely_affected': true, 'inc.telling_users_is_dangerous': true },
    }),
  );
  assert.equal(early_warning?.legal.evidence, 'unsettled');
  assert.equal(service_recipients?.state, 'not_owed');
  assert.equal(regimeOf('PL').applies.legal.evidence, 'unsettled');
});

test('nis2 proposes significance by the open words, and by the list of the CCB in Belgium', () => {
  const verdict = (state: string, answers: Example['answers'] = {}) => {
    const { profile, regime } = example(state);
    const [outcome] = regime.outcomes;
    assert.ok(outcome);
    return judge(outcome.rule, { ...profile, ...answers }, regime.criteria);
  };
  assert.equal(verdict('NL').truth, 'unknown');
  assert.deepEqual(verdict('NL', { 'inc.serious_financial_loss': true }).met, ['nis2.23.3.a']);
  const harmless = {
    'inc.severe_disruption': false,
    'inc.serious_financial_loss': false,
    'inc.considerable_damage_to_others': false,
  };
  assert.equal(verdict('NL', harmless).truth, 'no');
  assert.equal(verdict('BE', { 'inc.severe_disruption': true }).truth, 'unknown');
  // An isolated system that serves no service of the annexes need not be reported.
  assert.equal(verdict('BE', { 'inc.severe_disruption': true, 'inc.hits_annex_service': false }).truth, 'no');
  const hit = {
    'inc.severe_disruption': true,
    'inc.hits_annex_service': true,
    'inc.availability_compromised': true,
  };
  assert.equal(verdict('BE', hit).truth, 'yes');
  assert.ok(verdict('BE', hit).met.includes('be.established.2'));
  assert.equal(verdict('FI', { 'inc.severe_disruption': true }).truth, 'yes');
});
