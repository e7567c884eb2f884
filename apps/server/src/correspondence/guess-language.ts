// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';

/** Small words that are frequent in one of the four languages and rare in the others. */
const frequent: Record<Language, ReadonlySet<string>> = {
  en: new Set(
    'the and is are was were have has not you your this that with for from they there would could what when which please'.split(
      ' ',
    ),
  ),
  nl: new Set(
    'het een en niet ik wij jullie van voor met naar ook maar deze dit dat heb hebben heeft zijn wordt bij uw graag ze kan'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le la les des une et est dans pour pas vous nous avec sur ce cette qui que je il au aux du mon votre été merci'.split(
      ' ',
    ),
  ),
  de: new Set(
    'der die das und nicht ich wir sie ist sind ein eine mit für auf von zu den dem bei auch habe haben wurde bitte ihre'.split(
      ' ',
    ),
  ),
};

const WORDS_MAX = 2_000;
const FOUND_MIN = 3;
/** How far the first must be ahead of the second: mails quote a phishing mail in another language. */
const LEAD_MIN = 1.4;

/** The language of a text by its small words; the fallback where that says too little. */
export function guessLanguage(text: string, fallback: Language): Language {
  const counts = new Map<Language, number>(languages.map((language) => [language, 0]));
  const words =
    text
      .slice(0, WORDS_MAX * 8)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  for (const word of words.slice(0, WORDS_MAX)) {
    for (const language of languages) {
      if (frequent[language].has(word)) {
        counts.set(language, (counts.get(language) ?? 0) + 1);
      }
    }
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first !== undefined && first[1] >= FOUND_MIN && first[1] >= (second?.[1] ?? 0) * LEAD_MIN
    ? first[0]
    : fallback;
}
