// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';
import i18next from 'i18next';
import Icu from 'i18next-icu';
import { initReactI18next } from 'react-i18next';

const rememberedAs = 'belfry.language';

/** One chunk a language, so that a page loads the words of one only. */
const wordsOf: Record<Language, () => Promise<{ words: Record<string, Record<string, string>> }>> = {
  en: () => import('./en.ts'),
  nl: () => import('./nl.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
};

/** Language tags for dates and numbers: the Belgian forms. */
export const localeOf: Record<Language, string> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE' };
export const languageNames: Record<Language, string> = {
  en: 'English',
  nl: 'Nederlands',
  fr: 'Français',
  de: 'Deutsch',
};

const known = (value: string | null | undefined): Language | undefined =>
  languages.find((one) => one === value?.slice(0, 2).toLowerCase());

/** Before anybody signed in: what was chosen here before, else the browser's first language that we speak. */
export function languageToStartIn(): Language {
  return (
    known(localStorage.getItem(rememberedAs)) ??
    navigator.languages.map(known).find((one) => one !== undefined) ??
    'en'
  );
}

export function languageChosenHere(): Language | undefined {
  return known(localStorage.getItem(rememberedAs));
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(rememberedAs, language);
}

/** Loads the words of a language and shows every screen in it. */
export async function speak(language: Language): Promise<void> {
  const { words } = await wordsOf[language]();
  if (!i18next.isInitialized) {
    await i18next
      .use(Icu)
      .use(initReactI18next)
      .init({
        lng: language,
        fallbackLng: false,
        resources: {},
        keySeparator: false,
        nsSeparator: ':',
        react: { useSuspense: false },
      });
  }
  for (const [noun, entries] of Object.entries(words)) {
    i18next.addResourceBundle(language, noun, entries, false, true);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
