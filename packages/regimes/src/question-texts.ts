// SPDX-License-Identifier: Apache-2.0

import { incidentWords } from './incident-words.ts';
import { organisationWords } from './organisation-words.ts';
import { significanceWords } from './significance-words.ts';

/** A question in the four languages of the desk. */
export interface QuestionTexts {
  readonly en: string;
  readonly nl: string;
  readonly fr: string;
  readonly de: string;
}

export const translatedQuestions = new Map(
  [...organisationWords, ...significanceWords, ...incidentWords].map(
    ([id, nl, fr, de]) => [id, { nl, fr, de }] as const,
  ),
);

/** Adds the other languages to the English. A question nobody has translated is a fault here, not on a screen. */
export function textsOf(id: string, en: string): QuestionTexts {
  const texts = translatedQuestions.get(id);
  if (texts === undefined) throw new Error(`Cannot ask "${id}" in Dutch, French and German: add its words`);
  return { en, ...texts };
}
