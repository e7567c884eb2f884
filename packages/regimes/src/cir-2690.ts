// SPDX-License-Identifier: Apache-2.0
import type { LineSays } from './law-texts.ts';
import { primary } from './legal-lines.ts';
import type { Criterion } from './regime.ts';
import type { Rule } from './rule.ts';

/** The kinds of entity of Implementing Regulation (EU) 2024/2690 art. 1: for them its thresholds say what is significant. */
export const cirEntityTypes = [
  'dns',
  'tld',
  'cloud',
  'data_centre',
  'cdn',
  'msp',
  'mssp',
  'marketplace',
  'search_engine',
  'social_network',
  'trust_service',
] as const;
type CirEntityType = (typeof cirEntityTypes)[number];

const TYPE = 'org.nis2_entity_types';
const cite = (article: string) => primary(`Implementing Regulation (EU) 2024/2690 art. ${article}`);
const minutesAbove = (fact: string, minutes: number): Rule => ({ fact, above: minutes });

/** "5 % or 1 000 000, whichever is smaller": exceeding the smaller of two is exceeding either. */
const usersAbove = (fact: string, permille: number, count: number): Rule => ({
  any: [
    { fact, above: count },
    { fact, abovePermille: permille, ofFact: 'org.service_users_count' },
  ],
});

/** EUR 500 000 or 5 % of turnover, whichever is lower: exceeding either. */
const lossAbove = (fact: string): Rule => ({
  any: [
    { fact, above: 500_000 },
    { fact, abovePermille: 50, ofFact: 'org.annual_turnover_eur' },
  ],
});

const general: readonly Criterion[] = [
  {
    id: 'cir.3.1.a',
    says: 'direct financial loss above EUR 500 000 or 5 % of last year’s turnover, whichever is lower',
    rule: lossAbove('inc.direct_loss_eur'),
    legal: cite('3(1)(a)'),
  },
  {
    id: 'cir.3.1.b',
    says: 'trade secrets were or can be exfiltrated',
    rule: { yes: 'inc.trade_secrets_exfiltrated' },
    legal: cite('3(1)(b)'),
  },
  {
    id: 'cir.3.1.c',
    says: 'death of a natural person',
    rule: { yes: 'inc.death' },
    legal: cite('3(1)(c)'),
  },
  {
    id: 'cir.3.1.d',
    says: 'considerable damage to a natural person’s health',
    rule: { yes: 'inc.considerable_health_damage' },
    legal: cite('3(1)(d)'),
  },
  {
    id: 'cir.3.1.e',
    says: 'successful, suspectedly malicious and unauthorised access that can cause severe operational disruption',
    rule: { all: [{ yes: 'inc.malicious_access' }, { yes: 'inc.severe_disruption' }] },
    legal: cite('3(1)(e)'),
  },
  {
    id: 'cir.3.1.f',
    says: 'at least two incidents in six months with the same apparent root cause, together above the loss threshold',
    rule: {
      all: [
        { fact: 'inc.recurrences_6_months_count', from: 2 },
        { yes: 'inc.recurrences_share_root_cause' },
        lossAbove('inc.recurrences_loss_eur'),
      ],
    },
    legal: cite('3(1)(f), 4'),
  },
];

const byType = (
  article: number,
  types: readonly CirEntityType[],
  lines: readonly (readonly [line: string, says: LineSays, rule: Rule])[],
): Criterion[] =>
  lines.map(([line, says, rule]) => ({
    id: `cir.${article}.${line}`,
    says,
    rule: { all: [{ fact: TYPE, isOneOf: types }, rule] },
    legal: cite(`${article}`),
  }));

type Line = readonly [string, LineSays, Rule];

const outageOver30: Line = [
  'outage',
  'completely unavailable for more than 30 minutes',
  minutesAbove('inc.outage_minutes', 30),
];
const outageAny: Line = [
  'outage',
  'completely unavailable, however short',
  minutesAbove('inc.outage_minutes', 0),
];
const slow: Line = [
  'slow',
  'average response time above 10 seconds for more than one hour',
  minutesAbove('inc.response_above_10_s_minutes', 60),
];
const limited: Line = [
  'limited',
  'limited availability for more than 5 % or 1 000 000 users in the Union, for more than one hour',
  {
    all: [usersAbove('inc.limited_users_count', 50, 1_000_000), minutesAbove('inc.limited_minutes', 60)],
  },
];
const malicious: Line = [
  'malicious',
  'integrity, confidentiality or authenticity compromised by a suspectedly malicious action',
  { all: [{ yes: 'inc.cia_compromised' }, { yes: 'inc.is_suspected_malicious' }] },
];
const volume: Line = [
  'volume',
  'integrity, confidentiality or authenticity compromised for more than 5 % or 1 000 000 users in the Union',
  {
    all: [{ yes: 'inc.cia_compromised' }, usersAbove('inc.cia_users_count', 50, 1_000_000)],
  },
];
const physical: Line = [
  'physical',
  'physical access, or its protection, compromised',
  { yes: 'inc.physical_access_compromised' },
];
/** Marketplaces, search engines and social networks: users alone count, no duration. */
const platform: readonly Line[] = [
  [
    'outage',
    'completely unavailable for more than 5 % or 1 000 000 users in the Union',
    usersAbove('inc.outage_users_count', 50, 1_000_000),
  ],
  [
    'limited',
    'limited availability for more than 5 % or 1 000 000 users in the Union',
    usersAbove('inc.limited_users_count', 50, 1_000_000),
  ],
  malicious,
  volume,
];

const dnsCompromise: Line = [
  'compromise',
  'data of the authoritative service compromised, save a misconfiguration of less than 1 000 and at most 1 % of names',
  {
    all: [
      { yes: 'inc.dns_records_compromised' },
      {
        not: {
          all: [
            { yes: 'inc.is_misconfiguration' },
            { not: { fact: 'inc.domain_names_affected_count', from: 1000 } },
            {
              not: {
                fact: 'inc.domain_names_affected_count',
                abovePermille: 10,
                ofFact: 'org.domain_names_count',
              },
            },
          ],
        },
      },
    ],
  },
];

const specific: readonly Criterion[] = [
  ...byType(5, ['dns'], [outageOver30, slow, dnsCompromise]),
  ...byType(
    6,
    ['tld'],
    [
      outageAny,
      slow,
      [
        'compromise',
        'data on the technical operation of the top-level domain compromised',
        { yes: 'inc.dns_records_compromised' },
      ],
    ],
  ),
  ...byType(7, ['cloud'], [outageOver30, limited, malicious, volume]),
  ...byType(
    8,
    ['data_centre'],
    [
      outageAny,
      ['limited', 'limited availability for more than one hour', minutesAbove('inc.limited_minutes', 60)],
      malicious,
      physical,
    ],
  ),
  ...byType(9, ['cdn'], [outageOver30, limited, malicious, volume]),
  ...byType(10, ['msp', 'mssp'], [outageOver30, limited, malicious, volume]),
  ...byType(11, ['marketplace'], platform),
  ...byType(12, ['search_engine'], platform),
  ...byType(13, ['social_network'], platform),
  ...byType(
    14,
    ['trust_service'],
    [
      ['outage', 'completely unavailable for more than 20 minutes', minutesAbove('inc.outage_minutes', 20)],
      [
        'week',
        'unavailable for more than one hour in a calendar week',
        minutesAbove('inc.unavailable_in_week_minutes', 60),
      ],
      [
        'limited',
        'limited availability for more than 1 % or 200 000 users or relying parties in the Union',
        usersAbove('inc.limited_users_count', 10, 200_000),
      ],
      [
        'volume',
        'integrity, confidentiality or authenticity compromised for more than 0.1 % or 100 users or relying parties',
        { all: [{ yes: 'inc.cia_compromised' }, usersAbove('inc.cia_users_count', 1, 100)] },
      ],
      physical,
    ],
  ),
];

export const cirCriteria: readonly Criterion[] = [...general, ...specific];

/** Whether the organisation is of a kind the regulation names. */
export const isCirEntity: Rule = { fact: TYPE, isOneOf: cirEntityTypes };

/** One criterion suffices; art. 3(2) leaves out what was planned. */
export const isSignificantByCir: Rule = {
  all: [
    { not: { yes: 'inc.is_planned_maintenance' } },
    { any: cirCriteria.map(({ id }) => ({ criterion: id })) },
  ],
};
