// SPDX-License-Identifier: Apache-2.0
import {
  cutText,
  type Language,
  limits,
  type MailInside,
  type MailReading,
  storableText,
} from '@belfry/contract';
import { isAddress, withoutTag } from '../platform/mail/index.ts';
import { guessLanguage } from './guess-language.ts';
import { type MailWords, mailWords } from './mail-words.ts';
import { ownWords } from './own-words.ts';

/** What a report is made of, taken from a mail. */
export interface MailReport {
  readonly summary: string;
  readonly description: string | null;
  readonly language: Language;
  readonly reporter: {
    readonly name: string | null;
    readonly email: string | null;
    readonly phone: null;
  } | null;
}

const PREFIX =
  /^\s*(?:re|fw|fwd|antw|antwoord|doorst|doorgest|tr|r[ée]f|r[ée]p|aw|wg|sv|vs)\s*(?:\[\d{1,3}\])?\s*:\s*/i;
const PREFIXES_MAX = 20;

/** A subject without the marks that programs put before it when a mail is answered or passed on. */
function bareSubject(subject: string): string {
  let bare = subject;
  for (let count = 0; count < PREFIXES_MAX && PREFIX.test(bare); count += 1) {
    bare = bare.replace(PREFIX, '');
  }
  return bare.trim();
}

/** The words of a report made of a mail. Nothing is cut in silence: the mail itself is attached, and this says so. */
export function reportOf(
  reading: MailReading,
  about: {
    readonly language: Language;
    readonly refersTo: string | null;
    readonly isUnreadable: boolean;
    readonly leftFiles: number;
    readonly ownAddresses: ReadonlySet<string>;
  },
): MailReport {
  const [mail, ...inside] = reading.mails;
  const text = mail?.text.trim() ?? '';
  const guessed = guessLanguage(`${mail?.subject ?? ''}\n${ownWords(text)}`, about.language);
  const words = mailWords[about.language];
  const notes = [
    ...(about.isUnreadable ? [words.unreadable] : []),
    ...(about.refersTo === null ? [] : [words.refers.replace('{reference}', about.refersTo)]),
    ...replyElsewhere(mail, words),
    ...(about.leftFiles === 0 ? [] : [words.moreFiles]),
  ];
  const parts = [text, ...inside.map((each) => insideText(each, words)), ...notes].filter(
    (part) => part !== '',
  );
  const description = fitted(parts.join('\n\n'), limits.textCharactersMax, words.cut);
  return {
    summary: fitted(summaryOf(mail, inside[0], words), limits.summaryCharactersMax, '…'),
    description: description === '' ? null : description,
    language: guessed,
    reporter: reporterOf(mail, about.ownAddresses),
  };
}

function summaryOf(mail: MailInside | undefined, inside: MailInside | undefined, words: MailWords): string {
  const subject = oneLine(bareSubject(mail?.subject ?? ''));
  if (inside !== undefined && (mail?.text ?? '').trim() === '') {
    const innerSubject = oneLine(bareSubject(inside.subject)) || subject;
    return words.forwarded.replace('{subject}', () => innerSubject || words.noSubject);
  }
  const firstLine = (mail?.text ?? '').split('\n').find((line) => line.trim() !== '') ?? '';
  return subject || cutText(oneLine(firstLine), limits.titleCharactersMax) || words.noSubject;
}

function insideText(mail: MailInside, words: MailWords): string {
  const from = mail.from
    .map(({ address, name }) => (name === '' ? address : `${name} <${address}>`))
    .join(', ');
  return [
    `--- ${words.inside} ---`,
    `${words.from}: ${from}`,
    `${words.subject}: ${oneLine(mail.subject)}`,
    '',
    mail.text.trim(),
  ].join('\n');
}

/** The sender of a mail as reporter. One of our own mailboxes is none: answers would come back for ever. */
function reporterOf(mail: MailInside | undefined, ownAddresses: ReadonlySet<string>): MailReport['reporter'] {
  const [from] = mail?.from ?? [];
  if (from === undefined) {
    return null;
  }
  const address = from.address.trim();
  const isReachable = isAddress(address) && !ownAddresses.has(withoutTag(address));
  const name = cutText(storableText(oneLine(from.name)), limits.titleCharactersMax);
  return { name: name === '' ? null : name, email: isReachable ? address : null, phone: null };
}

function replyElsewhere(mail: MailInside | undefined, words: MailWords): string[] {
  const from = mail?.from[0]?.address.toLowerCase();
  const elsewhere = (mail?.replyTo ?? []).filter(({ address }) => address.toLowerCase() !== from);
  return elsewhere.length === 0
    ? []
    : [words.replyTo.replace('{address}', () => elsewhere.map(({ address }) => address).join(', '))];
}

/** What somebody wrote in an answer, as a message of a report or an incident. */
export function messageOf(reading: MailReading, language: Language, leftFiles: number): string {
  const words = mailWords[language];
  const [mail, ...inside] = reading.mails;
  // What is passed on is the message: it is folded off only where it is quoted below an answer.
  const isPassedOn = /^\s*(?:fw|fwd|doorst|tr|wg)\s*:/i.test(mail?.subject ?? '');
  const text = isPassedOn ? (mail?.text.trim() ?? '') : ownWords(mail?.text ?? '');
  const parts = [
    text,
    ...inside.map((each) => insideText(each, words)),
    ...(leftFiles === 0 ? [] : [words.moreFiles]),
  ].filter((part) => part !== '');
  const whole = parts.length === 0 ? oneLine(mail?.subject ?? '') || words.noSubject : parts.join('\n\n');
  return fitted(whole, limits.textCharactersMax, words.cut);
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

function fitted(text: string, charactersMax: number, mark: string): string {
  return cutText(storableText(text), charactersMax, `\n${mark}`);
}
