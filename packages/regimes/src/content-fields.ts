// SPDX-License-Identifier: Apache-2.0
import { commonWords, contentWords } from './content-words.ts';
import type { Field, FieldChoice, FieldRule, FieldType } from './form.ts';
import type { FormFact } from './form-facts.ts';
import { wordsFor } from './form-words.ts';
import type { QuestionTexts } from './question-texts.ts';
import type { Legal } from './regime.ts';

const choice = (value: string, words = commonWords): FieldChoice => ({
  value,
  label: wordsFor(words, value),
});

/** "Not known yet" is an answer that an early warning may give, and an empty field is none. */
const yesNoOrNotKnown: readonly FieldChoice[] = ['yes', 'no', 'not_known'].map((value) => choice(value));
export const entityClasses: readonly FieldChoice[] = ['essential', 'important', 'none'].map((value) =>
  choice(value),
);

/** What a field says of itself beside its words; the rest is what a long text about nothing in particular has. */
export interface FieldPlan {
  readonly id: string;
  readonly label: QuestionTexts;
  readonly legal: Legal;
  readonly type?: FieldType;
  readonly number?: string;
  readonly choices?: readonly FieldChoice[];
  readonly covers?: readonly string[];
  readonly required?: FieldRule;
  readonly portalCharactersMax?: number | null;
  readonly source?: FormFact;
}

export function aField(plan: FieldPlan): Field {
  return {
    number: null,
    help: null,
    type: 'long_text',
    choices: [],
    covers: [],
    required: 'never',
    portalCharactersMax: null,
    source: null,
    ...plan,
  };
}

type Known = Partial<Pick<FieldPlan, 'type' | 'choices' | 'source' | 'required'>>;

/** How the contents of stages are asked for, where it is not a long text that has to be filled. */
const known: Readonly<Record<string, Known>> = {
  suspected_malicious: { type: 'choice', choices: yesNoOrNotKnown, source: 'suspected_malicious' },
  possible_cross_border_impact: { type: 'choice', choices: yesNoOrNotKnown, source: 'cross_border' },
  significant_incident_detected: { source: 'description' },
  update: { source: 'description' },
  status_update: { source: 'description' },
  progress: { source: 'mitigation' },
  warning: { source: 'description' },
  incident_report: { source: 'description' },
  description: { source: 'description' },
  incident: { source: 'description' },
  nature: { source: 'description' },
  facts: { source: 'description' },
  severity_and_impact: { source: 'severity_and_impact' },
  initial_assessment: { source: 'severity_and_impact' },
  description_severity_impact: { source: 'severity_and_impact' },
  impact: { source: 'severity_and_impact' },
  // "Where available", "where applicable": empty says that there is none.
  indicators_of_compromise: { source: 'indicators', required: 'never' },
  cross_border_impact: { required: 'never' },
  malicious_actor: { source: 'malicious_actor', required: 'never' },
  threat: { required: 'never' },
  other_relevant_information: { required: 'never' },
  threat_or_root_cause: { source: 'root_cause' },
  cause: { source: 'root_cause' },
  mitigation: { source: 'mitigation' },
  measures: { source: 'mitigation' },
  measures_taken: { source: 'mitigation' },
  corrective_measures: { source: 'mitigation' },
  remedial_action: { source: 'mitigation' },
  corrective_action: { source: 'mitigation' },
  response: { source: 'mitigation' },
  containment: { source: 'mitigation' },
  measures_for_users: { source: 'user_measures' },
  measures_or_remedies: { source: 'user_measures' },
  protection_measures: { source: 'user_measures' },
  what_to_do_meanwhile: { source: 'user_measures' },
  likely_consequences: { source: 'consequences' },
  consequences: { source: 'consequences' },
  effects: { source: 'consequences' },
  effect: { source: 'consequences' },
  effect_on_service: { source: 'severity_and_impact' },
  member_states: { type: 'countries', source: 'member_states', required: 'never' },
  product: { source: 'product' },
  vulnerability: { source: 'vulnerability' },
  exploited_vulnerability: { source: 'vulnerability' },
  reasons: { source: 'late_reasons' },
  name: { type: 'text', source: 'entity_name' },
  contact: { type: 'text', source: 'contact_mail' },
  identification_code: { type: 'text', source: 'entity_lei' },
};

/** The field that a content of a stage asks for by itself. */
export function contentField(content: string, legal: Legal): Field {
  return aField({
    id: content,
    label: wordsFor(contentWords, content),
    legal,
    covers: [content],
    required: 'always',
    ...known[content],
  });
}
