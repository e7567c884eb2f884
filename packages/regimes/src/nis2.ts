// SPDX-License-Identifier: Apache-2.0
import { cirCriteria, isCirEntity, isSignificantByCir } from './cir-2690.ts';
import { primary, recalled, secondary, since, sinceFirst, unsettled, whenAsked } from './legal-lines.ts';
import type { Criterion, Outcome, Regime, Stage } from './regime.ts';
import type { Rule } from './rule.ts';

const cite = (article: string, note?: string) => primary(`Directive (EU) 2022/2555 art. ${article}`, note);
const SIGNIFICANT = ['significant'];
const owed = { duty: 'owed', owedWhen: SIGNIFICANT, late: 'none_stated' } as const;
const AUTHORITY = 'national CSIRT or competent authority';
const FINAL_CONTENTS = [
  'description_severity_impact',
  'threat_or_root_cause',
  'mitigation',
  'cross_border_impact',
];

export const nis2Criteria: readonly Criterion[] = [
  {
    id: 'nis2.23.3.a',
    says: 'has caused or can cause severe operational disruption of the services, or financial loss for the entity',
    rule: { any: [{ yes: 'inc.severe_disruption' }, { yes: 'inc.serious_financial_loss' }] },
    legal: cite('23(3)(a)'),
  },
  {
    id: 'nis2.23.3.b',
    says: 'has affected or can affect others by considerable material or non-material damage',
    rule: { yes: 'inc.considerable_damage_to_others' },
    legal: cite('23(3)(b)'),
  },
  ...cirCriteria,
];

/** The thresholds of 2024/2690 replace the open words of the directive for the entities they name. */
export const significantBy = (words: Rule): Rule => ({
  any: [{ all: [{ not: isCirEntity }, words] }, { all: [isCirEntity, isSignificantByCir] }],
});

export const byDirective: Rule = { any: [{ criterion: 'nis2.23.3.a' }, { criterion: 'nis2.23.3.b' }] };

export const nis2Outcomes: readonly Outcome[] = [
  {
    id: 'significant',
    says: 'the incident is significant',
    rule: significantBy(byDirective),
    legal: cite(
      '23(3), 23(11); Implementing Regulation (EU) 2024/2690 arts 3-14',
      'Users are customers with a contract, and the people associated with business customers: art. 3(3).',
    ),
  },
];

export const nis2Stages: readonly Stage[] = [
  {
    ...owed,
    id: 'early_warning',
    kind: 'early_warning',
    due: [since('awareness_of_significance', { hours: 24 })],
    recipient: AUTHORITY,
    legal: cite(
      '23(4)(a)',
      'Aware is who, after a first assessment, is reasonably certain: 2024/2690 recital 31, its last words recalled.',
    ),
    contents: ['suspected_malicious', 'possible_cross_border_impact'],
  },
  {
    ...owed,
    id: 'notification',
    kind: 'notification',
    // Art. 23(4), last subparagraph: trust service providers have 24 hours instead of 72.
    due: [
      since('awareness_of_significance', { hours: 72 }),
      {
        ...since('awareness_of_significance', { hours: 24 }),
        onlyFor: { fact: 'org.nis2_entity_types', isOneOf: ['trust_service'] },
      },
    ],
    recipient: AUTHORITY,
    legal: cite('23(4)(b) and last subparagraph'),
    contents: ['update', 'severity_and_impact', 'indicators_of_compromise'],
  },
  {
    ...owed,
    id: 'intermediate',
    kind: 'intermediate',
    due: [whenAsked],
    isOnRequest: true,
    recipient: AUTHORITY,
    legal: cite('23(4)(c)'),
    contents: ['status_update'],
  },
  {
    ...owed,
    id: 'final',
    kind: 'final',
    due: [sinceFirst('notification', { months: 1 })],
    whileOngoing: { instead: 'progress' },
    recipient: AUTHORITY,
    legal: cite('23(4)(d)'),
    contents: FINAL_CONTENTS,
  },
  {
    ...owed,
    id: 'progress',
    kind: 'progress',
    due: [sinceFirst('notification', { months: 1 })],
    afterOngoing: 'final',
    recipient: AUTHORITY,
    legal: cite('23(4)(e)'),
    contents: ['progress'],
  },
  {
    ...owed,
    id: 'final_after_progress',
    kind: 'final',
    due: [since('end_of_handling', { months: 1 })],
    afterOngoing: 'final',
    recipient: AUTHORITY,
    legal: cite('23(4)(e)'),
    contents: FINAL_CONTENTS,
  },
  {
    ...owed,
    id: 'authority_feedback',
    kind: 'inbound',
    duty: 'expected',
    due: [sinceFirst('early_warning', { hours: 24 })],
    recipient: 'us, from the CSIRT or competent authority',
    legal: cite('23(5)', 'Counted from our sending: when the authority received it is not known here.'),
    contents: ['initial_feedback', 'guidance', 'technical_support', 'guidance_on_law_enforcement'],
  },
  {
    ...owed,
    id: 'service_recipients',
    kind: 'user',
    due: [since('awareness_of_significance', 'immediate')],
    condition: { yes: 'inc.service_recipients_likely_affected' },
    recipient: 'recipients of the service',
    legal: cite('23(1)'),
    contents: ['nature', 'expected_effect'],
  },
  {
    ...owed,
    id: 'threat_to_recipients',
    kind: 'user',
    // A significant cyber threat is no incident: nothing has to be decided significant for it.
    owedWhen: [],
    due: [since('awareness', 'immediate')],
    condition: { yes: 'inc.significant_threat_to_recipients' },
    recipient: 'recipients of the service who may be hit',
    legal: cite('23(2)'),
    contents: ['measures_or_remedies', 'threat'],
  },
  {
    ...owed,
    id: 'public',
    kind: 'public',
    due: [whenAsked],
    isOnRequest: true,
    recipient: 'the public',
    legal: recalled('Directive (EU) 2022/2555 art. 23(7)'),
    contents: ['public_statement'],
  },
];

/** Art. 4: financial entities report under DORA instead. */
export const isNis2Entity: Rule = {
  all: [
    { fact: 'org.nis2_class', isOneOf: ['essential', 'important'] },
    { not: { yes: 'org.is_dora_entity' } },
  ],
};

export const appliesIn = (...states: readonly string[]): Rule => ({
  all: [{ fact: 'org.member_states', isOneOf: states }, isNis2Entity],
});

const directive = {
  jurisdiction: 'EU',
  version: 1,
  validFrom: '2024-10-18',
  validUntil: null,
  criteria: nis2Criteria,
  outcomes: nis2Outcomes,
  stages: nis2Stages,
} as const;

/** The directive's own terms, in the states whose acts are recorded to change none of them. */
export const nis2: Regime = {
  ...directive,
  id: 'nis2',
  name: 'NIS2',
  legal: cite('23', 'Notifying does not by itself increase liability: art. 23(1).'),
  applies: {
    rule: appliesIn('AT', 'DK', 'EE', 'FR', 'HU', 'LI', 'RO'),
    legal: secondary(
      'Directive (EU) 2022/2555 arts 3, 4, 26 and the national act',
      'No change of terms is recorded. The day of the national act was not looked up: the day of the directive is taken.',
    ),
  },
};

/** The directive's own terms, where the national act was not looked at: a screen says so. */
export const nis2Elsewhere: Regime = {
  ...directive,
  id: 'nis2-elsewhere',
  name: 'NIS2 (national act not checked)',
  legal: cite('23'),
  applies: {
    rule: appliesIn('BG', 'CY', 'ES', 'GR', 'IE', 'LT', 'LU', 'MT', 'PL'),
    legal: unsettled(
      'Directive (EU) 2022/2555 arts 3, 4, 26',
      'The national act may name another moment, another limit or another recipient.',
    ),
  },
};
