// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language } from '@belfry/contract';
import type { Letter } from '../platform/mail/index.ts';
import type { NotificationLineState } from './notification.ts';

/** What became of a notification that did not reach its authority. */
export interface Returned {
  readonly notification: Pick<
    NotificationLineState,
    | 'approvedBy'
    | 'incidentId'
    | 'incidentReference'
    | 'obligationId'
    | 'proposedBy'
    | 'reference'
    | 'submission'
  >;
  /** A mail server had taken it: it counts as submitted until somebody withdraws it. */
  readonly wasSubmitted: boolean;
  readonly error: string;
}

interface Words {
  readonly subject: (reference: string) => string;
  readonly came: string;
  readonly left: string;
  readonly body: (what: string, error: string, link: string) => string;
}

const words: Record<Language, Words> = {
  en: {
    subject: (reference) => `Notification ${reference} did not reach the authority`,
    came: 'A mail server had taken it, and it came back. It still counts as submitted: withdraw it if the authority does not have it, and its limit runs again.',
    left: 'No mail server took it. It is approved as before, and its limit runs on.',
    body: (what, error, link) =>
      `${what}\n\nWhat the mail server said: ${error}\n\nOpen it and choose another way:\n${link}`,
  },
  nl: {
    subject: (reference) => `Kennisgeving ${reference} bereikte de autoriteit niet`,
    came: 'Een mailserver had ze aangenomen, en ze kwam terug. Ze geldt nog als ingediend: trek ze in als de autoriteit ze niet heeft, dan loopt haar termijn weer.',
    left: 'Geen mailserver nam ze aan. Ze is goedgekeurd zoals voorheen, en haar termijn loopt door.',
    body: (what, error, link) =>
      `${what}\n\nWat de mailserver zei: ${error}\n\nOpen ze en kies een andere weg:\n${link}`,
  },
  fr: {
    subject: (reference) => `La notification ${reference} n’est pas parvenue à l’autorité`,
    came: 'Un serveur de messagerie l’avait acceptée, puis elle est revenue. Elle compte encore comme transmise : retirez-la si l’autorité ne l’a pas, et son délai court à nouveau.',
    left: 'Aucun serveur de messagerie ne l’a acceptée. Elle reste approuvée comme avant, et son délai continue de courir.',
    body: (what, error, link) =>
      `${what}\n\nCe que le serveur a dit : ${error}\n\nOuvrez-la et choisissez une autre voie :\n${link}`,
  },
  de: {
    subject: (reference) => `Behördenmeldung ${reference} hat die Behörde nicht erreicht`,
    came: 'Ein Mailserver hatte sie angenommen, dann kam sie zurück. Sie gilt noch als eingereicht: Ziehen Sie sie zurück, wenn die Behörde sie nicht hat, dann läuft ihre Frist wieder.',
    left: 'Kein Mailserver hat sie angenommen. Sie ist freigegeben wie zuvor, und ihre Frist läuft weiter.',
    body: (what, error, link) =>
      `${what}\n\nWas der Mailserver sagte: ${error}\n\nÖffnen Sie sie und wählen Sie einen anderen Weg:\n${link}`,
  },
};

/** Who had a hand in it, each once; who owes it is added by who knows the obligation. */
export function peopleBehind({ approvedBy, proposedBy, submission }: Returned['notification']): string[] {
  const people = [submission?.by, approvedBy, proposedBy].filter((id) => typeof id === 'string');
  return [...new Set(people)];
}

/** Holds no word of the incident: no wall stands behind a mailbox. */
export function returnLetter(
  { error, notification, wasSubmitted }: Returned,
  person: { readonly email: string; readonly language: string },
  publicUrl: string,
): Letter {
  const language = asLanguage(person.language);
  const { body, came, left, subject } = words[language];
  const { incidentId, incidentReference, reference } = notification;
  const link = `${publicUrl}/incidents/${incidentReference}/notifications/${reference}`;
  return {
    to: person.email,
    subject: subject(reference),
    text: body(wasSubmitted ? came : left, error, link),
    language,
    purpose: 'alert',
    incidentId,
  };
}
