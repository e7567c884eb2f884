// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentFacts } from './clocks.ts';
import { workingCalendarOf } from './holidays.ts';
import { type ObligationState, obligationsOf } from './obligations.ts';
import { incidentQuestionsOf, profileQuestionsOf, regimes } from './regimes.ts';
import type { Answers } from './rule.ts';

const at = (text: string) => Temporal.Instant.from(text);
const nothing: ReadonlySet<ObligationState> = new Set(['not_owed', 'voluntary']);

/** Every question of the profile answered with no, so that a journey says only what it is. */
const nobody: Answers = Object.fromEntries(
  profileQuestionsOf(regimes).map(({ id, answer }) => [
    id,
    answer === 'yes_no' ? false : answer === 'count' ? 0 : answer === 'choices' ? [] : 'none',
  ]),
);

const decide = (regimeId: string, outcomeId: string, decidedAt: string, is = true) => ({
  regimeId,
  outcomeId,
  is,
  decidedAt: at(decidedAt),
});

/** What is owed of all the law there is, in short: nothing else may run. */
function owed(facts: Partial<IncidentFacts>, state: string, timeZone: string): Record<string, string> {
  const whole: IncidentFacts = {
    profile: nobody,
    answers: {},
    decisions: [],
    moments: {},
    submissions: [],
    requests: [],
    lawAsOf: Temporal.PlainDate.from('2026-11-22'),
    now: at('2026-11-22T12:00Z'),
    ...facts,
  };
  const all = obligationsOf(regimes, whole, workingCalendarOf(state, timeZone));
  return Object.fromEntries(
    all
      .filter((each) => !nothing.has(each.state))
      .map((each) => [
        each.id,
        each.dueAt === null
          ? each.state
          : each.dueAt.toZonedDateTimeISO(timeZone).toPlainDateTime().toString(),
      ]),
  );
}

test('obligationsOf() has a Belgian hospital with ransomware owe NIS2 and GDPR, and nothing else', () => {
  const profile = {
    ...nobody,
    'org.member_states': ['BE'],
    'org.nis2_class': 'essential',
    'org.is_controller': true,
  };
  const facts: Partial<IncidentFacts> = {
    profile,
    answers: { 'inc.service_recipients_likely_affected': true, 'inc.breach_notified_in_phases': false },
    decisions: [
      decide('nis2-be', 'significant', '2026-11-20T18:00+01:00'),
      decide('gdpr', 'breach', '2026-11-20T19:00+01:00'),
      decide('gdpr', 'high_risk', '2026-11-20T19:00+01:00'),
    ],
    moments: {
      awareness_of_significance: at('2026-11-20T17:00+01:00'),
      awareness_of_breach: at('2026-11-20T18:30+01:00'),
    },
    now: at('2026-11-20T20:00+01:00'),
  };
  assert.deepEqual(owed(facts, 'BE', 'Europe/Brussels'), {
    // Saturday and Monday: no weekend stops these clocks.
    'nis2-be.early_warning': '2026-11-21T17:00:00',
    'nis2-be.notification': '2026-11-23T17:00:00',
    'nis2-be.intermediate': 'on_request',
    'nis2-be.final': 'waiting',
    'nis2-be.progress': 'conditional',
    'nis2-be.final_after_progress': 'conditional',
    'nis2-be.authority_feedback': 'waiting',
    'nis2-be.service_recipients': 'running',
    'nis2-be.threat_to_recipients': 'undecided',
    'nis2-be.public': 'on_request',
    'gdpr.authority': '2026-11-23T18:30:00',
    'gdpr.data_subjects': 'running',
    // Whether telling each of them is too much is still asked.
    'gdpr.public_instead': 'undecided',
    'gdpr.register': 'running',
    'gdpr.data_subjects_by_order': 'on_request',
  });
});

test('obligationsOf() gives an outage over a long weekend noon of Tuesday to an insurer, and no hour to a bank', () => {
  // Good Friday is no holiday in Belgium; Easter Monday, 29 March 2027, is one.
  const facts = (type: string): Partial<IncidentFacts> => ({
    profile: { ...nobody, 'org.is_dora_entity': true, 'org.dora_entity_types': [type] },
    decisions: [decide('dora', 'major', '2027-03-26T21:00+01:00')],
    moments: { awareness: at('2027-03-26T20:00+01:00') },
    lawAsOf: Temporal.PlainDate.from('2027-03-26'),
    now: at('2027-03-26T22:00+01:00'),
  });
  const initial = (type: string) => owed(facts(type), 'BE', 'Europe/Brussels')['dora.initial'];
  assert.deepEqual(['other', 'credit_institution'].map(initial), [
    '2027-03-30T12:00:00',
    '2027-03-27T01:00:00',
  ]);
  // The same hours in the Netherlands and in Germany: there Easter Monday is one too; in Portugal it is none.
  assert.deepEqual(
    [
      ['NL', 'Europe/Amsterdam'],
      ['DE', 'Europe/Berlin'],
      ['PT', 'Europe/Lisbon'],
    ].map(([state = '', zone = '']) => owed(facts('other'), state, zone)['dora.initial']),
    ['2027-03-30T12:00:00', '2027-03-30T12:00:00', '2027-03-29T12:00:00'],
  );
});

test('obligationsOf() has a maker owe the CRA for an exploited vulnerability, the last from the fix', () => {
  const facts: Partial<IncidentFacts> = {
    profile: { ...nobody, 'org.makes_digital_products': true },
    decisions: [
      decide('cra', 'exploited_vulnerability', '2026-11-20T10:00Z'),
      decide('cra', 'severe_incident', '2026-11-20T10:00Z', false),
    ],
    moments: { awareness_of_vulnerability: at('2026-11-20T09:00Z') },
  };
  const vulnerability = {
    'cra.v_early_warning': '2026-11-21T10:00:00',
    'cra.v_notification': '2026-11-23T10:00:00',
    'cra.v_intermediate': 'on_request',
    'cra.v_users': 'running',
  };
  assert.deepEqual(owed(facts, 'BE', 'Europe/Brussels'), { ...vulnerability, 'cra.v_final': 'waiting' });
  const moments = { ...facts.moments, fix_availability: at('2026-12-20T09:00Z') };
  assert.deepEqual(owed({ ...facts, moments }, 'BE', 'Europe/Brussels'), {
    ...vulnerability,
    'cra.v_final': '2027-01-03T10:00:00',
  });
});

test('obligationsOf() has a Finnish authority tell users of an outage, and its supervisor from detection', () => {
  const profile = {
    ...nobody,
    'org.member_states': ['FI'],
    'org.nis2_class': 'important',
    'org.is_public_authority': true,
  };
  const facts: Partial<IncidentFacts> = {
    profile,
    decisions: [
      decide('nis2-fi', 'significant', '2026-11-20T12:00+02:00'),
      decide('fi-906-13a', 'disturbance', '2026-11-20T12:00+02:00'),
      decide('fi-306-4', 'break', '2026-11-20T12:00+02:00'),
    ],
    answers: {
      'inc.service_recipients_likely_affected': false,
      'inc.significant_threat_to_recipients': false,
    },
    moments: { detection: at('2026-11-20T08:00+02:00'), awareness: at('2026-11-20T11:00+02:00') },
  };
  const due = owed(facts, 'FI', 'Europe/Helsinki');
  const ofNis2 = ['early_warning', 'notification'].map((stage) => due[`nis2-fi.${stage}`]);
  assert.deepEqual(ofNis2, ['2026-11-21T08:00:00', '2026-11-23T08:00:00']);
  assert.deepEqual(
    ['fi-906-13a.users', 'fi-906-13a.users_end', 'fi-306-4.public'].map((id) => due[id]),
    ['running', 'waiting', 'running'],
  );
  assert.ok(Object.keys(due).every((id) => /^(nis2-fi|fi-)/.test(id)));
});

test('incidentQuestionsOf() asks a hospital nothing about banks, products or domain names', () => {
  const hospital = { ...nobody, 'org.member_states': ['BE'], 'org.nis2_class': 'essential' };
  const applying = regimes.filter(({ id }) => id === 'nis2-be' || id === 'gdpr');
  const asked = incidentQuestionsOf(applying, hospital).map(({ id }) => id);
  for (const idle of [
    'inc.clients_affected_count',
    'inc.product_protection_hurt',
    'inc.dns_records_compromised',
  ]) {
    assert.ok(!asked.includes(idle), idle);
  }
});
