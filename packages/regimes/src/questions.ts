// SPDX-License-Identifier: Apache-2.0
import { cirEntityTypes } from './cir-2690.ts';
import { nis2Sectors } from './nis2-sectors.ts';
import { type QuestionTexts, textsOf } from './question-texts.ts';

/** A question is asked once, whichever regimes need it. Ids are for ever; units stand in the id. */
export interface Question {
  readonly id: string;
  /** What it is about: the organisation as it stands, or one incident. */
  readonly about: 'organisation' | 'incident';
  readonly answer: 'yes_no' | 'count' | 'choice' | 'choices';
  readonly choices?: readonly string[];
  readonly asks: QuestionTexts;
}

type YesNo = readonly [id: string, asks: string];

const yesNo = (about: Question['about'], rows: readonly YesNo[]): Question[] =>
  rows.map(([id, asks]) => ({ id, about, answer: 'yes_no', asks: textsOf(id, asks) }));
const count = (about: Question['about'], rows: readonly YesNo[]): Question[] =>
  rows.map(([id, asks]) => ({ id, about, answer: 'count', asks: textsOf(id, asks) }));

/** Member States, and the states of the European Economic Area, by ISO 3166. */
export const memberStates =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/** Kinds of financial entity that a rule of DORA names by themselves. */
const doraEntityTypes = [
  'credit_institution',
  'central_counterparty',
  'trading_venue',
  'payment_institution',
  'electronic_money_institution',
  'account_information_service_provider',
  'other',
] as const;

type Choice = Omit<Question, 'asks'> & { readonly asks: string };

const choosing = (rows: readonly Choice[]): Question[] =>
  rows.map(({ asks, ...question }) => ({ ...question, asks: textsOf(question.id, asks) }));

const organisation: readonly Question[] = [
  ...choosing([
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
      asks: 'Which of these services do you provide?',
    },
    {
      id: 'org.dora_entity_types',
      about: 'organisation',
      answer: 'choices',
      choices: doraEntityTypes,
      asks: 'Which kind of financial entity are you?',
    },
    {
      id: 'org.trust_service',
      about: 'organisation',
      answer: 'choice',
      choices: ['qualified', 'non_qualified', 'none'],
      asks: 'Do you provide qualified or other trust services?',
    },
    {
      id: 'org.classified_owners',
      about: 'organisation',
      answer: 'choices',
      choices: ['BE', 'FI', 'NO', 'EU', 'NATO', 'other', 'none'],
      asks: 'Whose classified information do you hold?',
    },
  ]),
  ...yesNo('organisation', [
    ['org.is_dora_entity', 'Are you a financial entity under DORA art. 2(1)(a) to (t)?'],
    ['org.is_dora_small', 'Are you a microenterprise, or under the simplified framework of DORA art. 16(1)?'],
    ['org.is_dora_shift_withdrawn', 'Has your authority switched off the weekend rule of DORA for you?'],
    ['org.is_controller', 'Do you decide why and how personal data are processed?'],
    ['org.is_processor', 'Do you process personal data for others?'],
    ['org.makes_digital_products', 'Do you make products with digital elements for the Union market?'],
    ['org.is_open_source_steward', 'Are you an open-source software steward?'],
    ['org.is_critical_entity', 'Were you identified as a critical entity under CER?'],
    ['org.is_public_authority', 'Are you a public authority?'],
    [
      'org.is_in_social_security',
      'Are you an institution or partner of the Belgian social security network?',
    ],
    ['org.is_under_norwegian_digital_security_act', 'Are you under the Norwegian Digital Security Act?'],
    ['org.is_under_norwegian_security_act', 'Are you under the Norwegian Security Act?'],
  ]),
  ...count('organisation', [
    ['org.annual_turnover_eur', 'What was your turnover in the last financial year, in euro?'],
    ['org.service_users_count', 'How many users in the Union does the service that is hit have?'],
    ['org.domain_names_count', 'How many domain names do you manage?'],
  ]),
];

const nis2Incident: readonly Question[] = [
  ...yesNo('incident', [
    ['inc.severe_disruption', 'Has it severely disrupted your services, or can it?'],
    ['inc.serious_financial_loss', 'Has it caused you financial loss, or can it?'],
    ['inc.considerable_damage_to_others', 'Has it done others considerable damage of any kind, or can it?'],
    ['inc.hits_annex_service', 'Does it touch a service that puts you under NIS2?'],
    [
      'inc.cia_compromised',
      'Were integrity, confidentiality or authenticity of data or services compromised?',
    ],
    ['inc.availability_compromised', 'Was availability compromised?'],
    ['inc.is_suspected_malicious', 'Do you suspect a malicious or unlawful act?'],
    [
      'inc.malicious_access',
      'Did somebody get into your systems without permission, suspectedly with bad intent?',
    ],
    ['inc.trade_secrets_exfiltrated', 'Were trade secrets taken, or can they be?'],
    ['inc.death', 'Has anybody died of it, or could anybody?'],
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
    ['inc.direct_loss_eur', 'How large is the direct financial loss, in euro?'],
    ['inc.recurrences_6_months_count', 'How often did it happen in six months, this time included?'],
    ['inc.recurrences_loss_eur', 'How large is the direct loss of all of them together, in euro?'],
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
  ['inc.breach_notified_in_phases', 'Must information follow that the notification did not have yet?'],
  ['inc.risk_to_people', 'Can a risk to the people concerned not be ruled out as unlikely?'],
  ['inc.high_risk_to_people', 'Is a high risk to the people concerned likely?'],
  ['inc.personal_data_unintelligible', 'Are the data unreadable for whoever has them, as by encryption?'],
  ['inc.high_risk_removed', 'Did you since take measures after which the high risk is no longer likely?'],
  ['inc.telling_disproportionate', 'Would telling each of the people be a disproportionate effort?'],
]);

const financialIncident: readonly Question[] = [
  ...yesNo('incident', [
    ['inc.hits_critical_functions', 'Does it touch ICT services behind critical or important functions?'],
    [
      'inc.hits_authorised_services',
      'Does it touch financial services that need authorisation or are supervised?',
    ],
    ['inc.relevant_client_affected', 'Is a client or counterpart hit whom you count as relevant?'],
    ['inc.is_in_media', 'Is it in the media?'],
    ['inc.repetitive_complaints', 'Do clients or counterparts complain again and again?'],
    [
      'inc.regulatory_requirements_not_met',
      'Can you not meet regulatory requirements because of it, or is that likely?',
    ],
    ['inc.clients_lost_materially', 'Do you lose clients in a way that matters, or is that likely?'],
    ['inc.data_loss_hurts_business', 'Does a loss of data hurt your business or your compliance?'],
    ['inc.access_may_lose_data', 'Can that access lead to a loss of data?'],
    ['inc.recurrences_major_together', 'Would the recurring incidents together be major?'],
    ['inc.threat_hits_critical_functions', 'Could the threat touch critical functions, yours or others’?'],
    ['inc.threat_is_probable', 'Is it highly probable that the threat comes true?'],
    ['inc.threat_would_meet_criteria', 'Would it then meet the criteria for a major incident?'],
    ['inc.initial_report_will_be_late', 'Do you foresee that the initial notification will be late?'],
    ['inc.intermediate_report_will_be_late', 'Do you foresee that the intermediate report will be late?'],
    ['inc.final_report_will_be_late', 'Do you foresee that the final report will be late?'],
    ['inc.reporter_not_announced', 'Does somebody report for you of whom the authority has not been told?'],
    ['inc.was_reported_as_major', 'Was it reported as major?'],
    ['inc.hits_clients_financial_interests', 'Does it touch financial interests of clients?'],
  ]),
  ...count('incident', [
    ['inc.clients_affected_count', 'How many clients are hit?'],
    ['inc.service_clients_count', 'How many clients use the service that is hit?'],
    ['inc.counterparts_affected_count', 'How many financial counterparts are hit?'],
    ['inc.counterparts_count', 'How many financial counterparts use the service?'],
    ['inc.transactions_affected_count', 'How many transactions are hit?'],
    ['inc.transactions_daily_count', 'How many transactions are there on an average day?'],
    ['inc.transactions_affected_eur', 'What is the value of the transactions that are hit, in euro?'],
    ['inc.transactions_daily_eur', 'What is the value of transactions on an average day, in euro?'],
    ['inc.duration_minutes', 'How many minutes from its occurrence until it was solved?'],
    ['inc.downtime_minutes', 'For how many minutes was the service down, in whole or in part?'],
    ['inc.member_states_hit_count', 'In how many Member States is it felt?'],
    ['inc.gross_costs_eur', 'What does it cost in all, in euro, before anything is recovered?'],
  ]),
];

const otherIncident: readonly Question[] = [
  ...yesNo('incident', [
    [
      'inc.product_vulnerability_exploited',
      'Do you have reliable evidence that a vulnerability in your product is exploited?',
    ],
    ['inc.product_protection_hurt', 'Does it hurt how your product protects data or functions, or can it?'],
    [
      'inc.product_carries_malicious_code',
      'Did it bring malicious code into your product or to its users, or can it?',
    ],
    [
      'inc.hits_trust_service_significantly',
      'Does it hit a trust service, or personal data in it, significantly?',
    ],
    ['inc.affected_people_identifiable', 'Can the people who are affected be identified?'],
    ['inc.telling_public_is_in_its_interest', 'Is it in the public interest that the public knows?'],
    ['inc.disrupts_essential_service', 'Does it significantly disrupt an essential service, or can it?'],
    ['inc.detailed_report_is_relevant', 'Is there more to report in detail?'],
    [
      'inc.security_threatening_activity',
      'Are you, or may you be, hit by activity that threatens national security?',
    ],
    ['inc.security_threatening_activity_known', 'Do you know of such activity, planned or going on?'],
    ['inc.serious_breach_of_security_act', 'Were requirements of the Security Act seriously broken?'],
    ['inc.classified_endangered', 'Was classified information revealed, or could it have been?'],
    ['inc.data_sets_unavailable', 'Can others not use your data sets, or is that threatened?'],
    ['inc.public_service_breaks', 'Is a digital service for the public out of use?'],
    ['inc.hits_social_security', 'Does it touch the network or the data of social security?'],
  ]),
  ...choosing([
    {
      id: 'inc.classified_owners_hit',
      about: 'incident',
      answer: 'choices',
      choices: ['BE', 'FI', 'NO', 'EU', 'NATO', 'other'],
      asks: 'Whose classified information is it?',
    },
    {
      id: 'inc.nkom_level',
      about: 'incident',
      answer: 'choice',
      choices: ['1', '2', '3', '4', '5'],
      asks: 'Which level does it have on the scale of Nkom?',
    },
  ]),
];

/** Every question that a rule may read. */
export const questions: readonly Question[] = [
  ...organisation,
  ...nis2Incident,
  ...personalDataIncident,
  ...financialIncident,
  ...otherIncident,
];
