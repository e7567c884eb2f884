// SPDX-License-Identifier: Apache-2.0
import { cirEntityTypes } from './cir-2690.ts';
import { nis2Sectors } from './nis2-sectors.ts';

/** A question is asked once, whichever regimes need it. Ids are for ever; units stand in the id. */
export interface Question {
  readonly id: string;
  /** What it is about: the organisation as it stands, or one incident. */
  readonly about: 'organisation' | 'incident';
  readonly answer: 'yes_no' | 'count' | 'choice' | 'choices';
  readonly choices?: readonly string[];
  readonly asks: string;
}

type YesNo = readonly [id: string, asks: string];

const yesNo = (about: Question['about'], rows: readonly YesNo[]): Question[] =>
  rows.map(([id, asks]) => ({ id, about, answer: 'yes_no', asks }));
const count = (about: Question['about'], rows: readonly YesNo[]): Question[] =>
  rows.map(([id, asks]) => ({ id, about, answer: 'count', asks }));

/** Member States, and the states of the European Economic Area, by ISO 3166. */
export const memberStates =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

const organisation: readonly Question[] = [
  {
    id: 'org.member_states',
    about: 'organisation',
    answer: 'choices',
    choices: memberStates,
    asks: 'In which states are you established, or do you give your services?',
  },
  {
    id: 'org.nis2_sectors',
    about: 'organisation',
    answer: 'choices',
    choices: nis2Sectors.map(({ id }) => id),
    asks: 'In which sectors of annexes I and II of NIS2 are you active?',
  },
  {
    id: 'org.nis2_class',
    about: 'organisation',
    answer: 'choice',
    choices: ['essential', 'important', 'none'],
    asks: 'Are you an essential or an important entity under NIS2?',
  },
  {
    id: 'org.nis2_entity_types',
    about: 'organisation',
    answer: 'choices',
    choices: [...cirEntityTypes, 'none'],
    asks: 'Which of these services do you give?',
  },
  ...yesNo('organisation', [
    ['org.is_dora_entity', 'Are you a financial entity under DORA art. 2(1)(a) to (t)?'],
    ['org.is_controller', 'Do you decide why and how personal data are processed?'],
    ['org.is_processor', 'Do you process personal data for others?'],
  ]),
  ...count('organisation', [
    ['org.annual_turnover_eur', 'What was your turnover in the last financial year, in euro?'],
    ['org.service_users_count', 'How many users in the Union has the service that is hit?'],
    ['org.domain_names_count', 'How many domain names do you manage?'],
  ]),
];

const nis2Incident: readonly Question[] = [
  ...yesNo('incident', [
    ['inc.severe_disruption', 'Has it severely disrupted your services, or can it?'],
    ['inc.serious_financial_loss', 'Has it caused you financial loss, or can it?'],
    ['inc.considerable_damage_to_others', 'Has it done others considerable damage of any kind, or can it?'],
    ['inc.hits_annex_service', 'Does it touch a service for which NIS2 counts you?'],
    [
      'inc.cia_compromised',
      'Were integrity, confidentiality or authenticity of data or services compromised?',
    ],
    ['inc.availability_compromised', 'Was availability compromised?'],
    ['inc.is_suspected_malicious', 'Do you suspect a malicious or unlawful act?'],
    [
      'inc.malicious_access',
      'Did somebody get into your systems without permission, as far as you suspect on purpose?',
    ],
    ['inc.trade_secrets_exfiltrated', 'Were trade secrets taken, or can they be?'],
    ['inc.death', 'Has anybody died of it, or can anybody?'],
    ['inc.considerable_health_damage', 'Has it considerably harmed anybody’s health, or can it?'],
    ['inc.recurrences_share_root_cause', 'Do the earlier incidents seem to have the same root cause?'],
    ['inc.is_planned_maintenance', 'Was it planned maintenance, or what was planned to follow from it?'],
    [
      'inc.physical_access_compromised',
      'Did anybody get to rooms or equipment, or was their protection broken?',
    ],
    ['inc.dns_records_compromised', 'Were data of the domain name service compromised?'],
    ['inc.is_misconfiguration', 'Was a misconfiguration the reason?'],
    ['inc.service_recipients_likely_affected', 'Is it likely to harm the service that your users get?'],
    [
      'inc.significant_threat_to_recipients',
      'Is there a significant cyber threat to the users of your service?',
    ],
    [
      'inc.telling_users_is_dangerous',
      'Would telling users create a new significant risk, or harm national security?',
    ],
  ]),
  ...count('incident', [
    ['inc.direct_loss_eur', 'How much is the direct financial loss, in euro?'],
    ['inc.recurrences_6_months_count', 'How often did it happen in six months, this time included?'],
    ['inc.recurrences_loss_eur', 'How much is the direct loss of all of them together, in euro?'],
    ['inc.outage_minutes', 'For how many minutes was the service completely unavailable?'],
    ['inc.outage_users_count', 'For how many users in the Union was it completely unavailable?'],
    ['inc.unavailable_in_week_minutes', 'For how many minutes was it unavailable in this calendar week?'],
    ['inc.limited_minutes', 'For how many minutes was it available only in part?'],
    ['inc.limited_users_count', 'For how many users in the Union was it available only in part?'],
    [
      'inc.response_above_10_s_minutes',
      'For how many minutes was the average answer slower than 10 seconds?',
    ],
    ['inc.cia_users_count', 'How many users in the Union are touched by the compromise?'],
    ['inc.domain_names_affected_count', 'How many domain names are affected?'],
  ]),
];

const personalDataIncident: readonly Question[] = yesNo('incident', [
  [
    'inc.personal_data_breached',
    'Were personal data lost, changed, disclosed or reached without permission?',
  ],
  ['inc.hits_data_of_controllers', 'Are they data you process for others?'],
  ['inc.risk_to_people', 'Can a risk to the people concerned not be ruled out as unlikely?'],
  ['inc.high_risk_to_people', 'Is a high risk to the people concerned likely?'],
  ['inc.personal_data_unintelligible', 'Are the data unreadable for whoever has them, as by encryption?'],
  ['inc.high_risk_removed', 'Did you since take measures after which the high risk is no longer likely?'],
  ['inc.telling_disproportionate', 'Would telling each of the people be a disproportionate effort?'],
]);

/** Every question that a rule may read. */
export const questions: readonly Question[] = [...organisation, ...nis2Incident, ...personalDataIncident];
