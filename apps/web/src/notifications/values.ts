// SPDX-License-Identifier: Apache-2.0
import type { FieldValue, FormField, FormSection, Language } from '@belfry/contract';
import { valueProblem } from '@belfry/regimes';
import type { TFunction } from 'i18next';
import { showInstant, zoneWord } from '../ui/instants.ts';

/** Where a field's input stands on the page: what is missing leads there. */
export const inputIdOf = (field: string): string => `field-${field}`;

export const fieldsOf = (sections: readonly FormSection[]): FormField[] =>
  sections.flatMap(({ fields }) => fields);

/** Number and words of a field, as the act and the reader name it. */
export function labelOf({ label, number }: FormField, language: Language): string {
  return number === null ? label[language] : `${number} ${label[language]}`;
}

export const isEmpty = (value: FieldValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What stands in a field, in the reader's words. */
export function showValue(
  t: TFunction,
  field: Pick<FormField, 'type' | 'choices'>,
  value: FieldValue,
  how: { readonly language: Language; readonly locale: string; readonly zone: string },
): string {
  if (isEmpty(value)) {
    return t('notifications:value.none');
  }
  if (typeof value === 'boolean') {
    return t(value ? 'notifications:value.yes' : 'notifications:value.no');
  }
  if (typeof value === 'number') {
    return new Intl.NumberFormat(how.locale).format(value);
  }
  const named = (one: string) =>
    field.choices.find((choice) => choice.value === one)?.label[how.language] ?? one;
  if (Array.isArray(value)) {
    return value.map(named).join(', ');
  }
  const words = value as string;
  return field.type === 'instant' && !Number.isNaN(Date.parse(words))
    ? `${showInstant(words, how.locale, how.zone)} ${zoneWord(words, how.locale, how.zone)}`
    : named(words);
}

/** Moments before this are a year somebody is still typing. */
const earliestMoment = '1990';

/** Whether a value is typed only in part: it waits here, with words beside the field, and nothing else waits for it. */
export function isHalfTyped(field: Pick<FormField, 'type' | 'choices'>, value: FieldValue): boolean {
  return (
    valueProblem(field, value) !== null ||
    (field.type === 'instant' && typeof value === 'string' && value !== '' && value < earliestMoment)
  );
}

/** A typed number, or undefined while it is none. A comma counts as the decimal sign, blanks as none. */
export function numberOf(typed: string): number | null | undefined {
  const plain = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') {
    return null;
  }
  return /^-?\d+(\.\d*)?$/.test(plain) ? Number(plain) : undefined;
}

/** Country codes out of what somebody typed: "be, nl" is two of them. */
export function countriesOf(typed: string): string[] {
  return typed
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((one) => one !== '');
}
