// SPDX-License-Identifier: Apache-2.0
import type { Field, FieldValue } from './form.ts';
import { isFilled } from './form.ts';
import type { QuestionTexts } from './question-texts.ts';

type Spoken = keyof QuestionTexts;

const YES: QuestionTexts = { en: 'Yes', nl: 'Ja', fr: 'Oui', de: 'Ja' };
const NO: QuestionTexts = { en: 'No', nl: 'Nee', fr: 'Non', de: 'Nein' };

/** An instant as every authority reads it: in UTC, to the second. */
const instantText = (value: string) => `${new Date(value).toISOString().slice(0, 19)}Z`;

/** A value in words of the language of the filing; empty where nothing stands there. */
export function printValue(field: Field, value: FieldValue, language: Spoken): string {
  if (!isFilled(value) || value === null) return '';
  if (typeof value === 'boolean') return (value ? YES : NO)[language];
  const label = (word: string) =>
    field.choices.find((choice) => choice.value === word)?.label[language] ?? word;
  if (typeof value === 'number') return field.type === 'percent' ? `${value} %` : String(value);
  if (typeof value === 'string') {
    if (field.type === 'instant') return Number.isNaN(Date.parse(value)) ? value : instantText(value);
    return label(value);
  }
  return value.map(label).join(field.type === 'countries' ? ', ' : '; ');
}
