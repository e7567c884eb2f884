// SPDX-License-Identifier: Apache-2.0
import { type Language, limits, type MailReading } from '@belfry/contract';
import { isAddress, type Letter } from '../platform/mail/index.ts';

/** Whether a mail gets a receipt back, and why not. `silent` is nothing to tell anybody about. */
export type Acknowledging = 'send' | 'silent' | { readonly skip: string };

export interface AcknowledgeFacts {
  readonly acknowledges: boolean;
  readonly nature: MailReading['nature'];
  readonly isUnreadable: boolean;
  /** Null is the null sender: whoever answers it answers a machine (RFC 5321 section 4.5.5). */
  readonly envelopeFrom: string | null;
  /** The reporter's address; a mailbox of this desk is nobody's. */
  readonly to: string | null;
  /** Receipts that went to this address in the window. */
  readonly sentLately: number;
}

const NO_REPLY =
  /^(?:no-?_?reply|do-?_?not-?_?reply|nepasrepondre|ne-pas-repondre|niet-?beantwoorden|mailer-daemon|postmaster|bounces?)(?:[+._-].*)?@/i;

/** A receipt is a courtesy to a person. A loop of machines ends here, whatever the other side does (RFC 3834). */
export function acknowledging(facts: AcknowledgeFacts): Acknowledging {
  const from = facts.envelopeFrom?.trim() ?? '';
  const isToPerson = facts.nature === 'person' && !facts.isUnreadable && from !== '' && from !== '<>';
  if (!facts.acknowledges || !isToPerson || facts.to === null || !isAddress(facts.to)) {
    return 'silent';
  }
  if (NO_REPLY.test(facts.to)) {
    return { skip: 'nobody reads mail at this address' };
  }
  return facts.sentLately >= limits.mailReceiptsPerAddressMax
    ? { skip: `this address got ${limits.mailReceiptsPerAddressMax} receipts within an hour` }
    : 'send';
}

interface Words {
  readonly subject: string;
  readonly received: string;
  /** The same, of a call. */
  readonly called: string;
  readonly next: string;
  readonly more: string;
  readonly call: string;
}

const words: Record<Language, Words> = {
  en: {
    subject: 'We received your report {reference}',
    received: 'Thank you. Your mail has arrived and has the number {reference}.',
    called: 'Thank you for your call. We wrote down what you told us under the number {reference}.',
    next: 'Somebody of {desk} reads it. You hear from us when we need to know more, and when there is something to tell.',
    more: 'To add something, answer this mail.',
    call: 'Is it happening right now? Then call {phone}.',
  },
  nl: {
    subject: 'Wij ontvingen uw melding {reference}',
    received: 'Bedankt. Uw mail is aangekomen en heeft het nummer {reference}.',
    called: 'Bedankt voor uw telefoontje. Wat u vertelde, staat genoteerd onder het nummer {reference}.',
    next: 'Iemand van {desk} leest ze. U hoort van ons als we meer moeten weten en als er nieuws is.',
    more: 'Wilt u iets toevoegen, beantwoord dan deze mail.',
    call: 'Gebeurt het op dit moment? Bel dan {phone}.',
  },
  fr: {
    subject: 'Nous avons reçu votre signalement {reference}',
    received: 'Merci. Votre courriel est bien arrivé et porte le numéro {reference}.',
    called: 'Merci de votre appel. Nous avons noté ce que vous avez dit sous le numéro {reference}.',
    next: 'Une personne de {desk} le lit. Nous vous écrirons s’il nous manque une information et dès qu’il y a du nouveau.',
    more: 'Pour ajouter quelque chose, répondez à ce courriel.',
    call: 'Cela se passe en ce moment ? Appelez le {phone}.',
  },
  de: {
    subject: 'Wir haben Ihre Meldung {reference} erhalten',
    received: 'Vielen Dank. Ihre Mail ist angekommen und hat die Nummer {reference}.',
    called: 'Vielen Dank für Ihren Anruf. Was Sie uns gesagt haben, steht unter der Nummer {reference}.',
    next: 'Jemand von {desk} liest sie. Sie hören von uns, wenn wir mehr wissen müssen und wenn es etwas zu berichten gibt.',
    more: 'Wenn Sie etwas ergänzen möchten, antworten Sie auf diese Mail.',
    call: 'Geschieht es gerade? Dann rufen Sie {phone} an.',
  },
};

/** The receipt of a report that came by mail. The words of the mail are not repeated: nobody sends spam through us. */
export function acknowledgement(
  to: string,
  report: {
    readonly id: string;
    readonly reference: string;
    readonly language: Language;
    readonly isApart?: boolean;
  },
  speaker: { readonly name: string; readonly phone: string },
  cameBy: 'mail' | 'call' = 'mail',
): Letter {
  const say = words[report.language];
  const paragraphs = [
    cameBy === 'mail' ? say.received : say.called,
    say.next,
    say.more,
    ...(speaker.phone === '' ? [] : [say.call]),
  ];
  const fill = (text: string) =>
    text
      .replaceAll('{reference}', report.reference)
      .replaceAll('{phone}', () => speaker.phone)
      .replaceAll('{desk}', () => speaker.name);
  return {
    to,
    // Mail servers on the way keep subjects: a whistle-blower's says nothing by which they are one.
    subject: fill(report.isApart === true ? say.subject.replace(' {reference}', '') : say.subject),
    text: paragraphs.map(fill).join('\n\n'),
    language: report.language,
    purpose: 'receipt',
    reportId: report.id,
    isReply: true,
  };
}
