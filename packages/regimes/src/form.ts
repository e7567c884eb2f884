// SPDX-License-Identifier: Apache-2.0
import type { FormFact } from './form-facts.ts';
import type { QuestionTexts } from './question-texts.ts';
import type { Legal } from './regime.ts';

/** What a field takes. Money is in thousands of euro, as DORA's forms ask; a duration is DD:HH:MM. */
export const fieldTypes = [
  'text',
  'long_text',
  'yes_no',
  'choice',
  'choices',
  'count',
  'amount_eur_thousands',
  'percent',
  'instant',
  'duration',
  'countries',
  'lei',
  'mail',
  'phone',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export type FieldValue = null | boolean | number | string | readonly string[];

/** When a field is asked or required, by what stands in others. */
export type FieldRule =
  | 'always'
  | 'never'
  | { readonly field: string; readonly isOneOf: readonly (string | boolean)[] }
  | { readonly filled: readonly string[] };

export interface FieldChoice {
  readonly value: string;
  readonly label: QuestionTexts;
}

export interface Field {
  /** Stable, unique in its form: the act's own number where it has one. */
  readonly id: string;
  readonly number: string | null;
  readonly label: QuestionTexts;
  readonly help: QuestionTexts | null;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  /** Which contents of the stage it answers. */
  readonly covers: readonly string[];
  readonly required: FieldRule;
  /** What the portal takes, in characters; null where no limit is known. */
  readonly portalCharactersMax: number | null;
  /** Which fact fills it. Fields of different acts with one fact are the same thing told twice. */
  readonly source: FormFact | null;
  readonly legal: Legal;
}

export interface FormSection {
  readonly id: string;
  readonly title: QuestionTexts;
  readonly fields: readonly Field[];
}

/** What one stage of one regime wants to be told. */
export interface Form {
  readonly regimeId: string;
  readonly stageId: string;
  readonly sections: readonly FormSection[];
}

/** What stands in the fields of a form, as far as rules read it. */
export type FormContent = Readonly<Record<string, { readonly value: FieldValue } | undefined>>;

export const fieldProblems = ['missing', 'not_of_type', 'not_a_choice', 'too_long_for_portal'] as const;
export interface FieldProblem {
  readonly field: string;
  readonly problem: (typeof fieldProblems)[number];
}

export const fieldsOf = (form: Form): readonly Field[] => form.sections.flatMap(({ fields }) => fields);

/** Whether something stands there. "No" and zero are answers; blanks are none. */
export function isFilled(value: FieldValue | undefined): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' ? value.length > 0 : true;
}

export function holds(rule: FieldRule, content: FormContent): boolean {
  if (rule === 'always') return true;
  if (rule === 'never') return false;
  if ('filled' in rule) return rule.filled.some((id) => isFilled(content[id]?.value));
  const value = content[rule.field]?.value;
  if (value === null || value === undefined || typeof value === 'number') return false;
  const chosen = typeof value === 'object' ? value : [value];
  return chosen.some((each) => rule.isOneOf.includes(each));
}

const PATTERNS: Partial<Record<FieldType, RegExp>> = {
  duration: /^\d{2,3}:([01]\d|2[0-3]):[0-5]\d$/,
  // ISO 17442: eighteen letters or digits and two check digits.
  lei: /^[0-9A-Z]{18}\d{2}$/,
  mail: /^[^\s<>()[\]\\,;:@"]+@[\p{L}\p{N}.-]+$/u,
  phone: /^[+\d][\d\s()./-]{2,40}$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
};

/** What decides whether a value fits. */
type Fit = Pick<Field, 'type' | 'choices'>;

function isOfType({ type }: Fit, value: FieldValue): boolean {
  if (type === 'yes_no') return typeof value === 'boolean';
  if (type === 'count') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (type === 'percent') return typeof value === 'number' && value >= 0 && value <= 100;
  if (type === 'amount_eur_thousands') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'choices' || type === 'countries') {
    return Array.isArray(value) && value.every((each) => typeof each === 'string');
  }
  if (typeof value !== 'string') return false;
  if (type === 'instant' && Number.isNaN(Date.parse(value))) return false;
  return PATTERNS[type]?.test(value.trim()) ?? true;
}

function isAmongChoices({ type, choices }: Fit, value: FieldValue): boolean {
  const chosen = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  if (type === 'countries') return chosen.every((each) => /^[A-Z]{2}$/.test(each));
  if (type !== 'choice' && type !== 'choices') return true;
  return chosen.every((each) => choices.some((choice) => choice.value === each));
}

/** What is wrong with one value by itself; null where nothing is. Nothing at all is no fault of a value. */
export function valueProblem(field: Fit, value: FieldValue): 'not_of_type' | 'not_a_choice' | null {
  if (!isFilled(value)) return null;
  if (!isOfType(field, value)) return 'not_of_type';
  return isAmongChoices(field, value) ? null : 'not_a_choice';
}

/**
 * What approval waits for, field by field. Longer than the portal takes is told only where the text is what the portal
 * gets: it can be cut, and a person has to see where.
 */
export function checkContent(form: Form, content: FormContent): readonly FieldProblem[] {
  return fieldsOf(form).flatMap((field): FieldProblem[] => {
    const value = content[field.id]?.value ?? null;
    if (!isFilled(value)) {
      return holds(field.required, content) ? [{ field: field.id, problem: 'missing' }] : [];
    }
    const problem = valueProblem(field, value);
    if (problem !== null) return [{ field: field.id, problem }];
    const { portalCharactersMax: max } = field;
    const isTooLong = max !== null && typeof value === 'string' && [...value].length > max;
    return isTooLong ? [{ field: field.id, problem: 'too_long_for_portal' }] : [];
  });
}
