// SPDX-License-Identifier: Apache-2.0

import { sectionWords } from './content-words.ts';
import { doraChoices } from './dora-choices.ts';
import { doraWords } from './dora-words.ts';
import type { Field, FieldRule, FieldType, FormSection } from './form.ts';
import type { FormFact } from './form-facts.ts';
import { wordsFor } from './form-words.ts';
import { secondary, unsettled } from './legal-lines.ts';

interface Line {
  readonly type: FieldType;
  /** Once its section is asked; else never, or by what stands in other fields. */
  readonly required?: FieldRule;
  readonly source?: FormFact;
}

const has = (field: string, ...isOneOf: readonly (string | boolean)[]): FieldRule => ({ field, isOneOf });
const filled = (...fields: readonly string[]): FieldRule => ({ filled: fields });

const required = (type: FieldType, source?: FormFact): Line =>
  source === undefined ? { type, required: 'always' } : { type, required: 'always', source };
const optional = (type: FieldType, source?: FormFact): Line =>
  source === undefined ? { type } : { type, source };
const when = (rule: FieldRule, type: FieldType, source?: FormFact): Line =>
  source === undefined ? { type, required: rule } : { type, required: rule, source };

const general: Readonly<Record<string, Line>> = {
  '1.1': required('choice'),
  '1.2': required('text', 'entity_name'),
  '1.3': required('lei', 'entity_lei'),
  '1.4': required('choices', 'dora_entity_types'),
  '1.5': optional('text'),
  '1.6': optional('lei'),
  '1.7': required('text', 'contact_name'),
  '1.8': required('mail', 'contact_mail'),
  '1.9': required('phone', 'contact_phone'),
  '1.10': required('text', 'second_contact_name'),
  '1.11': required('mail', 'second_contact_mail'),
  '1.12': required('phone', 'second_contact_phone'),
  '1.13': optional('text', 'parent_name'),
  '1.14': when(filled('1.13'), 'lei', 'parent_lei'),
  '1.15': required('text'),
};

const initial: Readonly<Record<string, Line>> = {
  '2.1': required('text', 'incident_reference'),
  '2.2': required('instant', 'detected_at'),
  '2.3': required('instant', 'classified_at'),
  '2.4': required('long_text', 'description'),
  '2.5': required('choices'),
  '2.6': when(has('2.5', 'geographical_spread'), 'countries', 'member_states'),
  '2.7': required('choice'),
  '2.8': when(has('2.7', 'third_party_provider'), 'long_text'),
  '2.9': required('yes_no'),
  '2.10': when(has('1.1', 'reclassified_as_non_major'), 'long_text'),
};

const intermediate: Readonly<Record<string, Line>> = {
  '3.1': optional('text', 'authority_reference'),
  '3.2': required('instant', 'occurred_at'),
  '3.3': when(filled('3.16'), 'instant', 'recovered_at'),
  '3.4': required('count', 'clients_count'),
  '3.5': required('percent', 'clients_percent'),
  '3.6': required('count', 'counterparts_count'),
  '3.7': required('percent', 'counterparts_percent'),
  '3.8': optional('yes_no', 'relevant_client'),
  '3.9': optional('count', 'transactions_count'),
  '3.10': optional('percent', 'transactions_percent'),
  '3.11': optional('amount_eur_thousands', 'transactions_eur'),
  '3.12': required('choices'),
  '3.13': when(has('2.5', 'reputational_impact'), 'choices'),
  '3.14': when(filled('3.13'), 'long_text'),
  '3.15': required('duration', 'duration_minutes'),
  '3.16': optional('duration', 'downtime_minutes'),
  '3.17': when(filled('3.15', '3.16'), 'choice'),
  '3.18': when(has('2.5', 'geographical_spread'), 'choices'),
  '3.19': when(filled('3.18'), 'long_text'),
  '3.20': when(has('2.5', 'data_losses'), 'choices'),
  '3.21': when(filled('3.20'), 'long_text'),
  '3.22': required('long_text', 'critical_services'),
  '3.23': required('choices'),
  '3.24': when(has('3.23', 'other'), 'text'),
  '3.25': when(has('3.23', 'cybersecurity_related'), 'choices'),
  '3.26': when(has('3.25', 'other'), 'text'),
  '3.27': required('long_text'),
  '3.28': required('choice'),
  '3.29': when(has('3.28', 'yes'), 'long_text'),
  '3.30': required('choice', 'client_financial_interest'),
  '3.31': required('choices', 'other_authorities'),
  '3.32': when(has('3.31', 'other'), 'text'),
  '3.33': required('yes_no'),
  '3.34': when(has('3.33', true), 'long_text', 'mitigation'),
  '3.35': optional('long_text', 'indicators'),
};

const final: Readonly<Record<string, Line>> = {
  '4.1': required('choices', 'root_cause_class'),
  '4.2': required('choices'),
  '4.3': optional('choices'),
  '4.4': when(has('4.2', 'process.other', 'system.other', 'human.other', 'external.other'), 'text'),
  '4.5': required('long_text', 'root_cause'),
  '4.6': required('long_text'),
  '4.7': required('instant'),
  '4.8': required('instant', 'resolved_at'),
  '4.9': optional('long_text'),
  '4.10': optional('long_text'),
  '4.11': optional('long_text'),
  '4.12': required('long_text'),
  '4.13': required('amount_eur_thousands', 'gross_costs_eur'),
  '4.14': required('amount_eur_thousands'),
  '4.15': optional('long_text'),
  '4.16': when(filled('4.15'), 'text'),
};

const parts = { general, initial, intermediate, final } as const;
type Part = keyof typeof parts;

/** Sources differ on these, or the values were not seen in the Official Journal. */
const UNSETTLED = ['1.3', '1.10', '1.11', '1.12', '3.18'];

function fieldOf(id: string, line: Line, part: Part): Field {
  const article = `Implementing Regulation (EU) 2025/302 Annex II field ${id}`;
  const choices = doraChoices[id] ?? [];
  return {
    id,
    number: id,
    label: wordsFor(doraWords, id),
    help: null,
    type: line.type,
    choices,
    covers: [part],
    required: line.required ?? 'never',
    portalCharactersMax: null,
    source: line.source ?? null,
    legal: UNSETTLED.includes(id)
      ? unsettled(article, 'To be verified in the Official Journal: sources differ on it.')
      : secondary(article),
  };
}

/** The sections of the reports: each stage repeats those of the stages before it. */
export function doraSections(wanted: readonly string[]): readonly FormSection[] {
  return (Object.keys(parts) as Part[])
    .filter((part) => wanted.includes(part))
    .map((part) => ({
      id: part,
      title: wordsFor(sectionWords, part),
      fields: Object.entries(parts[part]).map(([id, line]) => fieldOf(id, line, part)),
    }));
}

/** Single fields of the report, for stages that ask for some of them only. */
export function doraField(id: string, covers: string, rule: FieldRule): Field {
  for (const part of Object.keys(parts) as Part[]) {
    const line = parts[part][id];
    if (line !== undefined) return { ...fieldOf(id, line, part), covers: [covers], required: rule };
  }
  throw new Error(`Cannot take field ${id}: the reports of DORA have none of this number`);
}
