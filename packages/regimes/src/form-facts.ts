// SPDX-License-Identifier: Apache-2.0
import type { Field, FieldValue, Form } from './form.ts';
import { fieldsOf, isFilled, valueProblem } from './form.ts';

/**
 * Facts that several acts ask for under other names: filled once, told to all, and compared between what two
 * authorities get.
 */
export const formFacts = [
  'entity_name',
  'entity_lei',
  'dora_entity_types',
  'parent_name',
  'parent_lei',
  'sectors',
  'entity_class',
  'contact_name',
  'contact_mail',
  'contact_phone',
  'second_contact_name',
  'second_contact_mail',
  'second_contact_phone',
  'dpo_name',
  'dpo_mail',
  'dpo_phone',
  'incident_reference',
  'authority_reference',
  'title',
  'description',
  'aware_at',
  'detected_at',
  'occurred_at',
  'classified_at',
  'recovered_at',
  'resolved_at',
  'suspected_malicious',
  'cross_border',
  'member_states',
  'severity_and_impact',
  'indicators',
  'root_cause',
  'root_cause_class',
  'mitigation',
  'consequences',
  'people_count',
  'people_categories',
  'records_count',
  'records_categories',
  'user_measures',
  'other_authorities',
  'late_reasons',
  'clients_count',
  'clients_percent',
  'counterparts_count',
  'counterparts_percent',
  'transactions_count',
  'transactions_percent',
  'transactions_eur',
  'relevant_client',
  'duration_minutes',
  'downtime_minutes',
  'critical_services',
  'client_financial_interest',
  'gross_costs_eur',
  'product',
  'vulnerability',
  'malicious_actor',
] as const;
export type FormFact = (typeof formFacts)[number];

/** A known fact. Minutes and euro as they are counted here; a field of another unit is filled converted. */
export interface KnownFact<Origin> {
  readonly value: FieldValue;
  readonly origin: Origin;
  readonly isEstimate: boolean;
}
export type KnownFacts<Origin> = Partial<Record<FormFact, KnownFact<Origin>>>;

const two = (count: number) => String(count).padStart(2, '0');

/** DD:HH:MM, as DORA writes durations. */
export function durationOf(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  return `${two(Math.floor(whole / 1_440))}:${two(Math.floor(whole / 60) % 24)}:${two(whole % 60)}`;
}

const choosable = ({ choices }: Field, value: string): string | null =>
  choices.find((choice) => choice.value === value)?.value ?? null;

function asMany(field: Field, value: FieldValue): FieldValue {
  const many = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
  if (field.type === 'countries') return many;
  return many.flatMap((each) => choosable(field, each) ?? []);
}

/** A fact as a field takes it, or null where it does not fit. */
export function asFieldValue(field: Field, value: FieldValue): FieldValue {
  if (!isFilled(value)) return null;
  if (field.type === 'duration' && typeof value === 'number') return durationOf(value);
  if (field.type === 'amount_eur_thousands' && typeof value === 'number') return Math.round(value / 1_000);
  if (field.type === 'choices' || field.type === 'countries') {
    const many = asMany(field, value);
    return isFilled(many) ? many : null;
  }
  if (field.type === 'choice') {
    const word = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
    return typeof word === 'string' ? choosable(field, word) : null;
  }
  const fits = valueProblem(field, value) === null;
  return fits ? value : null;
}

export interface Prefilled<Origin> {
  readonly value: FieldValue;
  readonly origin: Origin;
  readonly isEstimate: boolean;
}

/** Fills a form from what is known: fields nobody knows anything about stay out. */
export function prefill<Origin>(
  form: Form,
  facts: KnownFacts<Origin>,
): Readonly<Record<string, Prefilled<Origin>>> {
  const filled: Record<string, Prefilled<Origin>> = {};
  for (const field of fieldsOf(form)) {
    const fact = field.source === null ? undefined : facts[field.source];
    if (fact === undefined) continue;
    const value = asFieldValue(field, fact.value);
    if (value !== null) filled[field.id] = { ...fact, value };
  }
  return filled;
}
