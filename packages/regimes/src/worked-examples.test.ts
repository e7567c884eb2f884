// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Regime } from './regime.ts';
import { regimes } from './regimes.ts';
import { type Example, inShort } from './worked-example.ts';

/** An example, and what a lawyer would write beside each stage it is about. */
type Row = readonly [example: Example, wanted: Readonly<Record<string, string>>];

function named(id: string): Regime {
  const found = regimes.find((regime) => regime.id === id);
  assert.ok(found, id);
  return found;
}

/** Tuesday detected, Wednesday understood, Thursday and Friday written: every moment has its own hour. */
function nis2(id: string, state: string, timeZone: string, change: Partial<Example> = {}): Example {
  return {
    regime: named(id),
    state,
    timeZone,
    profile: {
      'org.member_states': [state],
      'org.nis2_class': 'essential',
      'org.is_dora_entity': false,
      'org.nis2_entity_types': ['none'],
    },
    answers: {
      'inc.service_recipients_likely_affected': true,
      'inc.significant_threat_to_recipients': true,
      'inc.telling_users_is_dangerous': false,
    },
    decided: { significant: '2026-11-04T12:00Z' },
    moments: {
      detection: '2026-11-03T08:00Z',
      awareness: '2026-11-03T09:00Z',
      awareness_of_significance: '2026-11-04T10:00Z',
      end_of_significant_impact: '2026-11-20T09:00Z',
      end_of_handling: '2026-11-30T10:00Z',
    },
    sent: [
      ['early_warning', '2026-11-05T09:00Z'],
      ['notification', '2026-11-06T09:30Z'],
    ],
    asked: [
      ['intermediate', '2026-11-10T10:00Z'],
      ['public', '2026-11-11T10:00Z'],
    ],
    now: '2026-11-06T10:00Z',
    ...change,
  };
}

/** By the directive: 24 and 72 hours from awareness, a month from the notification, 24 hours for the answer. */
const byDirective = {
  early_warning: '2026-11-05T10:00:00Z',
  notification: '2026-11-07T10:00:00Z',
  intermediate: 'at once',
  final: '2026-12-06T09:30:00Z',
  authority_feedback: '2026-11-06T09:00:00Z',
  service_recipients: 'at once',
  threat_to_recipients: 'at once',
  public: 'at once',
} as const;
/** From detection, a day before awareness. */
const fromDetection = {
  ...byDirective,
  early_warning: '2026-11-04T08:00:00Z',
  notification: '2026-11-06T08:00:00Z',
};
/** Handled until 31 January 2027: a progress report on the day of the final one, and the final one a month after. */
const longHandling: Partial<Example> = {
  moments: {
    detection: '2026-11-03T08:00Z',
    awareness_of_significance: '2026-11-04T10:00Z',
    end_of_handling: '2027-01-31T10:00Z',
  },
  now: '2027-02-01T10:00Z',
};
const whileHandled = {
  final: 'not_owed',
  progress: '2026-12-06T09:30:00Z',
  final_after_progress: '2027-02-28T10:00:00Z',
};

const twoWays = (id: string, state: string, zone: string, wanted: Row[1]): readonly Row[] => [
  [nis2(id, state, zone), wanted],
  [nis2(id, state, zone, longHandling), whileHandled],
];

const nis2Rows: readonly Row[] = [
  ...twoWays('nis2', 'FR', 'Europe/Paris', byDirective),
  ...twoWays('nis2-elsewhere', 'PL', 'Europe/Warsaw', byDirective),
  ...twoWays('nis2-be', 'BE', 'Europe/Brussels', byDirective),
  ...twoWays('nis2-de', 'DE', 'Europe/Berlin', byDirective),
  ...twoWays('nis2-nl', 'NL', 'Europe/Amsterdam', byDirective),
  ...twoWays('nis2-se', 'SE', 'Europe/Stockholm', byDirective),
  // A month from the early warning: it may be the "initial report".
  [nis2('nis2-lv', 'LV', 'Europe/Riga'), { ...byDirective, final: '2026-12-05T09:00:00Z' }],
  [nis2('nis2-lv', 'LV', 'Europe/Riga', longHandling), { ...whileHandled, progress: '2026-12-05T09:00:00Z' }],
  ...twoWays('nis2-fi', 'FI', 'Europe/Helsinki', fromDetection),
  ...twoWays('nis2-sk', 'SK', 'Europe/Bratislava', fromDetection),
  ...twoWays('nis2-si', 'SI', 'Europe/Ljubljana', fromDetection),
  // 72 hours from the sending of the pre-notification.
  ...twoWays('nis2-it', 'IT', 'Europe/Rome', { ...byDirective, notification: '2026-11-08T09:00:00Z' }),
  // Never sent: 72 hours from when it was due at the latest.
  [nis2('nis2-it', 'IT', 'Europe/Rome', { sent: [] }), { notification: '2026-11-08T10:00:00Z' }],
  // Thirty days, which are a month only in November.
  ...twoWays('nis2-hr', 'HR', 'Europe/Zagreb', byDirective),
  [
    nis2('nis2-hr', 'HR', 'Europe/Zagreb', {
      sent: [['notification', '2026-12-06T09:30Z']],
      moments: { ...longHandling.moments, end_of_handling: '2026-12-30T10:00Z' },
    }),
    { final: '2027-01-05T09:30:00Z' },
  ],
  // From the decision that it is significant; 30 days after the end of handling; no second stage.
  [
    nis2('nis2-cz', 'CZ', 'Europe/Prague'),
    {
      ...Object.fromEntries(Object.entries(byDirective).filter(([stage]) => stage !== 'notification')),
      early_warning: '2026-11-05T12:00:00Z',
      final: '2026-12-30T10:00:00Z',
    },
  ],
  // 30 working days after Friday 20 November, over 1, 8 and 25 December and 1 January: Thursday 7 January.
  [
    nis2('nis2-pt', 'PT', 'Europe/Lisbon'),
    {
      ...byDirective,
      early_warning: '2026-11-05T12:00:00Z',
      notification: '2026-11-07T12:00:00Z',
      end_of_impact: '2026-11-21T09:00:00Z',
      final: '2027-01-07T09:00:00Z',
    },
  ],
];

const insurer = {
  'org.is_dora_entity': true,
  'org.is_dora_small': false,
  'org.dora_entity_types': ['other'],
  'org.nis2_class': 'none',
  'org.is_dora_shift_withdrawn': false,
};
/** Aware on Wednesday 23 December 2026 at 22:00 in Brussels, major at midnight. */
const outage: Example = {
  regime: named('dora'),
  state: 'BE',
  profile: insurer,
  answers: {
    'inc.hits_clients_financial_interests': true,
    'inc.initial_report_will_be_late': true,
    'inc.intermediate_report_will_be_late': true,
    'inc.final_report_will_be_late': true,
    'inc.reporter_not_announced': true,
  },
  decided: { major: '2026-12-24T00:00+01:00', significant_threat: '2026-12-24T00:00+01:00' },
  moments: { awareness: '2026-12-23T22:00+01:00', recovery: '2026-12-26T08:00+01:00' },
  sent: [['initial', '2026-12-24T03:00+01:00']],
  now: '2026-12-24T04:00+01:00',
};
const doraRows: readonly Row[] = [
  [
    outage,
    {
      initial: '2026-12-24T03:00:00Z',
      // Sunday 27 December at 03:00: Monday noon.
      intermediate: '2026-12-28T11:00:00Z',
      delay_of_initial: 'not_owed',
      delay_of_intermediate: '2026-12-28T11:00:00Z',
      intermediate_update: 'at once',
      final: 'waiting',
      reporter_announced: 'at once',
      management_body: 'at once',
      acknowledgement: 'at once',
      clients: 'at once',
      threat_to_clients: 'at once',
      threat: 'voluntary',
    },
  ],
  // All three at once (2025/302 art. 2): each was in time, and the month still counts from the intermediate one.
  [
    {
      ...outage,
      sent: ['initial', 'intermediate', 'final'].map((stage) => [stage, '2026-12-24T03:00+01:00'] as const),
    },
    { intermediate: '2026-12-28T11:00:00Z', final: '2027-01-25T11:00:00Z', delay_of_final: 'not_owed' },
  ],
  // Nothing sent: each notice is due when what it is about is due. The month ends on Friday 29 January.
  [
    { ...outage, sent: [] },
    { delay_of_initial: '2026-12-24T03:00:00Z', delay_of_final: 'waiting' },
  ],
  [
    { ...outage, sent: [...(outage.sent ?? []), ['intermediate', '2026-12-29T09:00+01:00']] },
    { delay_of_final: '2027-01-29T08:00:00Z' },
  ],
  [
    { ...outage, decided: { '!major': '2026-12-29T10:00+01:00', never_major: '2026-12-29T10:00+01:00' } },
    { reclassification: 'at once', initial: 'not_owed' },
  ],
];

const breach: Example = {
  regime: named('gdpr'),
  profile: { 'org.is_controller': true, 'org.is_processor': true },
  answers: { 'inc.hits_data_of_controllers': true, 'inc.breach_notified_in_phases': true },
  decided: { breach: '2026-10-23T12:00Z', high_risk: '2026-10-23T12:00Z' },
  moments: { awareness_of_breach: '2026-10-23T15:00+02:00' },
  sent: [['authority', '2026-10-25T10:00Z']],
  asked: [['data_subjects_by_order', '2026-10-30T10:00Z']],
};
const gdprRows: readonly Row[] = [
  [
    breach,
    {
      // 72 hours over the end of summer time: 14:00 on the wall.
      authority: '2026-10-26T13:00:00Z',
      authority_follow_up: 'at once',
      controller: 'at once',
      data_subjects: 'at once',
      register: 'at once',
      data_subjects_by_order: 'at once',
    },
  ],
  [
    { ...breach, answers: { 'inc.telling_disproportionate': true } },
    { public_instead: 'at once', data_subjects: 'not_owed' },
  ],
];

const product = (id: string, lawAsOf: string, profile: Example['profile']): Example => ({
  regime: named(id),
  lawAsOf,
  profile,
  decided: { exploited_vulnerability: '2028-02-27T12:00Z', severe_incident: '2028-02-28T12:00Z' },
  moments: {
    awareness_of_vulnerability: '2028-02-27T10:00Z',
    awareness_of_severe_incident: '2028-02-28T10:00Z',
    fix_availability: '2028-03-20T10:00Z',
  },
  sent: [['i_notification', '2028-03-31T08:00Z']],
  asked: [
    ['v_intermediate', '2028-03-01T10:00Z'],
    ['i_intermediate', '2028-03-01T10:00Z'],
  ],
  now: '2028-02-28T12:00Z',
});
/** 2028 is a leap year: 72 hours after 27 February is 1 March. Summer time begins on 26 March. */
const productDues = {
  v_early_warning: '2028-02-28T10:00:00Z',
  v_notification: '2028-03-01T10:00:00Z',
  v_intermediate: 'at once',
  v_final: '2028-04-03T09:00:00Z',
  v_users: 'at once',
  i_early_warning: '2028-02-29T10:00:00Z',
  i_notification: '2028-03-02T10:00:00Z',
  i_intermediate: 'at once',
  // A month after 31 March ends on 30 April.
  i_final: '2028-04-30T08:00:00Z',
  i_users: 'at once',
};
const craRows: readonly Row[] = [
  [product('cra', '2028-02-27', { 'org.makes_digital_products': true }), productDues],
  [
    product('cra-stewards', '2028-02-27', {
      'org.makes_digital_products': false,
      'org.is_open_source_steward': true,
    }),
    productDues,
  ],
];

const trust = (kind: string): Example => ({
  regime: named('eidas'),
  profile: { 'org.trust_service': kind },
  answers: { 'inc.affected_people_identifiable': true, 'inc.telling_public_is_in_its_interest': true },
  decided: { significant: '2026-11-03T12:00Z' },
  moments: { awareness_of_trust_breach: '2026-11-03T10:00Z', occurrence: '2026-11-02T18:00Z' },
  asked: [['public_by_request', '2026-11-05T10:00Z']],
});
const known = { awareness: '2026-11-03T10:00Z' };
const decidedYes = (outcome: string) => ({ [outcome]: '2026-11-03T12:00Z' });
const norwegian = { 'org.member_states': ['NO'], 'org.trust_service': 'qualified' };
const finnish = { 'org.is_public_authority': true, 'org.member_states': ['FI'] };

const otherRows: readonly Row[] = [
  [
    trust('non_qualified'),
    {
      non_qualified: '2026-11-04T10:00:00Z',
      affected_people: '2026-11-04T10:00:00Z',
      public: '2026-11-04T10:00:00Z',
    },
  ],
  [trust('qualified'), { qualified: '2026-11-03T18:00:00Z', public_by_request: 'at once' }],
  [
    {
      regime: named('cer'),
      profile: { 'org.is_critical_entity': true },
      answers: { 'inc.detailed_report_is_relevant': true },
      decided: decidedYes('significant'),
      moments: { awareness: '2027-01-30T10:00Z' },
      sent: [['initial', '2027-01-30T12:00Z']],
    },
    { initial: '2027-01-31T10:00:00Z', detailed: '2027-02-28T10:00:00Z' },
  ],
  [
    {
      regime: named('no-digital-security'),
      profile: { 'org.is_under_norwegian_digital_security_act': true },
      decided: decidedYes('significant'),
      moments: known,
      sent: [['warning', '2026-11-03T15:00Z']],
      timeZone: 'Europe/Oslo',
    },
    { warning: '2026-11-04T10:00:00Z', update: '2026-11-06T10:00:00Z', report: '2026-12-03T15:00:00Z' },
  ],
  [
    {
      regime: named('no-security'),
      profile: { 'org.is_under_norwegian_security_act': true },
      decided: decidedYes('notifiable'),
      moments: known,
    },
    { notification: 'at once' },
  ],
  [
    { regime: named('no-trust'), profile: norwegian, decided: decidedYes('level_3'), moments: known },
    { notification: '2026-11-04T10:00:00Z' },
  ],
  ...(
    [
      ['classified-be', 'security_officer authority director originator investigation'],
      ['classified-fi', 'authority originator'],
      ['classified-eu', 'authority originator investigation'],
    ] as const
  ).map(
    ([id, stages]): Row => [
      {
        regime: named(id),
        profile: { 'org.classified_owners': ['BE', 'FI', 'EU'] },
        decided: decidedYes('compromise'),
        moments: known,
      },
      Object.fromEntries(stages.split(' ').map((stage) => [stage, 'at once'])),
    ],
  ),
  [
    {
      regime: named('fi-906-13a'),
      profile: finnish,
      decided: decidedYes('disturbance'),
      moments: { ...known, end_of_disturbance: '2026-11-04T10:00Z' },
    },
    { users: 'at once', users_end: 'at once' },
  ],
  [
    { regime: named('fi-306-4'), profile: finnish, decided: decidedYes('break'), moments: known },
    { public: 'at once' },
  ],
  [
    {
      regime: named('ksz'),
      profile: { 'org.is_in_social_security': true },
      decided: decidedYes('notifiable'),
      moments: known,
    },
    { notification: 'at once' },
  ],
  ...(
    [
      ['voluntary-nis2', 'incident cyber_threat near_miss'],
      ['voluntary-cra', 'vulnerability cyber_threat incident near_miss'],
    ] as const
  ).map(
    ([id, stages]): Row => [
      { regime: named(id), profile: {} },
      Object.fromEntries(stages.split(' ').map((stage) => [stage, 'voluntary'])),
    ],
  ),
];

const rows = [...nis2Rows, ...doraRows, ...gdprRows, ...craRows, ...otherRows];

test('obligationsOf() gives every worked example what a lawyer would write beside it', () => {
  for (const [example, wanted] of rows) {
    const given = inShort(example);
    for (const [stage, due] of Object.entries(wanted)) {
      assert.equal(given[stage], due, `${example.regime.id} ${stage}`);
    }
  }
});

// Danger: a regime that is added as data, and never once run through the clocks.
test('regimes have a worked example for each of their stages, in which its clock runs', () => {
  const runs = (due: string) => due === 'at once' || due === 'voluntary' || /^\d/.test(due);
  const worked = new Set(
    rows.flatMap(([{ regime }, wanted]) =>
      Object.entries(wanted)
        .filter(([, due]) => runs(due))
        .map(([stage]) => `${regime.id}.${stage}`),
    ),
  );
  const all = regimes.flatMap(({ id, stages }) => stages.map((stage) => `${id}.${stage.id}`));
  assert.deepEqual(
    all.filter((each) => !worked.has(each)),
    [],
  );
});
