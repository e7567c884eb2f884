// SPDX-License-Identifier: Apache-2.0
import { secondary, since, sinceFirst, whenAsked } from './legal-lines.ts';
import type { Regime, Stage } from './regime.ts';

const cite = (article: string, note?: string) => secondary(`Regulation (EU) 2024/2847 art. ${article}`, note);
const PLATFORM = 'single reporting platform: the CSIRT designated as coordinator, and ENISA';

const vulnerability = {
  duty: 'owed',
  owedWhen: ['exploited_vulnerability'],
  recipient: PLATFORM,
  late: 'none_stated',
} as const;
const incident = { ...vulnerability, owedWhen: ['severe_incident'] } as const;
const WITHHOLDING =
  'Art. 16(2) lets part of it be withheld in particularly exceptional circumstances; the clock runs on.';
const COUNTER =
  'The platform is reported to count 48 hours from the early warning: look at both, take the earlier.';

const stages: readonly Stage[] = [
  {
    ...vulnerability,
    id: 'v_early_warning',
    kind: 'early_warning',
    due: [since('awareness_of_vulnerability', { hours: 24 })],
    legal: cite('14(2)(a)'),
    contents: ['exploited_vulnerability', 'member_states'],
  },
  {
    ...vulnerability,
    id: 'v_notification',
    kind: 'notification',
    due: [since('awareness_of_vulnerability', { hours: 72 })],
    legal: cite('14(2)(b)', `${WITHHOLDING} ${COUNTER}`),
    contents: ['product', 'nature_of_exploit', 'measures_taken', 'measures_for_users', 'sensitivity'],
  },
  {
    ...vulnerability,
    id: 'v_intermediate',
    kind: 'intermediate',
    due: [whenAsked],
    isOnRequest: true,
    legal: cite('14(6)'),
    contents: ['status_update'],
  },
  {
    ...vulnerability,
    id: 'v_final',
    kind: 'final',
    // From the availability of a corrective or mitigating measure, however long that takes.
    due: [since('fix_availability', { days: 14 })],
    legal: cite('14(2)(c)'),
    contents: ['description_severity_impact', 'malicious_actor', 'corrective_measures'],
  },
  {
    ...vulnerability,
    id: 'v_users',
    kind: 'user',
    due: [since('awareness_of_vulnerability', 'immediate')],
    recipient: 'users of the product who are hit, and all users where appropriate',
    legal: cite('14(8)'),
    contents: ['vulnerability', 'measures_for_users'],
  },
  {
    ...incident,
    id: 'i_early_warning',
    kind: 'early_warning',
    due: [since('awareness_of_severe_incident', { hours: 24 })],
    legal: cite('14(4)(a)'),
    contents: ['suspected_malicious', 'member_states'],
  },
  {
    ...incident,
    id: 'i_notification',
    kind: 'notification',
    due: [since('awareness_of_severe_incident', { hours: 72 })],
    legal: cite('14(4)(b)', COUNTER),
    contents: ['nature', 'initial_assessment', 'measures_taken', 'measures_for_users', 'sensitivity'],
  },
  {
    ...incident,
    id: 'i_intermediate',
    kind: 'intermediate',
    due: [whenAsked],
    isOnRequest: true,
    legal: cite('14(6)'),
    contents: ['status_update'],
  },
  {
    ...incident,
    id: 'i_final',
    kind: 'final',
    due: [sinceFirst('i_notification', { months: 1 })],
    legal: cite('14(4)(c)'),
    contents: ['description_severity_impact', 'threat_or_root_cause', 'mitigation'],
  },
  {
    ...incident,
    id: 'i_users',
    kind: 'user',
    due: [since('awareness_of_severe_incident', 'immediate')],
    recipient: 'users of the product who are hit, and all users where appropriate',
    legal: cite('14(8)'),
    contents: ['incident', 'measures_for_users'],
  },
];

export const cra: Regime = {
  id: 'cra',
  name: 'Cyber Resilience Act',
  jurisdiction: 'EU',
  version: 1,
  validFrom: '2026-09-11',
  validUntil: null,
  legal: cite('14, 16, 71(2)'),
  applies: {
    rule: { yes: 'org.makes_digital_products' },
    legal: cite('14, 69(3)', 'Products placed on the market before 11 December 2027 count too.'),
  },
  criteria: [
    {
      id: 'cra.14.1',
      says: 'reliable evidence that somebody exploited a vulnerability in the product without permission',
      rule: { yes: 'inc.product_vulnerability_exploited' },
      legal: cite('3(42), 14(1)'),
    },
    {
      id: 'cra.14.5.a',
      says: 'hurts or can hurt how the product protects sensitive or important data or functions',
      rule: { yes: 'inc.product_protection_hurt' },
      legal: cite('14(5)(a)'),
    },
    {
      id: 'cra.14.5.b',
      says: 'has led or can lead to malicious code in the product or in a user’s systems',
      rule: { yes: 'inc.product_carries_malicious_code' },
      legal: cite('14(5)(b)'),
    },
  ],
  outcomes: [
    {
      id: 'exploited_vulnerability',
      says: 'a vulnerability of the product is actively exploited',
      rule: { criterion: 'cra.14.1' },
      legal: cite('14(1)'),
    },
    {
      id: 'severe_incident',
      says: 'a severe incident has an impact on the security of the product',
      rule: { any: [{ criterion: 'cra.14.5.a' }, { criterion: 'cra.14.5.b' }] },
      legal: cite('14(3), 14(5)'),
    },
  ],
  stages,
};

/** Stewards follow later, as far as they take part in the development of the product. */
export const craStewards: Regime = {
  ...cra,
  id: 'cra-stewards',
  name: 'Cyber Resilience Act, open-source stewards',
  validFrom: '2027-12-11',
  applies: {
    rule: { all: [{ yes: 'org.is_open_source_steward' }, { not: { yes: 'org.makes_digital_products' } }] },
    legal: cite('24(3), 71(2)'),
  },
};
