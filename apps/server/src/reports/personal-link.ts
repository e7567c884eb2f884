// SPDX-License-Identifier: Apache-2.0
import { type Language, limits } from '@belfry/contract';

/**
 * Stands in a kept mail where the reporter's personal link goes. The link itself is put in on the way out: whoever
 * reads the record of mails must not get into the reporter's mailbox with what they read.
 */
export const PERSONAL_LINK = '[personal link]';

const words: Record<Language, string> = {
  en: 'Read everything and answer on your own page: {link}\nThe link is for you alone and works for {days} days.',
  nl: 'Alles lezen en antwoorden doet u op uw eigen pagina: {link}\nDe link is alleen voor u en werkt {days} dagen.',
  fr: 'Pour tout lire et répondre, ouvrez votre page : {link}\nCe lien n’est que pour vous et fonctionne pendant {days} jours.',
  de: 'Alles lesen und antworten können Sie auf Ihrer eigenen Seite: {link}\nDer Link ist nur für Sie und gilt {days} Tage.',
};

/** The paragraph of a mail that carries the personal link. */
export function personalLinkWords(language: Language): string {
  return words[language]
    .replace('{link}', PERSONAL_LINK)
    .replace('{days}', String(limits.reportLinkAgeMsMax / 86_400_000));
}

/**
 * The words of a mail as they leave.
 *
 * @param link null where the mail may not open the report: the paragraph then stays out
 */
export function withPersonalLink(text: string, link: string | null): string {
  if (!text.includes(PERSONAL_LINK)) {
    return text;
  }
  return link === null
    ? text
        .split('\n\n')
        .filter((paragraph) => !paragraph.includes(PERSONAL_LINK))
        .join('\n\n')
    : text.replaceAll(PERSONAL_LINK, () => link);
}
