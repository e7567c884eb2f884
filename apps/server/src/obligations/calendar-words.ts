// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

interface CalendarWords {
  readonly name: string;
  /** What is due, in one line: what, to which law, of which incident. */
  readonly due: (what: string, regime: string, reference: string) => string;
  readonly met: (due: string) => string;
  readonly dropped: (due: string) => string;
  readonly article: (cite: string) => string;
}

export const calendarWords: Readonly<Record<Language, CalendarWords>> = {
  en: {
    name: 'What we owe',
    due: (what, regime, reference) => `${what} (${regime}) due, ${reference}`,
    met: (due) => `Done: ${due}`,
    dropped: (due) => `No longer owed: ${due}`,
    article: (cite) => `Article: ${cite}`,
  },
  nl: {
    name: 'Onze verplichtingen',
    due: (what, regime, reference) => `${what} (${regime}) in te dienen, ${reference}`,
    met: (due) => `Gedaan: ${due}`,
    dropped: (due) => `Niet meer verplicht: ${due}`,
    article: (cite) => `Artikel: ${cite}`,
  },
  fr: {
    name: 'Ce que nous devons',
    due: (what, regime, reference) => `Échéance : ${what} (${regime}), ${reference}`,
    met: (due) => `Fait : ${due}`,
    dropped: (due) => `N’est plus dû : ${due}`,
    article: (cite) => `Article : ${cite}`,
  },
  de: {
    name: 'Unsere Pflichten',
    due: (what, regime, reference) => `${what} (${regime}) fällig, ${reference}`,
    met: (due) => `Erledigt: ${due}`,
    dropped: (due) => `Nicht mehr verpflichtend: ${due}`,
    article: (cite) => `Artikel: ${cite}`,
  },
};
