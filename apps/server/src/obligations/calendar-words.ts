// SPDX-License-Identifier: Apache-2.0
import type { Language, obligationStageKinds } from '@belfry/contract';

type Kind = (typeof obligationStageKinds)[number];

interface CalendarWords {
  readonly name: string;
  readonly kinds: Readonly<Record<Kind, string>>;
  /** What is due, in one line: what, to which law, of which incident. */
  readonly due: (what: string, regime: string, reference: string) => string;
  readonly met: (due: string) => string;
  readonly dropped: (due: string) => string;
  readonly article: (cite: string) => string;
}

export const calendarWords: Readonly<Record<Language, CalendarWords>> = {
  en: {
    name: 'What we owe',
    kinds: {
      early_warning: 'Early warning',
      notification: 'Incident notification',
      intermediate: 'Intermediate report',
      progress: 'Progress report',
      final: 'Final report',
      delay_notice: 'Notice of delay',
      reclassification: 'Notice of reclassification',
      management: 'Telling the management',
      client: 'Telling clients',
      data_subject: 'Telling data subjects',
      user: 'Telling users',
      public: 'Telling the public',
      record: 'Entry in the register',
      voluntary: 'Voluntary notice',
      inbound: 'Answer of the authority',
    },
    due: (what, regime, reference) => `${what} (${regime}) due, ${reference}`,
    met: (due) => `Done: ${due}`,
    dropped: (due) => `No longer owed: ${due}`,
    article: (cite) => `Article: ${cite}`,
  },
  nl: {
    name: 'Wat we verschuldigd zijn',
    kinds: {
      early_warning: 'Vroegtijdige waarschuwing',
      notification: 'Incidentmelding',
      intermediate: 'Tussentijds verslag',
      progress: 'Voortgangsverslag',
      final: 'Eindverslag',
      delay_notice: 'Kennisgeving van vertraging',
      reclassification: 'Kennisgeving van herindeling',
      management: 'Directie inlichten',
      client: 'Klanten inlichten',
      data_subject: 'Betrokkenen inlichten',
      user: 'Gebruikers inlichten',
      public: 'Publiek inlichten',
      record: 'Aantekening in het register',
      voluntary: 'Vrijwillige melding',
      inbound: 'Antwoord van de autoriteit',
    },
    due: (what, regime, reference) => `${what} (${regime}) verwacht, ${reference}`,
    met: (due) => `Gedaan: ${due}`,
    dropped: (due) => `Niet meer verschuldigd: ${due}`,
    article: (cite) => `Artikel: ${cite}`,
  },
  fr: {
    name: 'Ce que nous devons',
    kinds: {
      early_warning: 'Alerte précoce',
      notification: 'Notification d’incident',
      intermediate: 'Rapport intermédiaire',
      progress: 'Rapport d’avancement',
      final: 'Rapport final',
      delay_notice: 'Avis de retard',
      reclassification: 'Avis de reclassement',
      management: 'Information de la direction',
      client: 'Information des clients',
      data_subject: 'Information des personnes concernées',
      user: 'Information des utilisateurs',
      public: 'Information du public',
      record: 'Inscription au registre',
      voluntary: 'Notification volontaire',
      inbound: 'Réponse de l’autorité',
    },
    due: (what, regime, reference) => `Échéance : ${what} (${regime}), ${reference}`,
    met: (due) => `Fait : ${due}`,
    dropped: (due) => `N’est plus dû : ${due}`,
    article: (cite) => `Article : ${cite}`,
  },
  de: {
    name: 'Was wir schulden',
    kinds: {
      early_warning: 'Frühwarnung',
      notification: 'Meldung des Vorfalls',
      intermediate: 'Zwischenbericht',
      progress: 'Fortschrittsbericht',
      final: 'Abschlussbericht',
      delay_notice: 'Anzeige der Verspätung',
      reclassification: 'Anzeige der Neueinstufung',
      management: 'Unterrichtung der Leitung',
      client: 'Unterrichtung der Kunden',
      data_subject: 'Benachrichtigung der Betroffenen',
      user: 'Unterrichtung der Nutzer',
      public: 'Unterrichtung der Öffentlichkeit',
      record: 'Eintrag im Verzeichnis',
      voluntary: 'Freiwillige Meldung',
      inbound: 'Antwort der Behörde',
    },
    due: (what, regime, reference) => `${what} (${regime}) fällig, ${reference}`,
    met: (due) => `Erledigt: ${due}`,
    dropped: (due) => `Nicht mehr geschuldet: ${due}`,
    article: (cite) => `Artikel: ${cite}`,
  },
};
