// SPDX-License-Identifier: Apache-2.0
import { type GuideSection, guideSections, type Language } from '@belfry/contract';
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import nl from './messages/nl.json' with { type: 'json' };

export type GuideMessage = keyof typeof en;

/** A language without one of the messages does not compile. */
export const guideMessages: Readonly<Record<Language, Readonly<Record<GuideMessage, string>>>> = {
  en,
  nl,
  fr,
  de,
};

export function guideWord(
  language: Language,
  id: GuideMessage,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return guideMessages[language][id].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  );
}

/** Belfry's own texts of the guide, for organisations that have not written theirs. */
export function usualTexts(language: Language): Record<GuideSection, string> {
  return Object.fromEntries(
    guideSections.map((section) => [section, guideMessages[language][`text.${section}`]]),
  ) as Record<GuideSection, string>;
}
