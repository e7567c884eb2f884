// SPDX-License-Identifier: Apache-2.0
import type { LineSays } from './law-texts.ts';
import { primary, recalled, secondary, since, whenAsked } from './legal-lines.ts';
import type { Criterion, Legal, Regime, Shift, Stage, Term } from './regime.ts';
import type { Rule } from './rule.ts';

const act = (article: string) => primary(`Regulation (EU) 2022/2554 art. ${article}`);
const classification = (article: string) => primary(`Delegated Regulation (EU) 2024/1772 art. ${article}`);
const limits = (article: string, note?: string) =>
  primary(`Delegated Regulation (EU) 2025/301 art. ${article}`, note);

const line = (id: string, says: LineSays, rule: Rule, note?: string): Criterion => ({
  id: `dora.${id}`,
  says,
  rule,
  legal: primary(`Delegated Regulation (EU) 2024/1772 art. ${id}`, note),
});
const anyLine = (...ids: readonly string[]): Rule => ({
  any: ids.map((id) => ({ criterion: `dora.${id}` })),
});
const share = (fact: string, permille: number, ofFact: string): Rule => ({
  fact,
  abovePermille: permille,
  ofFact,
});

const criteria: readonly Criterion[] = [
  line('6', 'critical services affected', {
    any: [
      { yes: 'inc.hits_critical_functions' },
      { yes: 'inc.hits_authorised_services' },
      { yes: 'inc.malicious_access' },
    ],
  }),
  line(
    '9.1.a',
    'more than 10 % of the clients that use the service',
    share('inc.clients_affected_count', 100, 'inc.service_clients_count'),
  ),
  line('9.1.b', 'more than 100 000 clients', { fact: 'inc.clients_affected_count', above: 100_000 }),
  line(
    '9.1.c',
    'more than 30 % of the financial counterparts',
    share('inc.counterparts_affected_count', 300, 'inc.counterparts_count'),
  ),
  line(
    '9.1.d',
    'more than 10 % of the daily average number of transactions',
    share('inc.transactions_affected_count', 100, 'inc.transactions_daily_count'),
  ),
  line(
    '9.1.e',
    'more than 10 % of the daily average value of transactions',
    share('inc.transactions_affected_eur', 100, 'inc.transactions_daily_eur'),
  ),
  line('9.1.f', 'a relevant client or counterpart', { yes: 'inc.relevant_client_affected' }),
  line(
    '9.1',
    'clients, counterparts and transactions',
    anyLine('9.1.a', '9.1.b', '9.1.c', '9.1.d', '9.1.e', '9.1.f'),
    'Beneficiaries of a contract are clients (1(1)); transactions count with one leg in the Union (1(4)); what is not known is estimated (1(5)).',
  ),
  line('9.2', 'reputation: media, complaints, requirements not met, or clients lost', {
    any: [
      { yes: 'inc.is_in_media' },
      { yes: 'inc.repetitive_complaints' },
      { yes: 'inc.regulatory_requirements_not_met' },
      { yes: 'inc.clients_lost_materially' },
    ],
  }),
  line('9.3.a', 'longer than 24 hours', { fact: 'inc.duration_minutes', above: 24 * 60 }),
  line('9.3.b', 'services for critical functions down for more than two hours', {
    all: [{ yes: 'inc.hits_critical_functions' }, { fact: 'inc.downtime_minutes', above: 2 * 60 }],
  }),
  line(
    '9.3',
    'duration and downtime',
    anyLine('9.3.a', '9.3.b'),
    'Duration runs from occurrence, else detection, else the log record, until it is solved (3(1)); downtime until delayed services are delivered (3(2)).',
  ),
  line(
    '9.4',
    'two or more Member States',
    { fact: 'inc.member_states_hit_count', from: 2 },
    'By clients and counterparts, branches and entities of the group, market infrastructures and providers (4).',
  ),
  line('9.5.a', 'loss of data that hurts business or compliance', { yes: 'inc.data_loss_hurts_business' }),
  line('9.5.b', 'successful malicious unauthorised access that may lose data', {
    all: [{ yes: 'inc.malicious_access' }, { yes: 'inc.access_may_lose_data' }],
  }),
  line(
    '9.6',
    'costs and losses above EUR 100 000',
    { fact: 'inc.gross_costs_eur', above: 100_000 },
    'Gross, by 7(1)(a) to (h); without maintenance, later improvements and insurance premiums (7(2)).',
  ),
  line('8.2', 'recurring: twice in six months, same apparent root cause, together major', {
    all: [
      { not: { yes: 'org.is_dora_small' } },
      { fact: 'inc.recurrences_6_months_count', from: 2 },
      { yes: 'inc.recurrences_share_root_cause' },
      { yes: 'inc.recurrences_major_together' },
    ],
  }),
  line('10', 'significant cyber threat: hits critical functions, is probable, and would meet the criteria', {
    all: [
      { yes: 'inc.threat_hits_critical_functions' },
      { yes: 'inc.threat_is_probable' },
      { yes: 'inc.threat_would_meet_criteria' },
    ],
  }),
];

/** Art. 8(1): critical services, and either the malicious access of 9(5)(b) alone or two of the other thresholds. */
const isMajor: Rule = {
  any: [
    {
      all: [
        { criterion: 'dora.6' },
        {
          any: [
            { criterion: 'dora.9.5.b' },
            {
              atLeast: 2,
              of: ['9.1', '9.2', '9.3', '9.4', '9.5.a', '9.6'].map((id) => ({ criterion: `dora.${id}` })),
            },
          ],
        },
      ],
    },
    { criterion: 'dora.8.2' },
  ],
};

const isWithdrawn: Rule = { yes: 'org.is_dora_shift_withdrawn' };
const withdrawal = '5(6) reaches every stage here, final reports too: the stricter reading.';

const shiftUnless = (unless: Rule, legal: Legal): Shift => ({
  to: 'noon_of_next_working_day',
  unless,
  legal,
});

/** Art. 5(5): those that others depend on report over the weekend, until the final report. */
const shiftOfFirstReports = shiftUnless(
  {
    any: [
      {
        fact: 'org.dora_entity_types',
        isOneOf: ['credit_institution', 'central_counterparty', 'trading_venue'],
      },
      { fact: 'org.nis2_class', isOneOf: ['essential', 'important'] },
      isWithdrawn,
    ],
  },
  limits('5(4)-(6)', withdrawal),
);
const shiftOfFinalReport = shiftUnless(isWithdrawn, limits('5(4), 5(6)', withdrawal));

const classified = (plus: Term['plus'], outcome = 'major'): Term => ({
  from: { kind: 'classification', outcome },
  plus,
});
const owed = {
  duty: 'owed',
  owedWhen: ['major'],
  recipient: 'competent authority of art. 46',
  late: 'inform_before_limit',
} as const;

/** One for each limit that will not be kept: art. 5(3) wants to know before it passes, and why. */
const delayNotices: readonly Stage[] = ['initial', 'intermediate', 'final'].map((stage) => ({
  ...owed,
  id: `delay_of_${stage}`,
  kind: 'delay_notice',
  condition: { yes: `inc.${stage}_report_will_be_late` },
  due: [{ from: { kind: 'limit', of: [stage] }, plus: 'immediate' }],
  late: 'none_stated',
  legal: limits('5(3)', 'Before the limit expires, with the reasons.'),
  contents: ['reasons'],
}));

const stages: readonly Stage[] = [
  {
    ...owed,
    id: 'initial',
    kind: 'early_warning',
    due: [
      classified({ hours: 4 }),
      // Art. 5(2): classified later than 24 hours after awareness, the four hours count alone.
      {
        ...since('awareness', { hours: 24 }),
        onlyIf: { anchor: { kind: 'classification', outcome: 'major' }, hoursAfterMax: 24 },
      },
    ],
    shift: shiftOfFirstReports,
    legal: limits(
      '5(1)(a), 5(2)',
      'A provider may report for several entities under 2025/302 art. 7, not for those of art. 5(5) or significant banks.',
    ),
    contents: ['general', 'initial'],
  },
  {
    ...owed,
    id: 'intermediate',
    kind: 'intermediate',
    // Even where nothing has changed.
    due: [{ from: { kind: 'submission', of: ['initial'], which: 'first' }, plus: { hours: 72 } }],
    shift: shiftOfFirstReports,
    legal: limits('5(1)(b)'),
    contents: ['general', 'initial', 'intermediate'],
  },
  {
    ...owed,
    id: 'intermediate_update',
    kind: 'intermediate',
    due: [since('recovery', 'immediate'), whenAsked],
    isRepeating: true,
    legal: primary(
      'Delegated Regulation (EU) 2025/301 art. 5(1)(b); Regulation (EU) 2022/2554 art. 19(4)(b)',
    ),
    contents: ['general', 'initial', 'intermediate'],
  },
  {
    ...owed,
    id: 'final',
    kind: 'final',
    due: [
      {
        from: { kind: 'submission', of: ['intermediate', 'intermediate_update'], which: 'latest' },
        plus: { months: 1 },
      },
    ],
    shift: shiftOfFinalReport,
    legal: limits('5(1)(c)'),
    contents: ['general', 'initial', 'intermediate', 'final'],
  },
  ...delayNotices,
  {
    ...owed,
    id: 'reclassification',
    kind: 'reclassification',
    owedWhen: ['never_major'],
    due: [classified('immediate', 'never_major')],
    late: 'none_stated',
    legal: secondary('Implementing Regulation (EU) 2025/302 art. 5; fields 1.1, 2.10'),
    contents: ['type_of_submission', 'other_relevant_information'],
  },
  {
    ...owed,
    id: 'reporter_announced',
    kind: 'notification',
    // Outsourcing the report leaves the duty where it is (art. 19(5)), and the authority has to know who will write.
    condition: { yes: 'inc.reporter_not_announced' },
    due: [classified('immediate')],
    late: 'none_stated',
    legal: secondary(
      'Implementing Regulation (EU) 2025/302 art. 6',
      'Before the first report of somebody else; also when that ends. Read in the draft of the authorities.',
    ),
    contents: ['name', 'contact', 'identification_code'],
  },
  {
    ...owed,
    id: 'management_body',
    kind: 'management',
    due: [classified('immediate')],
    recipient: 'our senior management, and the management body',
    late: 'none_stated',
    legal: act('17(3)'),
    contents: ['impact', 'response', 'additional_controls'],
  },
  {
    ...owed,
    id: 'acknowledgement',
    kind: 'inbound',
    duty: 'expected',
    due: [{ from: { kind: 'submission', of: ['initial'], which: 'first' }, plus: 'immediate' }],
    recipient: 'us, from the competent authority',
    late: 'none_stated',
    legal: act('22(1)'),
    contents: ['acknowledgement', 'feedback'],
  },
  {
    ...owed,
    id: 'clients',
    kind: 'client',
    condition: { yes: 'inc.hits_clients_financial_interests' },
    due: [since('awareness', 'immediate')],
    recipient: 'clients whose financial interests are touched',
    late: 'none_stated',
    legal: secondary('Regulation (EU) 2022/2554 art. 19(3), first subparagraph'),
    contents: ['incident', 'mitigation'],
  },
  {
    ...owed,
    id: 'threat_to_clients',
    kind: 'client',
    owedWhen: ['significant_threat'],
    due: [since('awareness', 'immediate')],
    recipient: 'clients who may be hit',
    late: 'none_stated',
    legal: secondary('Regulation (EU) 2022/2554 art. 19(3), second subparagraph'),
    contents: ['protection_measures'],
  },
  {
    ...owed,
    id: 'threat',
    kind: 'voluntary',
    duty: 'voluntary',
    owedWhen: ['significant_threat'],
    due: [],
    late: 'none_stated',
    legal: primary('Regulation (EU) 2022/2554 art. 19(2); Delegated Regulation (EU) 2025/301 art. 6'),
    contents: ['general', 'threat', 'potential_impact', 'preventive_actions', 'indicators_of_compromise'],
  },
];

export const dora: Regime = {
  id: 'dora',
  name: 'DORA',
  jurisdiction: 'EU',
  version: 1,
  validFrom: '2025-01-17',
  validUntil: null,
  legal: act('17-23'),
  applies: { rule: { yes: 'org.is_dora_entity' }, legal: act('2(1), 23') },
  criteria,
  outcomes: [
    { id: 'major', says: 'the incident is major', rule: isMajor, legal: classification('8') },
    {
      id: 'never_major',
      says: 'the incident was reported as major and at no time was',
      rule: { all: [{ yes: 'inc.was_reported_as_major' }, { not: isMajor }] },
      legal: recalled(
        'Implementing Regulation (EU) 2025/302 art. 5',
        'Read in the draft of the authorities.',
      ),
    },
    {
      id: 'significant_threat',
      says: 'a cyber threat is significant',
      rule: { criterion: 'dora.10' },
      legal: classification('10'),
    },
  ],
  stages,
};
