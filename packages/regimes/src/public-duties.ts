// SPDX-License-Identifier: Apache-2.0
import { primary, recalled, secondary, since, unsettled } from './legal-lines.ts';
import type { Regime } from './regime.ts';

const owed = { duty: 'owed', late: 'none_stated' } as const;
const isFinnishAuthority = {
  all: [{ yes: 'org.is_public_authority' }, { fact: 'org.member_states', isOneOf: ['FI'] }],
};
const section13a = primary('Laki 906/2019 (FI) § 13 a');

/** An authority tells those who use its data sets: when it starts, and when it is over. */
const dataSets: Regime = {
  id: 'fi-906-13a',
  name: 'Finland: users of an authority’s data sets',
  jurisdiction: 'FI',
  version: 1,
  validFrom: '2020-01-01',
  validUntil: null,
  legal: recalled(
    'Laki 906/2019 (FI)',
    'The day from which § 13 a counts is recalled from the act as a whole.',
  ),
  applies: { rule: isFinnishAuthority, legal: section13a },
  criteria: [],
  outcomes: [
    {
      id: 'disturbance',
      says: 'a disturbance prevents or threatens the availability of data sets',
      rule: { yes: 'inc.data_sets_unavailable' },
      legal: section13a,
    },
  ],
  stages: [
    {
      ...owed,
      id: 'users',
      kind: 'user',
      owedWhen: ['disturbance'],
      due: [since('awareness', 'immediate')],
      recipient: 'those who use the data sets',
      legal: section13a,
      contents: ['estimated_duration', 'substitute_ways'],
    },
    {
      ...owed,
      id: 'users_end',
      kind: 'user',
      owedWhen: ['disturbance'],
      due: [since('end_of_disturbance', 'immediate')],
      recipient: 'those who use the data sets',
      legal: section13a,
      contents: ['end_of_disturbance'],
    },
  ],
};

const section4 = recalled('Laki 306/2019 (FI) § 4(2)', 'The detailed wording was not read.');

const serviceBreaks: Regime = {
  id: 'fi-306-4',
  name: 'Finland: breaks of digital services',
  jurisdiction: 'FI',
  version: 1,
  validFrom: '2019-04-01',
  validUntil: null,
  legal: recalled('Laki 306/2019 (FI)', 'The day of entry into force is recalled.'),
  applies: { rule: isFinnishAuthority, legal: secondary('Laki 306/2019 (FI) § 4(2)') },
  criteria: [],
  outcomes: [
    {
      id: 'break',
      says: 'a digital service for the public is out of use',
      rule: { yes: 'inc.public_service_breaks' },
      legal: section4,
    },
  ],
  stages: [
    {
      ...owed,
      id: 'public',
      kind: 'public',
      owedWhen: ['break'],
      due: [since('awareness', 'immediate')],
      recipient: 'the public',
      legal: section4,
      contents: ['break', 'what_to_do_meanwhile'],
    },
  ],
};

const norms = unsettled(
  'RD of 12 August 1993 (BE); minimum norms of the KSZ/BCSS, chapter 5.13',
  'The wording of chapter 5.13 was not read: ask the security adviser.',
);

const socialSecurity: Regime = {
  id: 'ksz',
  name: 'KSZ/BCSS minimum norms',
  jurisdiction: 'BE',
  version: 1,
  validFrom: '1993-08-12',
  validUntil: null,
  legal: norms,
  applies: {
    rule: { yes: 'org.is_in_social_security' },
    legal: primary('Minimum norms information security and privacy of the KSZ/BCSS, scope'),
  },
  criteria: [],
  outcomes: [
    {
      id: 'notifiable',
      says: 'the incident touches the network or the data of social security',
      rule: { yes: 'inc.hits_social_security' },
      legal: norms,
    },
  ],
  stages: [
    {
      ...owed,
      id: 'notification',
      kind: 'notification',
      owedWhen: ['notifiable'],
      due: [since('awareness', 'immediate')],
      recipient: 'KSZ/BCSS, through our information security adviser',
      legal: norms,
      contents: ['nature', 'effect', 'measures'],
    },
  ],
};

export const publicDuties: readonly Regime[] = [dataSets, serviceBreaks, socialSecurity];
