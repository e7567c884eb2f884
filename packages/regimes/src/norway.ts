// SPDX-License-Identifier: Apache-2.0
import { primary, recalled, secondary, since, sinceFirst, unsettled } from './legal-lines.ts';
import type { Regime } from './regime.ts';

const digital = (article: string, note?: string) =>
  secondary(`Digitalsikkerhetsforskriften no. 1131 of 20 June 2025 (NO) ${article}`, note);
const owed = { duty: 'owed', late: 'none_stated' } as const;
const SUPERVISOR = 'supervisory authority of the sector, copy to the national contact point (NSM)';

/** Carries out the first NIS directive, not the second: its own three stages. */
const digitalSecurity: Regime = {
  id: 'no-digital-security',
  name: 'Norwegian Digital Security Act',
  jurisdiction: 'NO',
  version: 1,
  validFrom: '2025-10-01',
  validUntil: null,
  legal: secondary('Digitalsikkerhetsloven (NO)'),
  applies: {
    rule: { yes: 'org.is_under_norwegian_digital_security_act' },
    legal: secondary('Digitalsikkerhetsloven (NO)'),
  },
  criteria: [],
  outcomes: [
    {
      id: 'significant',
      says: 'the incident must be notified under the Digital Security Act',
      rule: { any: [{ yes: 'inc.severe_disruption' }, { yes: 'inc.considerable_damage_to_others' }] },
      legal: unsettled(
        'Digitalsikkerhetsforskriften (NO)',
        'Its own criteria of significance are not known here.',
      ),
    },
  ],
  stages: [
    {
      ...owed,
      id: 'warning',
      kind: 'early_warning',
      owedWhen: ['significant'],
      due: [since('awareness', { hours: 24 })],
      recipient: SUPERVISOR,
      legal: digital('§ 17'),
      contents: ['warning'],
    },
    {
      ...owed,
      id: 'update',
      kind: 'notification',
      owedWhen: ['significant'],
      due: [since('awareness', { hours: 72 })],
      recipient: SUPERVISOR,
      legal: unsettled(
        'Digitalsikkerhetsforskriften no. 1131 of 20 June 2025 (NO) § 17',
        'The text states no moment; knowledge is taken, the earliest.',
      ),
      contents: ['update'],
    },
    {
      ...owed,
      id: 'report',
      kind: 'final',
      owedWhen: ['significant'],
      // From the sending of the first warning, not of the update.
      due: [sinceFirst('warning', { months: 1 })],
      recipient: SUPERVISOR,
      legal: digital('§ 17'),
      contents: ['incident_report'],
    },
  ],
};

const security = (article: string) => primary(`Sikkerhetsloven (NO) ${article}`);

const securityAct: Regime = {
  id: 'no-security',
  name: 'Norwegian Security Act',
  jurisdiction: 'NO',
  version: 1,
  validFrom: '2019-01-01',
  validUntil: null,
  legal: recalled('Sikkerhetsloven of 1 June 2018 (NO)', 'The day of entry into force is recalled.'),
  applies: { rule: { yes: 'org.is_under_norwegian_security_act' }, legal: security('§ 4-5') },
  criteria: [
    {
      id: 'no-security.hit',
      says: 'hit, or on reasoned suspicion hit, by activity that threatens security',
      rule: { yes: 'inc.security_threatening_activity' },
      legal: security('§ 4-5'),
    },
    {
      id: 'no-security.planned',
      says: 'knowledge of planned or ongoing activity that threatens security',
      rule: { yes: 'inc.security_threatening_activity_known' },
      legal: security('§ 4-5'),
    },
    {
      id: 'no-security.breach',
      says: 'a serious breach of the requirements of the act, even if not meant',
      rule: { yes: 'inc.serious_breach_of_security_act' },
      legal: security('§ 4-5'),
    },
  ],
  outcomes: [
    {
      id: 'notifiable',
      says: 'the security authority has to know',
      rule: {
        any: ['hit', 'planned', 'breach'].map((line) => ({ criterion: `no-security.${line}` })),
      },
      legal: security('§ 4-5'),
    },
  ],
  stages: [
    {
      ...owed,
      id: 'notification',
      kind: 'notification',
      owedWhen: ['notifiable'],
      due: [since('awareness', 'immediate')],
      recipient: 'the security authority (NSM) and the authority of the sector',
      legal: security('§ 4-5'),
      contents: ['nature', 'suspicion', 'measures'],
    },
  ],
};

const trust: Regime = {
  id: 'no-trust',
  name: 'Norwegian trust services',
  jurisdiction: 'NO',
  version: 1,
  validFrom: '2018-06-15',
  validUntil: null,
  legal: recalled('Lov om elektroniske tillitstjenester (NO)', 'The day of entry into force is recalled.'),
  applies: {
    rule: {
      all: [
        { fact: 'org.member_states', isOneOf: ['NO'] },
        { fact: 'org.trust_service', isOneOf: ['qualified', 'non_qualified'] },
      ],
    },
    legal: primary('Guidance of Nkom on notifying incidents of trust services'),
  },
  criteria: [],
  outcomes: [
    {
      id: 'level_3',
      says: 'the incident is of level 3 (significant), 4 (large) or 5 (disaster)',
      rule: { fact: 'inc.nkom_level', isOneOf: ['3', '4', '5'] },
      legal: primary('Guidance of Nkom on notifying incidents of trust services'),
    },
  ],
  stages: [
    {
      ...owed,
      id: 'notification',
      kind: 'notification',
      owedWhen: ['level_3'],
      due: [since('awareness', { hours: 24 })],
      recipient: 'Nkom',
      legal: primary('Guidance of Nkom on notifying incidents of trust services'),
      contents: ['level', 'nature', 'effect_on_service', 'measures'],
    },
  ],
};

export const norway: readonly Regime[] = [digitalSecurity, securityAct, trust];
