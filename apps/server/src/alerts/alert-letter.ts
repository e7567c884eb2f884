// SPDX-License-Identifier: Apache-2.0
import {
  type AlertKind,
  asLanguage,
  type Language,
  type LimitPercent,
  limits,
  type Tlp,
} from '@belfry/contract';
import { regimeTexts, type StageKind } from '@belfry/regimes';
import type { Letter } from '../platform/mail/index.ts';
import type { Recipient } from './alert.ts';
import { limitWords } from './limit-words.ts';

/** What a told recipient reads about. */
export interface AlertSubject {
  readonly kind: 'incident' | 'report' | 'roster';
  /** Of the page of a limit. */
  readonly limit?: {
    readonly alertId: string;
    readonly percent: number | null;
    readonly dueAt: Date | null;
    readonly regimeId: string;
    readonly stageKind: string;
    readonly timeZone: string;
  };
  /** Of a test call. */
  readonly testId?: string;
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

/** A letter's words, before they become one: what another channel shows too. */
export interface AlertWords {
  readonly subject: string;
  readonly text: string;
  /** Where it is answered. */
  readonly link: string;
}

/** What whoever may see it is told. The subject holds no title: other channels show it on a locked screen. */
export function toldWords(kept: string, about: AlertSubject, publicUrl: string): AlertWords {
  const language = asLanguage(kept);
  const say = words[language];
  const law = limitWords[language];
  if (about.testId !== undefined) {
    const link = `${publicUrl}/alerts/${about.testId}`;
    return { subject: `${law.testSubject}: ${about.title}`, text: law.test(about.title, link), link };
  }
  const again = about.repeats === 0 ? '' : `${say.again} (${about.repeats}): `;
  const { limit, reference, title } = about;
  if (limit !== undefined) {
    const link = `${publicUrl}/alerts/${limit.alertId}`;
    const gone = law.gone[(limit.percent ?? 0) as LimitPercent] ?? law.reminder;
    const duty = dutyOf(limit, language);
    const due = limit.dueAt === null ? '' : law.due(shownAt(limit.dueAt, limit.timeZone, language));
    return {
      subject: `${again}${gone}: ${duty}, ${reference}`,
      text: law.body(gone, duty, due, `${reference}: ${title}`, link).replaceAll(/\n{3,}/g, '\n\n'),
      link,
    };
  }
  const isReport = about.kind === 'report';
  const link = `${publicUrl}/${isReport ? 'reports' : 'incidents'}/${reference}`;
  const body = isReport ? say.found : say.body;
  return {
    subject: `${again}${isReport ? say.foundSubject : say.subject} ${reference}`,
    text: body(title, reference, link),
    link,
  };
}

/** That something waits, and whom to ask; neither title nor reference. */
export function blindWords(kept: string, about: AlertSubject, publicUrl: string): AlertWords {
  const language = asLanguage(kept);
  const say = about.limit === undefined ? words[language] : limitWords[language];
  return {
    subject: say.blindSubject,
    text: say.blind(about.leadName ?? words[language].nobody, publicUrl),
    link: publicUrl,
  };
}

/** What is owed, in words: the law by its name and the step of it. */
function dutyOf(
  { regimeId, stageKind }: { regimeId: string; stageKind: string },
  language: Language,
): string {
  return `${regimeTexts(regimeId)[language]}, ${limitWords[language].stages[stageKind as StageKind] ?? stageKind}`;
}

/** In the zone of the organisation, named, and in UTC: a limit is read by people of several countries. */
function shownAt(at: Date, timeZone: string, language: Language): string {
  const shown = (zone: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(at);
  return `${shown(timeZone)} (${timeZone}), ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The whole story, for somebody who may see what it is about. */
export function toldLetter(person: Recipient, about: AlertSubject, publicUrl: string): Letter {
  const told = toldWords(person.language, about, publicUrl);
  const showsTitle = about.limit === undefined && about.testId === undefined && !about.restricted;
  return {
    to: person.email,
    subject: showsTitle ? `${told.subject}: ${about.title}` : told.subject,
    text: told.text,
    language: asLanguage(person.language),
    purpose: 'alert',
    ...(about.tlp === null ? {} : { tlp: about.tlp }),
    ...belongingTo(about),
  };
}

const belongingTo = (about: AlertSubject) => {
  if (about.kind === 'roster') return {};
  return about.kind === 'report' ? { reportId: about.id } : { incidentId: about.id };
};

/** That something waits, and whom to ask; neither title nor reference nor label. */
export function blindLetter(person: Recipient, about: AlertSubject, publicUrl: string): Letter {
  const { subject, text } = blindWords(person.language, about, publicUrl);
  return {
    to: person.email,
    subject,
    text,
    language: asLanguage(person.language),
    purpose: 'alert',
    ...belongingTo(about),
  };
}

/** Of a storm. */
export interface ManyAlerts {
  readonly kind: AlertKind;
  readonly count: number;
  readonly isRepeat: boolean;
  /** The subject of each, in the language of the reader. */
  readonly lines: readonly string[];
  readonly publicUrl: string;
}

/** One call that tells of many alerts: how many, the first of them, and where all of them are. */
export function manyWords(
  kept: string,
  { count, isRepeat, kind, lines, publicUrl }: ManyAlerts,
): AlertWords & { readonly letter: Omit<Letter, 'to'> } {
  const language = asLanguage(kept);
  const say = limitWords[language].many;
  const again = isRepeat ? `${words[language].again}: ` : '';
  const subject = `${again}${(kind === 'limit' ? say.limits : say.critical)(count)}`;
  const link = `${publicUrl}/alerts`;
  const shown = [...new Set(lines)].slice(0, limits.callLinesMax).map((line) => `- ${line}`);
  const text = say.body(subject, shown.join('\n'), link);
  return { subject, text, link, letter: { subject, text, language, purpose: 'alert' } };
}
