// SPDX-License-Identifier: Apache-2.0
import {
  type ImapSetting,
  type Mailbox,
  type MailboxSecretName,
  type Problem,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { withoutTag } from '../platform/mail/index.ts';

/** A mailbox as it is kept; its secrets lie apart. */
export interface MailboxKept extends Omit<Mailbox, 'state' | 'secretsSet' | 'createdAt'> {
  readonly createdAt: Date;
}

type FieldError = NonNullable<Problem['errors']>[number];

/** What a schema cannot tell of a mailbox. @returns null when it can be kept */
export function reasonNotMailbox(
  way: Mailbox['way'],
  imap: ImapSetting | null,
  secrets: readonly MailboxSecretName[],
): Refusal<'request.not_valid'> | null {
  if (way === 'imap' && imap === null) {
    return notValid([fieldError('/imap', 'missing', 'Say where the mail is fetched')]);
  }
  if (way === 'smtp' && imap !== null) {
    return notValid([fieldError('/imap', 'unknown', 'A mailbox of our own receiver is fetched nowhere')]);
  }
  return imap === null ? null : reasonNotImap(imap, secrets);
}

/**
 * What came for confidential handlers is seen by them because of the mailbox it came to: were its purpose changed,
 * triage would read it, and what was written to triage would be lost to triage.
 */
export function reasonNotPurpose(
  before: Pick<Mailbox, 'purpose'>,
  after: Pick<Mailbox, 'purpose'>,
  hasReceived: boolean,
): Refusal<'request.not_valid'> | null {
  const isApart = ({ purpose }: Pick<Mailbox, 'purpose'>) => purpose === 'whistleblowing';
  const detail =
    'Mail came in already, for other readers: switch this mailbox off, and add one with another address';
  return hasReceived && isApart(before) !== isApart(after)
    ? notValid([fieldError('/purpose', 'fixed', detail)])
    : null;
}

export function reasonNotImap(
  imap: ImapSetting,
  secrets: readonly MailboxSecretName[],
): Refusal<'request.not_valid'> | null {
  const errors: FieldError[] = [];
  if (!isHost(imap.host)) {
    errors.push(fieldError('/imap/host', 'form', 'Use a host name or an IP address'));
  } else if (isLinkLocal(imap.host)) {
    errors.push(fieldError('/imap/host', 'unsafe', 'No mail server has a link-local address'));
  }
  if (imap.security === 'none' && !isLoopback(imap.host)) {
    const detail = 'Without protection only a mail server on this machine can be asked: use tls or starttls';
    errors.push(fieldError('/imap/security', 'unsafe', detail));
  }
  if (imap.authentication === 'password') {
    if (!secrets.includes('password')) {
      errors.push(fieldError('/secrets/password', 'missing', 'Enter the password for this server and user'));
    }
  } else {
    errors.push(...reasonsNotOauth2(imap, secrets));
  }
  return errors.length === 0 ? null : notValid(errors);
}

function reasonsNotOauth2(imap: ImapSetting, secrets: readonly MailboxSecretName[]): FieldError[] {
  const errors: FieldError[] = [];
  const url = URL.canParse(imap.tokenUrl ?? '') ? new URL(imap.tokenUrl ?? '') : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !isSafe || isLinkLocal(url.hostname) || url.username !== '' || url.password !== '') {
    errors.push(fieldError('/imap/tokenUrl', 'form', 'Begin with https:// and name the token endpoint'));
  }
  if (imap.clientId === null || imap.clientId.trim() === '') {
    errors.push(fieldError('/imap/clientId', 'missing', 'Enter the client id'));
  }
  if (!secrets.includes('clientSecret') && !secrets.includes('refreshToken')) {
    const detail = 'Enter a client secret, a refresh token, or both, for this server and user';
    errors.push(fieldError('/secrets', 'missing', detail));
  }
  return errors;
}

function fieldError(pointer: string, code: string, detail: string): FieldError {
  return { pointer, code, detail };
}

function notValid(errors: FieldError[]): Refusal<'request.not_valid'> {
  return refuse('request.not_valid', errors.map(({ detail }) => detail).join('; '), errors);
}

/**
 * Whether secrets kept for one setting may be used with another. A secret goes only to the servers it was entered
 * for: otherwise whoever may change mailboxes could let one they cannot read be sent to a server of theirs.
 */
export function keepsSecrets(before: ImapSetting | null, after: ImapSetting): boolean {
  const named = ['host', 'port', 'security', 'user', 'authentication', 'tokenUrl', 'clientId'] as const;
  return before !== null && named.every((field) => before[field] === after[field]);
}

/** Whether what was fetched before says anything about this folder. */
export function isSameFolder(before: ImapSetting | null, after: ImapSetting): boolean {
  return (
    before !== null &&
    (['host', 'port', 'user', 'folder', 'takesFrom'] as const).every(
      (field) => before[field] === after[field],
    )
  );
}

function isHost(host: string): boolean {
  const name = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/i;
  return name.test(host) || (/^[0-9a-f:.]+$/i.test(host) && URL.canParse(`http://[${host}]`));
}

/** RFC 3927 and RFC 4291 section 2.5.6: where clouds hand out the credentials of the machine to whoever asks from it. */
function isLinkLocal(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    /^(::ffff:)?169\.254\./.test(bare) || /^fe[89ab][0-9a-f]:/.test(bare) || bare.startsWith('::ffff:a9fe:')
  );
}

/** This machine, and spelled so that nothing else can be meant. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** Which mailbox a recipient means: case does not count, and `+something` where the mailbox has it. */
export function mailboxOfRecipient<M extends { readonly address: string; readonly plusAddressing: boolean }>(
  recipient: string,
  mailboxes: readonly M[],
): M | null {
  const asked = recipient.toLowerCase();
  const exact = mailboxes.find(({ address }) => address.toLowerCase() === asked);
  if (exact !== undefined) {
    return exact;
  }
  const base = withoutTag(asked);
  return mailboxes.find((known) => known.plusAddressing && known.address.toLowerCase() === base) ?? null;
}
