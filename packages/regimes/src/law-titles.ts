// SPDX-License-Identifier: Apache-2.0
import { outcomeTexts, regimeTexts, stageTexts } from './law-texts.ts';
import type { QuestionTexts } from './question-texts.ts';
import { regimes } from './regimes.ts';

type Language = keyof QuestionTexts;

// French sets its colon apart, by a space that does not break.
const joined = (law: string, what: string, language: Language): string =>
  `${law}${language === 'fr' ? '\u00a0: ' : ': '}${what}`;

/** A stage in one line: the law, and its stage by the term of the act. */
export const stageTitle = (regimeId: string, stageId: string, language: Language): string =>
  joined(regimeTexts(regimeId)[language], stageTexts(regimeId, stageId)[language], language);

/** What a person decided, in one line. What is not of the law is known by its id. */
export function outcomeTitle(regimeId: string, outcomeId: string, language: Language): string {
  const regime = regimes.find(({ id }) => id === regimeId);
  const outcome = regime?.outcomes.find(({ id }) => id === outcomeId);
  const what = outcome === undefined ? outcomeId : outcomeTexts(outcome.says)[language];
  return joined(regimeTexts(regimeId)[language], what, language);
}
