// SPDX-License-Identifier: Apache-2.0
import { type AnnouncementTexts, type Language, languages } from '@belfry/contract';

interface StatusWords {
  readonly title: string;
  readonly none: string;
  readonly now: string;
  readonly over: string;
  readonly since: string;
  readonly update: string;
  readonly ended: string;
  readonly feed: string;
  readonly gone: string;
}

/** Words of the public status page. */
export const statusWords: Readonly<Record<Language, StatusWords>> = {
  en: {
    title: 'Status',
    none: 'There is nothing to tell at the moment.',
    now: 'Now',
    over: 'Over',
    since: 'Told',
    update: 'Update',
    ended: 'Over since',
    feed: 'Follow it with a feed reader (Atom)',
    gone: 'This page is not there.',
  },
  nl: {
    title: 'Status',
    none: 'Er is op dit ogenblik niets te melden.',
    now: 'Nu',
    over: 'Voorbij',
    since: 'Gemeld',
    update: 'Aanvulling',
    ended: 'Voorbij sinds',
    feed: 'Volgen met een feedlezer (Atom)',
    gone: 'Deze pagina bestaat niet.',
  },
  fr: {
    title: 'État',
    none: 'Il n’y a rien à signaler pour le moment.',
    now: 'En cours',
    over: 'Terminé',
    since: 'Annoncé',
    update: 'Complément',
    ended: 'Terminé depuis',
    feed: 'Suivre avec un lecteur de flux (Atom)',
    gone: 'Cette page n’existe pas.',
  },
  de: {
    title: 'Status',
    none: 'Zurzeit gibt es nichts zu melden.',
    now: 'Jetzt',
    over: 'Vorbei',
    since: 'Gemeldet',
    update: 'Ergänzung',
    ended: 'Vorbei seit',
    feed: 'Mit einem Feedreader verfolgen (Atom)',
    gone: 'Diese Seite gibt es nicht.',
  },
};

/** The words in the reader's language, else in the first one they were written in. */
export function wordsFor(
  texts: AnnouncementTexts,
  wanted: Language,
): { readonly language: Language; readonly subject: string; readonly text: string } {
  const language = texts[wanted] === undefined ? languages.find((one) => texts[one] !== undefined) : wanted;
  const words = language === undefined ? undefined : texts[language];
  // Nothing is approved without words.
  if (language === undefined || words === undefined) throw new Error('Expected words on a shown note');
  return { language, ...words };
}
