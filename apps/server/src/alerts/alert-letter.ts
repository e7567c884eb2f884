// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language, type Tlp } from '@belfry/contract';
import type { Letter } from '../platform/mail/index.ts';
import type { Recipient } from './alert.ts';

/** What a told recipient reads about. */
export interface AlertSubject {
  readonly kind: 'incident' | 'report';
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  /** The title of a restricted incident stays out of the subject: every server on the way reads that. */
  readonly restricted: boolean;
  readonly tlp: Tlp | null;
  /** Name of who leads, to ask in a blind letter. */
  readonly leadName: string | null;
  readonly repeats: number;
}

interface Words {
  readonly subject: string;
  readonly again: string;
  readonly body: (title: string, reference: string, link: string) => string;
  /** Of a report: a rule of the highest level found something in the logbook. */
  readonly foundSubject: string;
  readonly found: (title: string, reference: string, link: string) => string;
  readonly blindSubject: string;
  readonly blind: (who: string, link: string) => string;
  readonly nobody: string;
}

const words: Record<Language, Words> = {
  en: {
    subject: 'Critical incident',
    again: 'Nobody has answered yet',
    body: (title, reference, link) =>
      `A critical incident asks for somebody.\n\n${reference}: ${title}\n\nOpen it and say that you have it:\n${link}\n\nUntil somebody answers, this message comes again and goes to more people.`,
    foundSubject: 'Critical finding in the logbook',
    found: (title, reference, link) =>
      `A rule of the highest level found something in the logbook, and it asks for somebody.\n\n${reference}: ${title}\n\nOpen the report and say that you have it:\n${link}\n\nUntil somebody answers or decides on it, this message comes again and goes to more people.`,
    blindSubject: 'A critical incident waits that you may not see',
    blind: (who, link) =>
      `A critical incident that you may not see asks for somebody, and nobody who may see it has answered.\n\nAsk ${who} whether you are needed. Do not answer with details by mail.\n\n${link}`,
    nobody: 'the helpdesk',
  },
  nl: {
    subject: 'Kritiek incident',
    again: 'Nog niemand heeft geantwoord',
    body: (title, reference, link) =>
      `Een kritiek incident vraagt om iemand.\n\n${reference}: ${title}\n\nOpen het en laat weten dat u het opneemt:\n${link}\n\nTot iemand antwoordt, komt dit bericht terug en gaat het naar meer mensen.`,
    foundSubject: 'Kritieke bevinding in het logboek',
    found: (title, reference, link) =>
      `Een regel van het hoogste niveau vond iets in het logboek, en het vraagt om iemand.\n\n${reference}: ${title}\n\nOpen de melding en laat weten dat u ze opneemt:\n${link}\n\nTot iemand antwoordt of erover beslist, komt dit bericht terug en gaat het naar meer mensen.`,
    blindSubject: 'Er wacht een kritiek incident dat u niet mag zien',
    blind: (who, link) =>
      `Een kritiek incident dat u niet mag zien, vraagt om iemand, en niemand die het mag zien heeft geantwoord.\n\nVraag ${who} of u nodig bent. Antwoord niet met details per mail.\n\n${link}`,
    nobody: 'de helpdesk',
  },
  fr: {
    subject: 'Incident critique',
    again: 'Personne n’a encore répondu',
    body: (title, reference, link) =>
      `Un incident critique demande quelqu’un.\n\n${reference} : ${title}\n\nOuvrez-le et dites que vous vous en chargez :\n${link}\n\nTant que personne ne répond, ce message revient et part à davantage de personnes.`,
    foundSubject: 'Constatation critique dans le journal',
    found: (title, reference, link) =>
      `Une règle du niveau le plus élevé a trouvé quelque chose dans le journal, et cela demande quelqu’un.\n\n${reference} : ${title}\n\nOuvrez le signalement et dites que vous vous en chargez :\n${link}\n\nTant que personne ne répond ni ne décide, ce message revient et part à davantage de personnes.`,
    blindSubject: 'Un incident critique que vous ne pouvez pas voir attend',
    blind: (who, link) =>
      `Un incident critique que vous ne pouvez pas voir demande quelqu’un, et personne de ceux qui peuvent le voir n’a répondu.\n\nDemandez à ${who} si l’on a besoin de vous. Ne répondez pas avec des détails par courriel.\n\n${link}`,
    nobody: 'l’équipe d’assistance',
  },
  de: {
    subject: 'Kritischer Vorfall',
    again: 'Noch hat niemand geantwortet',
    body: (title, reference, link) =>
      `Ein kritischer Vorfall braucht jemanden.\n\n${reference}: ${title}\n\nÖffnen Sie ihn und sagen Sie, dass Sie ihn übernehmen:\n${link}\n\nBis jemand antwortet, kommt diese Nachricht wieder und geht an mehr Personen.`,
    foundSubject: 'Kritischer Befund im Logbuch',
    found: (title, reference, link) =>
      `Eine Regel der höchsten Stufe hat etwas im Logbuch gefunden, und es braucht jemanden.\n\n${reference}: ${title}\n\nÖffnen Sie die Meldung und sagen Sie, dass Sie sie übernehmen:\n${link}\n\nBis jemand antwortet oder darüber entscheidet, kommt diese Nachricht wieder und geht an mehr Personen.`,
    blindSubject: 'Ein kritischer Vorfall wartet, den Sie nicht sehen dürfen',
    blind: (who, link) =>
      `Ein kritischer Vorfall, den Sie nicht sehen dürfen, braucht jemanden, und niemand, der ihn sehen darf, hat geantwortet.\n\nFragen Sie ${who}, ob Sie gebraucht werden. Antworten Sie nicht mit Einzelheiten per Mail.\n\n${link}`,
    nobody: 'den Helpdesk',
  },
};

const isReport = ({ kind }: AlertSubject) => kind === 'report';

/** The whole story, for somebody who may see what it is about. */
export function toldLetter(person: Recipient, about: AlertSubject, publicUrl: string): Letter {
  const language = asLanguage(person.language);
  const say = words[language];
  const again = about.repeats === 0 ? '' : `${say.again} (${about.repeats}): `;
  const link = `${publicUrl}/${isReport(about) ? 'reports' : 'incidents'}/${about.reference}`;
  const subject = isReport(about) ? say.foundSubject : say.subject;
  const body = isReport(about) ? say.found : say.body;
  return {
    to: person.email,
    subject: `${again}${subject} ${about.reference}${about.restricted ? '' : `: ${about.title}`}`,
    text: body(about.title, about.reference, link),
    language,
    purpose: 'alert',
    ...(about.tlp === null ? {} : { tlp: about.tlp }),
    ...belongingTo(about),
  };
}

const belongingTo = (about: AlertSubject) =>
  isReport(about) ? { reportId: about.id } : { incidentId: about.id };

/** That something waits, and whom to ask; neither title nor reference nor label. */
export function blindLetter(person: Recipient, about: AlertSubject, publicUrl: string): Letter {
  const language = asLanguage(person.language);
  const say = words[language];
  return {
    to: person.email,
    subject: say.blindSubject,
    text: say.blind(about.leadName ?? say.nobody, publicUrl),
    language,
    purpose: 'alert',
    ...belongingTo(about),
  };
}
