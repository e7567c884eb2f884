// SPDX-License-Identifier: Apache-2.0
import { primary, secondary, since, unsettled, whenAsked } from './legal-lines.ts';
import type { Regime, Stage } from './regime.ts';

const cite = (article: string) => primary(`Regulation (EU) 910/2014 art. ${article}`);
const owed = { duty: 'owed', owedWhen: ['significant'], late: 'none_stated' } as const;
const isQualified = { fact: 'org.trust_service', isOneOf: ['qualified'] };
const isOther = { fact: 'org.trust_service', isOneOf: ['non_qualified'] };
const CONTENTS = ['nature', 'effect_on_service', 'effect_on_personal_data', 'measures'];

const stages: readonly Stage[] = [
  {
    ...owed,
    id: 'non_qualified',
    kind: 'notification',
    condition: isOther,
    due: [since('awareness_of_trust_breach', { hours: 24 })],
    recipient: 'supervisory body, and other competent bodies where applicable',
    legal: cite('19a(1)(b)'),
    contents: CONTENTS,
  },
  {
    ...owed,
    id: 'qualified',
    kind: 'notification',
    condition: isQualified,
    // Sources differ on whether 24 hours run from awareness or from the incident: the earlier binds.
    due: [since('awareness_of_trust_breach', { hours: 24 }), since('occurrence', { hours: 24 })],
    recipient: 'supervisory body, and other competent bodies where applicable',
    legal: unsettled(
      'Regulation (EU) 910/2014 art. 24(2)(fb)',
      'Whether 24 hours run from awareness or from the incident is not settled; the earlier is taken.',
    ),
    contents: CONTENTS,
  },
  {
    ...owed,
    id: 'affected_people',
    kind: 'user',
    condition: { yes: 'inc.affected_people_identifiable' },
    // A qualified provider tells them under art. 24(2)(fb), whose anchor is as unsettled here as towards the authority.
    due: [
      since('awareness_of_trust_breach', { hours: 24 }),
      { ...since('occurrence', { hours: 24 }), onlyFor: isQualified },
    ],
    recipient: 'individuals who are affected and can be identified',
    legal: unsettled(
      'Regulation (EU) 910/2014 arts 19a(1)(b), 24(2)(fb)',
      'For a qualified provider it is not settled whether 24 hours run from awareness or from the incident; the earlier is taken.',
    ),
    contents: CONTENTS,
  },
  {
    ...owed,
    id: 'public',
    kind: 'public',
    condition: { all: [isOther, { yes: 'inc.telling_public_is_in_its_interest' }] },
    due: [since('awareness_of_trust_breach', { hours: 24 })],
    recipient: 'the public',
    legal: cite('19a(1)(b)'),
    contents: CONTENTS,
  },
  {
    ...owed,
    id: 'public_by_request',
    kind: 'public',
    condition: isQualified,
    due: [whenAsked],
    isOnRequest: true,
    recipient: 'the public',
    legal: secondary('Regulation (EU) 910/2014 art. 24(2)(fb)'),
    contents: CONTENTS,
  },
];

export const eidas: Regime = {
  id: 'eidas',
  name: 'eIDAS trust services',
  jurisdiction: 'EU',
  version: 2,
  validFrom: '2024-05-20',
  validUntil: null,
  legal: unsettled(
    'Regulation (EU) 910/2014 arts 19a, 24, as amended by Regulation (EU) 2024/1183',
    'The day of entry into force is recalled.',
  ),
  applies: {
    rule: { fact: 'org.trust_service', isOneOf: ['qualified', 'non_qualified'] },
    legal: cite('19a, 24'),
  },
  criteria: [],
  outcomes: [
    {
      id: 'significant',
      says: 'a breach or disruption has a significant impact on the trust service or on personal data in it',
      rule: { yes: 'inc.hits_trust_service_significantly' },
      legal: cite('19a(1)(b)'),
    },
  ],
  stages,
};
