// SPDX-License-Identifier: Apache-2.0
import { type GuideContent, type GuideSection, guideSections, type Language } from '@belfry/contract';
import { usualTexts } from './words.ts';

/** Before anybody published: Belfry's own texts everywhere, and no security.txt, which is a promise to answer. */
export const noContent: GuideContent = {
  texts: {},
  hidden: [],
  security: { isPublished: false, encryption: null, acknowledgments: null, hiring: null },
};

/** The text the public reads in a section, or null when it is left out. */
export function textOf(content: GuideContent, language: Language, section: GuideSection): string | null {
  if (content.hidden.includes(section)) {
    return null;
  }
  const own = content.texts[language]?.[section]?.trim() ?? '';
  return own === '' ? usualTexts(language)[section] : own;
}

/**
 * Content as it is kept: a text equal to Belfry's own is none of the organisation's, so that a better one of ours
 * reaches the page with the next release.
 */
export function asKept(content: GuideContent): GuideContent {
  const texts: GuideContent['texts'] = {};
  for (const [language, sections] of Object.entries(content.texts) as [Language, Record<string, string>][]) {
    const usual = usualTexts(language);
    const own = guideSections.flatMap((section) => {
      const text = (sections[section] ?? '').replaceAll(/\r\n?/g, '\n').trim();
      return text === '' || text === usual[section].trim() ? [] : [[section, text] as const];
    });
    if (own.length > 0) {
      texts[language] = Object.fromEntries(own);
    }
  }
  return { ...content, texts, hidden: guideSections.filter((section) => content.hidden.includes(section)) };
}

/** What changed, as the record tells it: each text by its language and section. */
export function flat(content: GuideContent): Record<string, unknown> {
  const texts = Object.entries(content.texts).flatMap(([language, sections]) =>
    Object.entries(sections).map(([section, text]) => [`${language}.${section}`, text] as const),
  );
  return { hidden: content.hidden, ...content.security, ...Object.fromEntries(texts) };
}
