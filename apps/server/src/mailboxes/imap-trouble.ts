// SPDX-License-Identifier: Apache-2.0
import { cutText } from '@belfry/contract';
import { FileStoreFailed } from '../platform/files/file-store.ts';
import { SecretsNotOpened } from './mailbox-secrets.ts';

/** Mail cannot be fetched, for a reason whoever keeps the mailbox can read and act on. Trying again is the rule. */
export class ImapTrouble extends Error {
  readonly code = 'mailbox.not_fetched';
}

const WORDS_MAX = 400;

/** What another server said, fit for a screen: one line, no control characters, not endless. */
export function oneLine(words: string): string {
  const line = words
    .slice(0, 4 * WORDS_MAX)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim();
  return cutText(line, WORDS_MAX, '…');
}

/** Puts a failure into words. A server chooses part of them, so they are cut and cleaned. */
export function troubleOf(error: unknown): string {
  if (error instanceof ImapTrouble || error instanceof FileStoreFailed || error instanceof SecretsNotOpened) {
    return error.message;
  }
  const { code, responseText, authenticationFailed } = Object(error) as {
    code?: unknown;
    responseText?: unknown;
    authenticationFailed?: unknown;
  };
  const said = typeof responseText === 'string' && responseText !== '' ? responseText : wordsOf(error);
  if (authenticationFailed === true) {
    return `The mail server does not let us in: ${oneLine(said)}`;
  }
  const known = typeof code === 'string' ? troubles[code] : undefined;
  return known ?? `The mail server cannot be used: ${oneLine(said)}`;
}

const troubles: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The mail server cannot be reached: nothing listens on this host and port',
  ENOTFOUND: 'The mail server cannot be reached: no such host',
  CONNECT_TIMEOUT: 'The mail server cannot be reached in time',
  GREETING_TIMEOUT: 'The mail server does not greet in time: check port and protection',
  UPGRADE_TIMEOUT: 'The mail server does not begin TLS in time',
  ETIMEOUT: 'The mail server fell silent',
  NoConnection: 'The mail server ended the connection',
  EConnectionClosed: 'The mail server ended the connection',
  StateLogout: 'The mail server said goodbye',
  ClosedAfterConnectText: 'The mail server ended the connection at once: check port and protection',
  ClosedAfterConnectTLS: 'The mail server ended the connection at once',
  LineTooLarge: 'The mail server sends a line without end',
  LiteralTooLarge: 'The mail server announces more bytes than were asked for',
  ResponseTooLarge: 'The mail server sends more than was asked for',
  STARTTLS_INJECTION: 'The mail server spoke before TLS began: somebody may stand in between',
};

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
