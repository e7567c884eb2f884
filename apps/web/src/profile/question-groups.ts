// SPDX-License-Identifier: Apache-2.0
import type { LawAnswers } from '@belfry/contract';

export interface QuestionGroup {
  /** Word of the step: `profile:group.<id>`. */
  readonly id: string;
  readonly questions: readonly string[];
}

/** The questions in the order somebody thinks about an organisation, a step each. */
export const questionGroups: readonly QuestionGroup[] = [
  {
    id: 'where',
    questions: ['org.member_states', 'org.nis2_sectors', 'org.nis2_class', 'org.nis2_entity_types'],
  },
  {
    id: 'size',
    questions: ['org.annual_turnover_eur', 'org.service_users_count', 'org.domain_names_count'],
  },
  {
    id: 'finance',
    questions: [
      'org.is_dora_entity',
      'org.dora_entity_types',
      'org.is_dora_small',
      'org.is_dora_shift_withdrawn',
    ],
  },
  { id: 'data', questions: ['org.is_controller', 'org.is_processor'] },
  { id: 'products', questions: ['org.makes_digital_products', 'org.is_open_source_steward'] },
  { id: 'trust', questions: ['org.trust_service'] },
  { id: 'public', questions: ['org.is_public_authority', 'org.is_critical_entity'] },
  { id: 'social_security', questions: ['org.is_in_social_security'] },
  {
    id: 'classified',
    questions: [
      'org.classified_owners',
      'org.is_under_norwegian_digital_security_act',
      'org.is_under_norwegian_security_act',
    ],
  },
];

const isIn = (answers: LawAnswers, state: string): boolean => {
  const states = answers['org.member_states'];
  return !Array.isArray(states) || states.includes(state);
};
const isNot = (fact: string) => (answers: LawAnswers) => answers[fact] === false;

/** Questions that another answer makes idle. Not known leaves them open; what was answered is kept. */
const idleWhen: Readonly<Record<string, (answers: LawAnswers) => boolean>> = {
  'org.dora_entity_types': isNot('org.is_dora_entity'),
  'org.is_dora_small': isNot('org.is_dora_entity'),
  'org.is_dora_shift_withdrawn': isNot('org.is_dora_entity'),
  'org.is_in_social_security': (answers) => !isIn(answers, 'BE'),
  'org.is_under_norwegian_digital_security_act': (answers) => !isIn(answers, 'NO'),
  'org.is_under_norwegian_security_act': (answers) => !isIn(answers, 'NO'),
};

/** Questions that are to be asked with such answers. */
export const asksNow = (questionId: string, answers: LawAnswers): boolean =>
  idleWhen[questionId]?.(answers) !== true;
