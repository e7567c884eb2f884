// SPDX-License-Identifier: Apache-2.0
import { cutText, type Language, limits, type mailPurposes, type Tlp } from '@belfry/contract';

export type MailPurpose = (typeof mailPurposes)[number];

/** A mail as a slice asks for it. Never holds more than the recipient may read: no wall stands behind a mailbox. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
  readonly purpose: MailPurpose;
  /** Label of what the mail tells about; it opens the subject (TLP 2.0, FIRST). */
  readonly tlp?: Tlp;
  readonly incidentId?: string;
  readonly reportId?: string;
  readonly feedbackId?: string;
  /** The alert it calls for. */
  readonly alertId?: string;
  /** The words hold a link that opens something: they are wiped once the mail is sent or given up. */
  readonly isSecret?: boolean;
  /** A program answers a mail with it, and says so (RFC 3834). */
  readonly isReply?: boolean;
  /** The person whose words these are. */
  readonly writtenBy?: string;
  /** Files that leave with it. They are in the file store before the change that queues it commits. */
  readonly attachments?: readonly MailAttachment[];
}

/** A file that leaves with a mail. */
export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
}

/** Why mail waits, in words that the screens show as they are. */
export const noMailServer = 'no mail server is configured';
export const noSender = 'neither BELFRY_MAIL_FROM nor a helpdesk mail of the organisation is set';

const SUBJECT_CHARACTERS_MAX = 240;

/**
 * One line of visible text. Line breaks would begin another header; marks of writing direction would let a title
 * written by a stranger rearrange what the reader sees.
 */
export function asHeaderText(text: string): string {
  const line = text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu, '')
    .replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
  return cutText(line, SUBJECT_CHARACTERS_MAX);
}

export function subjectOf(letter: Pick<Letter, 'subject' | 'tlp'>): string {
  const words = asHeaderText(letter.subject);
  return letter.tlp === undefined ? words : `[${letter.tlp}] ${words}`;
}

/** One plain address: nothing that a mail server could read as a second recipient, a route or a command. */
export function isAddress(address: string): boolean {
  return (
    address.length <= limits.mailAddressCharactersMax &&
    /^[^\s<>()[\]\\,;:@"\p{Cc}]+@[\p{L}\p{N}.-]+$/u.test(address)
  );
}

/** An address in lower case without what stands behind a plus: what two spellings of one mailbox have in common. */
export function withoutTag(address: string): string {
  return address.toLowerCase().replace(/^([^+@]+)\+[^@]*(?=@[^@]*$)/, '$1');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The plain text as simple HTML: paragraphs, line breaks and web addresses; everything else stays text. */
export function htmlOf(text: string, language: Language): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(withLinks).join('<br>\n')}</p>`);
  return `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"></head><body>\n${paragraphs.join('\n')}\n</body></html>\n`;
}

function withLinks(line: string): string {
  return line
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * When to try again: twice as late each time, spread over half of the wait, so that a mail server that comes back
 * is not met by everything at once.
 *
 * @param chance from 0 to 1, handed in
 */
export function nextAttemptAt(now: Date, attempts: number, chance: number): Date {
  const wait = Math.min(
    limits.mailRetryAfterMsMax,
    limits.mailRetryAfterMsMin * 2 ** Math.max(0, attempts - 1),
  );
  return new Date(now.getTime() + Math.round(wait * (0.5 + chance / 2)));
}

/**
 * What a mail server said, without the address it was about: servers repeat it, and a reporter's address stands in
 * their report and nowhere else (GDPR Art. 17). The part before the @ is left out too, where it stands by itself.
 */
export function withoutAddress(said: string, address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  const itself = new RegExp(RegExp.escape(address), 'giu');
  const alone = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(local)}(?![\\p{L}\\p{N}])`, 'giu');
  return said.replaceAll(itself, '…').replaceAll(alone, '…');
}

/** A Message-ID that can stand in a header: one token in angle brackets (RFC 5322 section 3.6.4), or null. */
export function asMessageId(id: string | null | undefined): string | null {
  return id !== null && id !== undefined && /^<[^\s<>\p{Cc}]{1,250}>$/u.test(id) ? id : null;
}
