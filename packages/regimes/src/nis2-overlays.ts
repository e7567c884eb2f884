// SPDX-License-Identifier: Apache-2.0
import type { RecipientSays } from './law-texts.ts';
import { primary, recalled, secondary, since, sinceFirst, unsettled } from './legal-lines.ts';
import {
  appliesIn,
  byDirective,
  nis2,
  nis2Criteria,
  nis2Outcomes,
  nis2Stages,
  significantBy,
} from './nis2.ts';
import type { Legal, Regime, Stage } from './regime.ts';

/** What a national act changes of the directive. What it does not name stays. */
interface Overlay {
  readonly state: string;
  readonly name: string;
  readonly validFrom: string;
  readonly legal: Legal;
  readonly recipient: RecipientSays;
  readonly changes?: Readonly<Record<string, Partial<Stage>>>;
  readonly drops?: readonly string[];
  readonly adds?: readonly Stage[];
  readonly criteria?: Regime['criteria'];
  readonly outcomes?: Regime['outcomes'];
  /** Raised with its data; the first one needs none. */
  readonly version?: number;
}

/** The directive as one state wrote it down. Stages towards the authority go to the authority of that state. */
function transposed(overlay: Overlay): Regime {
  const {
    state,
    name,
    validFrom,
    legal,
    recipient,
    changes = {},
    drops = [],
    adds = [],
    version = 1,
  } = overlay;
  const toAuthority = (stage: Pick<Stage, 'recipient'>) => stage.recipient === nis2Stages[0]?.recipient;
  return {
    ...nis2,
    id: `nis2-${state.toLowerCase()}`,
    name,
    jurisdiction: state,
    version,
    validFrom,
    legal,
    applies: { rule: appliesIn(state), legal },
    criteria: [...nis2Criteria, ...(overlay.criteria ?? [])],
    outcomes: overlay.outcomes ?? nis2Outcomes,
    stages: [
      ...nis2Stages
        .filter(({ id }) => !drops.includes(id))
        .map(({ whileOngoing, ...stage }) => ({
          ...stage,
          ...(whileOngoing === undefined || drops.includes(whileOngoing.instead) ? {} : { whileOngoing }),
          ...(toAuthority(stage) ? { recipient } : {}),
          ...changes[stage.id],
        })),
      ...adds,
    ],
  };
}

/** The stages where a clock of the act itself runs: the rest cites the directive. */
const cited = (lines: Readonly<Record<string, Legal>>): Record<string, Partial<Stage>> =>
  Object.fromEntries(Object.entries(lines).map(([id, legal]) => [id, { legal }]));

const be = (article: string) => secondary(`Law of 26 April 2024 (BE) art. ${article}`);

const ccbGuide = 'CCB guide on notifying incidents';
const belgium = transposed({
  state: 'BE',
  name: 'NIS2 Belgium',
  validFrom: '2024-10-18',
  legal: be('34-35'),
  recipient: 'CCB, the national CSIRT (it tells the sectoral authority, and NCCN of essential entities)',
  changes: cited({
    early_warning: be('35 §1'),
    notification: be('35 §1, §2'),
    intermediate: be('35 §1'),
    final: be('35 §1'),
    progress: be('35 §1, 5°'),
    final_after_progress: be('35 §1, 5°'),
  }),
  criteria: [
    {
      id: 'be.disruption',
      says: 'significant effect on a service of the annexes, with severe operational disruption or financial loss',
      rule: {
        all: [
          { yes: 'inc.hits_annex_service' },
          { any: [{ yes: 'inc.severe_disruption' }, { yes: 'inc.serious_financial_loss' }] },
        ],
      },
      legal: primary(ccbGuide),
    },
    {
      id: 'be.damage',
      says: 'significant effect on a service of the annexes, with considerable material, personal or other damage to others',
      rule: { all: [{ yes: 'inc.hits_annex_service' }, { yes: 'inc.considerable_damage_to_others' }] },
      legal: primary(ccbGuide),
    },
    {
      id: 'be.established.1',
      says: 'suspected malicious event against authenticity, integrity or confidentiality, with severe disruption',
      rule: {
        all: [
          { yes: 'inc.cia_compromised' },
          { yes: 'inc.is_suspected_malicious' },
          { yes: 'inc.severe_disruption' },
        ],
      },
      legal: secondary(ccbGuide),
    },
    {
      id: 'be.established.2',
      says: 'event against availability, with severe disruption',
      rule: { all: [{ yes: 'inc.availability_compromised' }, { yes: 'inc.severe_disruption' }] },
      legal: secondary(ccbGuide),
    },
    {
      id: 'be.established.3',
      says: 'event that causes or is likely to cause financial loss',
      rule: { yes: 'inc.serious_financial_loss' },
      legal: unsettled(ccbGuide, 'The published list goes on; its rest was not seen.'),
    },
  ],
  outcomes: [
    {
      id: 'significant',
      says: 'the incident is significant',
      rule: significantBy({
        any: [
          { criterion: 'be.disruption' },
          { criterion: 'be.damage' },
          {
            all: [
              { yes: 'inc.hits_annex_service' },
              { any: ['1', '2', '3'].map((number) => ({ criterion: `be.established.${number}` })) },
            ],
          },
        ],
      }),
      legal: recalled(
        'Law of 26 April 2024 (BE) art. 8, 57°; CCB guide',
        'The situations the CCB calls established presuppose a service of the annexes.',
      ),
    },
  ],
});

const fi = (article: string, note?: string) =>
  secondary(`Kyberturvallisuuslaki 124/2025 (FI) ${article}`, note);

const finland = transposed({
  state: 'FI',
  name: 'NIS2 Finland',
  validFrom: '2025-04-08',
  legal: fi('§§ 11-13'),
  recipient: 'supervising authority of the sector (§ 43); contact point Traficom NCSC-FI (§ 18)',
  changes: {
    // From detection (havaitseminen), which is never later than awareness.
    early_warning: {
      due: [since('detection', { hours: 24 })],
      legal: fi('§ 11'),
      contents: ['significant_incident_detected', 'suspected_malicious', 'possible_cross_border_impact'],
    },
    notification: {
      due: [
        since('detection', { hours: 72 }),
        {
          ...since('detection', { hours: 24 }),
          onlyFor: { fact: 'org.nis2_entity_types', isOneOf: ['trust_service'] },
        },
      ],
      legal: fi('§ 11'),
    },
    final: { legal: fi('§ 13', 'One month from the follow-up report.') },
    progress: { legal: fi('§ 12', 'At the latest one month from the follow-up report.') },
    final_after_progress: { legal: fi('§ 13') },
    service_recipients: { legal: recalled('Kyberturvallisuuslaki 124/2025 (FI) § 14') },
    threat_to_recipients: { legal: recalled('Kyberturvallisuuslaki 124/2025 (FI) § 14') },
  },
  outcomes: [
    {
      id: 'significant',
      says: 'the incident is significant',
      // § 11 takes 2024/2690 in by reference, beside its own words.
      rule: { any: [byDirective, significantBy(byDirective)] },
      legal: fi('§ 11'),
    },
  ],
});

const LV_ANCHOR = 'The act states no moment; awareness is taken, as in the directive.';

const LV_MONTH = [sinceFirst('early_warning', { months: 1 }), sinceFirst('notification', { months: 1 })];
const LV_INITIAL = unsettled(
  'Nacionālās kiberdrošības likums (LV) art. 34',
  'A month from the "initial report", the early warning or the notification; the earlier is taken.',
);

const latvia = transposed({
  state: 'LV',
  name: 'NIS2 Latvia',
  validFrom: '2024-09-01',
  legal: secondary(
    'Nacionālās kiberdrošības likums (LV) art. 34',
    'Amended with effect from 18 June 2026; what the amendment changes here is not known.',
  ),
  recipient: 'competent institution for preventing cyber incidents (CERT.LV, MilCERT or SAB; unverified)',
  changes: {
    early_warning: { legal: unsettled('Nacionālās kiberdrošības likums (LV) art. 34(2)', LV_ANCHOR) },
    notification: { legal: unsettled('Nacionālās kiberdrošības likums (LV) art. 34(3)', LV_ANCHOR) },
    // Which of the two is the "initial report" is not settled: the month runs from the one sent first.
    final: { due: LV_MONTH, legal: LV_INITIAL },
    progress: { due: LV_MONTH, legal: LV_INITIAL },
    final_after_progress: {
      legal: unsettled(
        'Nacionālās kiberdrošības likums (LV) art. 34',
        'After resolution, without a number; the month of the directive is taken.',
      ),
    },
    service_recipients: {
      exception: { yes: 'inc.telling_users_is_dangerous' },
      legal: secondary(
        'Nacionālās kiberdrošības likums (LV)',
        'Not where telling creates a new significant risk.',
      ),
    },
  },
  outcomes: nis2Outcomes.map((outcome) => ({
    ...outcome,
    legal: unsettled(
      'Cabinet Regulation 397 of 25 June 2025 (LV)',
      'Numbers of the regulation are not known here; the words of the directive are asked.',
    ),
  })),
});

const italy = transposed({
  state: 'IT',
  name: 'NIS2 Italy',
  validFrom: '2024-10-16',
  legal: secondary('D.Lgs. 138/2024 (IT) art. 25'),
  recipient: 'CSIRT Italia',
  changes: {
    notification: {
      due: [
        sinceFirst('early_warning', { hours: 72 }),
        // Whoever never sent the pre-notification gains no time: then the hours run from when it was due.
        { from: { kind: 'limit', of: ['early_warning'] }, plus: { hours: 72 } },
        {
          ...since('awareness_of_significance', { hours: 24 }),
          onlyFor: { fact: 'org.nis2_entity_types', isOneOf: ['trust_service'] },
        },
      ],
      legal: secondary('D.Lgs. 138/2024 (IT) art. 25', 'ACN counts 72 hours from the pre-notification.'),
    },
  },
});

const fromDetection = (
  state: string,
  name: string,
  validFrom: string,
  recipient: RecipientSays,
  legal: Legal,
): Regime =>
  transposed({
    state,
    name,
    validFrom,
    legal,
    recipient,
    changes: {
      early_warning: { due: [since('detection', { hours: 24 })], legal },
      notification: {
        due: [
          since('detection', { hours: 72 }),
          {
            ...since('detection', { hours: 24 }),
            onlyFor: { fact: 'org.nis2_entity_types', isOneOf: ['trust_service'] },
          },
        ],
        legal,
      },
    },
  });

const slovakia = fromDetection('SK', 'NIS2 Slovakia', '2025-01-01', 'NBÚ', secondary('Zákon 366/2024 (SK)'));
const slovenia = fromDetection(
  'SI',
  'NIS2 Slovenia',
  '2025-01-01',
  'competent CSIRT',
  secondary(
    'ZInfV-1 (SI) art. 30',
    'In force during 2025; the whole year is counted, the day is not known here.',
  ),
);

const cz = secondary('Zákon 264/2025 (CZ)');
const czechia = transposed({
  state: 'CZ',
  name: 'NIS2 Czechia',
  validFrom: '2025-11-01',
  legal: unsettled('Zákon 264/2025 (CZ)', 'The day of entry into force is recalled, not read.'),
  recipient: 'NÚKIB',
  // Significance is the authority's to say, and there is no second stage.
  drops: ['notification', 'progress', 'final_after_progress'],
  changes: {
    early_warning: {
      due: [{ from: { kind: 'classification', outcome: 'significant' }, plus: { hours: 24 } }],
      legal: cz,
    },
    final: { due: [since('end_of_handling', { days: 30 })], legal: cz },
  },
});

const pt = secondary('Decreto-Lei 125/2025 (PT)');
const portugal = transposed({
  state: 'PT',
  name: 'NIS2 Portugal',
  validFrom: '2026-04-03',
  legal: secondary('Decreto-Lei 125/2025 (PT)', 'The day of entry into force is computed, not read.'),
  recipient: 'CNCS or the authority of the sector',
  drops: ['progress', 'final_after_progress'],
  changes: {
    // From the determination that it is significant.
    early_warning: {
      due: [{ from: { kind: 'classification', outcome: 'significant' }, plus: { hours: 24 } }],
      legal: pt,
    },
    notification: {
      due: [{ from: { kind: 'classification', outcome: 'significant' }, plus: { hours: 72 } }],
      legal: secondary(
        'Decreto-Lei 125/2025 (PT)',
        'The act makes this stage conditional; on what is not known here.',
      ),
    },
    final: { due: [since('end_of_significant_impact', { workingDays: 30 })], legal: pt },
  },
  adds: [
    {
      id: 'end_of_impact',
      kind: 'progress',
      duty: 'owed',
      owedWhen: ['significant'],
      due: [since('end_of_significant_impact', { hours: 24 })],
      recipient: 'CNCS or the authority of the sector',
      legal: pt,
      late: 'none_stated',
      contents: ['end_of_significant_impact'],
    },
  ],
});

const hr = unsettled(
  'Uredba NN 135/2024 (HR)',
  '30 days; from which moment is not known here. The sending of the notification is taken, as in the directive.',
);
const croatia = transposed({
  state: 'HR',
  name: 'NIS2 Croatia',
  validFrom: '2024-10-18',
  legal: secondary('Uredba NN 135/2024 (HR)', 'In force in 2024; counted from the day of the directive.'),
  recipient: 'competent CSIRT',
  changes: {
    intermediate: {
      legal: unsettled(
        'Uredba NN 135/2024 (HR)',
        'An intermediate report has a window of 48 hours to 7 days; from which moment is not known here.',
      ),
    },
    final: { due: [sinceFirst('notification', { days: 30 })], legal: hr },
    progress: { due: [sinceFirst('notification', { days: 30 })], legal: hr },
    final_after_progress: {
      legal: unsettled(
        'Uredba NN 135/2024 (HR)',
        'Whether 30 days count here too is not known here; the month of the directive is taken.',
      ),
    },
  },
  version: 2,
});

/** Acts that change no term of the directive: only the day from which they bind, and who is told. */
const unchanged = (
  state: string,
  name: string,
  validFrom: string,
  act: string,
  recipient: RecipientSays,
): Regime =>
  transposed({
    state,
    name,
    validFrom,
    recipient,
    legal: secondary(act, 'No change of terms is recorded; articles and recipient were not read.'),
  });

const germany = unchanged('DE', 'NIS2 Germany', '2025-12-06', 'BSIG (DE)', 'BSI (unverified)');
const netherlands = unchanged(
  'NL',
  'NIS2 Netherlands',
  '2026-08-15',
  'Cyberbeveiligingswet (NL)',
  'CSIRT and competent authority of the sector (unverified)',
);
const sweden = unchanged(
  'SE',
  'NIS2 Sweden',
  '2026-01-15',
  'Cybersäkerhetslag (SE)',
  'CSIRT and supervisory authority (unverified)',
);

export const nis2Overlays: readonly Regime[] = [
  belgium,
  finland,
  latvia,
  italy,
  slovakia,
  slovenia,
  czechia,
  portugal,
  croatia,
  germany,
  netherlands,
  sweden,
];
