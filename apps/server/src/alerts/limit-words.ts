// SPDX-License-Identifier: Apache-2.0
import type { Language, LimitPercent } from '@belfry/contract';
import type { StageKind } from '@belfry/regimes';

/** What a limit's page says, in the four languages of people. */
export interface LimitWords {
  readonly gone: Readonly<Record<LimitPercent, string>>;
  /** Of a duty without a number. */
  readonly reminder: string;
  readonly due: (at: string) => string;
  readonly body: (what: string, duty: string, due: string, about: string, link: string) => string;
  readonly blindSubject: string;
  readonly blind: (who: string, link: string) => string;
  readonly testSubject: string;
  readonly test: (roster: string, link: string) => string;
  /** Many at once. */
  readonly many: {
    readonly limits: (count: number) => string;
    readonly critical: (count: number) => string;
    readonly body: (what: string, lines: string, link: string) => string;
  };
  readonly stages: Readonly<Record<StageKind, string>>;
}

export const limitWords: Record<Language, LimitWords> = {
  en: {
    gone: {
      50: 'Half of the time is gone',
      75: 'Three quarters of the time are gone',
      90: 'Nine tenths of the time are gone',
      100: 'Legal limit missed',
    },
    reminder: 'Still to be done without delay',
    due: (at) => `Due ${at}.`,
    body: (what, duty, due, about, link) =>
      `${what}: ${duty}.\n${due}\n\n${about}\n\nOpen it and say that you have it:\n${link}\n\nUntil somebody answers, this message comes again and goes to more people.`,
    blindSubject: 'A legal limit comes near for an incident that you may not see',
    blind: (who, link) =>
      `A legal limit comes near for an incident that you may not see, and nobody who may see it has answered.\n\nAsk ${who} whether you are needed. Do not answer with details by mail.\n\n${link}`,
    testSubject: 'Test call',
    test: (roster, link) =>
      `This is a test: nothing has happened. You are on duty in “${roster}”.\n\nShow that you were reached and say that you have it:\n${link}`,
    many: {
      limits: (count) => `${count} legal limits ask for somebody`,
      critical: (count) => `${count} critical alerts ask for somebody`,
      body: (what, lines, link) =>
        `${what}.\n\n${lines}\n\nAll of them, each with its button to say that you have it:\n${link}\n\nUntil somebody answers, this message comes again and goes to more people.`,
    },
    stages: {
      early_warning: 'early warning',
      notification: 'notification',
      intermediate: 'intermediate report',
      progress: 'progress report',
      final: 'final report',
      delay_notice: 'notice of delay',
      reclassification: 'notice of reclassification',
      management: 'telling the management',
      client: 'telling clients',
      data_subject: 'telling data subjects',
      user: 'telling users',
      public: 'telling the public',
      record: 'keeping a record',
      voluntary: 'voluntary notification',
      inbound: 'answer of the authority',
    },
  },
  nl: {
    gone: {
      50: 'De helft van de tijd is voorbij',
      75: 'Drie kwart van de tijd is voorbij',
      90: 'Negen tiende van de tijd is voorbij',
      100: 'Wettelijke termijn overschreden',
    },
    reminder: 'Nog steeds te doen zonder onnodige vertraging',
    due: (at) => `Uiterlijk ${at}.`,
    body: (what, duty, due, about, link) =>
      `${what}: ${duty}.\n${due}\n\n${about}\n\nOpen het en laat weten dat u het opneemt:\n${link}\n\nTot iemand antwoordt, komt dit bericht terug en gaat het naar meer mensen.`,
    blindSubject: 'Een wettelijke termijn nadert voor een incident dat u niet mag zien',
    blind: (who, link) =>
      `Een wettelijke termijn nadert voor een incident dat u niet mag zien, en niemand die het mag zien heeft geantwoord.\n\nVraag ${who} of u nodig bent. Antwoord niet met details per mail.\n\n${link}`,
    testSubject: 'Testoproep',
    test: (roster, link) =>
      `Dit is een test: er is niets gebeurd. U hebt wacht in “${roster}”.\n\nLaat zien dat u bereikt bent en zeg dat u het hebt:\n${link}`,
    many: {
      limits: (count) => `${count} wettelijke termijnen vragen om iemand`,
      critical: (count) => `${count} kritieke oproepen vragen om iemand`,
      body: (what, lines, link) =>
        `${what}.\n\n${lines}\n\nAlle oproepen, elk met een knop om te laten weten dat u ze opneemt:\n${link}\n\nTot iemand antwoordt, komt dit bericht terug en gaat het naar meer mensen.`,
    },
    stages: {
      early_warning: 'vroegtijdige waarschuwing',
      notification: 'melding',
      intermediate: 'tussentijds verslag',
      progress: 'voortgangsverslag',
      final: 'eindverslag',
      delay_notice: 'bericht van vertraging',
      reclassification: 'bericht van herclassificatie',
      management: 'de leiding inlichten',
      client: 'cliënten inlichten',
      data_subject: 'betrokkenen inlichten',
      user: 'gebruikers inlichten',
      public: 'het publiek inlichten',
      record: 'vastleggen in het register',
      voluntary: 'vrijwillige melding',
      inbound: 'antwoord van de autoriteit',
    },
  },
  fr: {
    gone: {
      50: 'La moitié du temps est écoulée',
      75: 'Les trois quarts du temps sont écoulés',
      90: 'Les neuf dixièmes du temps sont écoulés',
      100: 'Délai légal dépassé',
    },
    reminder: 'Toujours à faire sans retard injustifié',
    due: (at) => `Échéance : ${at}.`,
    body: (what, duty, due, about, link) =>
      `${what} : ${duty}.\n${due}\n\n${about}\n\nOuvrez-le et dites que vous vous en chargez :\n${link}\n\nTant que personne ne répond, ce message revient et part à davantage de personnes.`,
    blindSubject: 'Un délai légal approche pour un incident que vous ne pouvez pas voir',
    blind: (who, link) =>
      `Un délai légal approche pour un incident que vous ne pouvez pas voir, et personne de ceux qui peuvent le voir n’a répondu.\n\nDemandez à ${who} si l’on a besoin de vous. Ne répondez pas avec des détails par courriel.\n\n${link}`,
    testSubject: 'Appel d’essai',
    test: (roster, link) =>
      `Ceci est un essai : il ne s’est rien passé. Vous êtes de garde dans « ${roster} ».\n\nMontrez que l’appel vous est parvenu et dites que vous vous en chargez :\n${link}`,
    many: {
      limits: (count) => `${count} délais légaux demandent quelqu’un`,
      critical: (count) => `${count} alertes critiques demandent quelqu’un`,
      body: (what, lines, link) =>
        `${what}.\n\n${lines}\n\nToutes, chacune avec un bouton pour dire que vous vous en chargez :\n${link}\n\nTant que personne ne répond, ce message revient et part à davantage de personnes.`,
    },
    stages: {
      early_warning: 'alerte précoce',
      notification: 'notification',
      intermediate: 'rapport intermédiaire',
      progress: 'rapport d’avancement',
      final: 'rapport final',
      delay_notice: 'avis de retard',
      reclassification: 'avis de reclassification',
      management: 'informer la direction',
      client: 'informer les clients',
      data_subject: 'informer les personnes concernées',
      user: 'informer les utilisateurs',
      public: 'informer le public',
      record: 'inscrire au registre',
      voluntary: 'notification volontaire',
      inbound: 'réponse de l’autorité',
    },
  },
  de: {
    gone: {
      50: 'Die Hälfte der Zeit ist verstrichen',
      75: 'Drei Viertel der Zeit sind verstrichen',
      90: 'Neun Zehntel der Zeit sind verstrichen',
      100: 'Gesetzliche Frist versäumt',
    },
    reminder: 'Weiterhin unverzüglich zu erledigen',
    due: (at) => `Fällig ${at}.`,
    body: (what, duty, due, about, link) =>
      `${what}: ${duty}.\n${due}\n\n${about}\n\nÖffnen Sie es und sagen Sie, dass Sie es übernehmen:\n${link}\n\nBis jemand antwortet, kommt diese Nachricht wieder und geht an mehr Personen.`,
    blindSubject: 'Eine gesetzliche Frist eines Vorfalls, den Sie nicht sehen dürfen, rückt näher',
    blind: (who, link) =>
      `Eine gesetzliche Frist eines Vorfalls, den Sie nicht sehen dürfen, rückt näher, und niemand, der ihn sehen darf, hat geantwortet.\n\nFragen Sie ${who}, ob Sie gebraucht werden. Antworten Sie nicht mit Einzelheiten per Mail.\n\n${link}`,
    testSubject: 'Testalarm',
    test: (roster, link) =>
      `Dies ist ein Test: Es ist nichts geschehen. Sie haben Dienst in „${roster}“.\n\nZeigen Sie, dass der Alarm Sie erreicht hat, und sagen Sie, dass Sie ihn übernehmen:\n${link}`,
    many: {
      limits: (count) => `${count} gesetzliche Fristen brauchen jemanden`,
      critical: (count) => `${count} kritische Alarme brauchen jemanden`,
      body: (what, lines, link) =>
        `${what}.\n\n${lines}\n\nAlle, jeder mit einer Schaltfläche, um zu sagen, dass Sie ihn übernehmen:\n${link}\n\nBis jemand antwortet, kommt diese Nachricht wieder und geht an mehr Personen.`,
    },
    stages: {
      early_warning: 'Frühwarnung',
      notification: 'Meldung',
      intermediate: 'Zwischenbericht',
      progress: 'Fortschrittsbericht',
      final: 'Abschlussbericht',
      delay_notice: 'Mitteilung der Verzögerung',
      reclassification: 'Mitteilung der Neueinstufung',
      management: 'Unterrichtung der Leitung',
      client: 'Unterrichtung der Kunden',
      data_subject: 'Benachrichtigung der Betroffenen',
      user: 'Unterrichtung der Nutzer',
      public: 'Unterrichtung der Öffentlichkeit',
      record: 'Eintrag ins Verzeichnis',
      voluntary: 'freiwillige Meldung',
      inbound: 'Antwort der Behörde',
    },
  },
};
