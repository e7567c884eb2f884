// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import { type ImapSetting, limits } from '@belfry/contract';
import type { ImapFlow } from 'imapflow';
import { askForToken } from './imap-token.ts';
import { ImapTrouble, troubleOf } from './imap-trouble.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';
import { MailTooLarge } from './receive-mail.ts';

export interface ImapLogin {
  readonly imap: ImapSetting;
  readonly secrets: MailboxSecrets;
  readonly now: () => Date;
  /** Certificates to trust besides the usual ones; for tests. */
  readonly tls?: ConnectionOptions;
  readonly answerMsMax?: number;
}

export interface ImapOpened {
  readonly client: ImapFlow;
  /** A refresh token to keep instead of the one used. */
  readonly nextRefreshToken: string | null;
  /** Ends with the error when the connection breaks. */
  readonly broken: Promise<never>;
  /** Says why the connection is about to be ended from this side; the first reason stays. */
  readonly fail: (reason: unknown) => void;
}

/** One piece of a mail: bodies are fetched in these, so that memory does not follow their size. */
export const PIECE_BYTES = 1_048_576;
/** What a server may send for one answer: a piece, or the whole mail where a server ignores that we asked for a piece. */
const LITERAL_BYTES_MAX = limits.incomingMailBytesMax;
const LINE_BYTES_MAX = 4 * 1_048_576;

/** @throws ImapTrouble, or what the library throws: troubleOf() puts either into words */
export async function openImap({ imap, secrets, now, tls, answerMsMax }: ImapLogin): Promise<ImapOpened> {
  const answerMs = answerMsMax ?? limits.imapAnswerMsMax;
  const token = imap.authentication === 'oauth2' ? await askForToken(imap, secrets, now) : null;
  // Read when a mailbox is opened: a desk that only receives needs none of it.
  const { ImapFlow: Imap } = await import('imapflow');
  const client = new Imap({
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    doSTARTTLS: imap.security === 'starttls',
    auth:
      token === null
        ? { user: imap.user, pass: secrets.password ?? '' }
        : { user: imap.user, accessToken: token.token },
    ...(tls === undefined ? {} : { tls }),
    clientInfo: { name: 'Belfry' },
    disableAutoIdle: true,
    disableCompression: true,
    logger: false,
    connectionTimeout: answerMs,
    greetingTimeout: answerMs,
    // Silence is watched by within(); this one catches what nobody waits for, and leaves room for IDLE.
    socketTimeout: limits.imapIdleMsMax + answerMs,
    maxLineLength: LINE_BYTES_MAX,
    maxLiteralSize: LITERAL_BYTES_MAX,
    maxResponseSize: LITERAL_BYTES_MAX + LINE_BYTES_MAX,
  });
  const { promise: broken, reject: fail } = Promise.withResolvers<never>();
  client.on('error', fail);
  client.on('close', () => fail(new ImapTrouble('The mail server ended the connection')));
  // Whoever waits on it hears it; nobody has to.
  broken.catch(() => undefined);
  const opened = { client, nextRefreshToken: token?.nextRefreshToken ?? null, broken, fail };
  try {
    await within(opened, 2 * answerMs, 'sign in', client.connect());
  } catch (error) {
    client.close();
    throw error;
  }
  return opened;
}

/**
 * Waits for an answer, and not forever. A server that hangs loses its connection: whatever it might still say would
 * be taken for the answer to something else.
 */
export async function within<T>(
  { client, broken, fail }: Omit<ImapOpened, 'nextRefreshToken'>,
  msMax: number,
  what: string,
  answer: Promise<T>,
): Promise<T> {
  const answered = new AbortController();
  const late = delay(msMax, undefined, { signal: answered.signal }).then(() => {
    throw new ImapTrouble(`The mail server takes longer than ${msMax / 1_000} s to ${what}`);
  });
  try {
    return await Promise.race([answer, broken, late]);
  } catch (error) {
    if (!(error instanceof MailTooLarge) && !isRefusedByServer(error)) {
      fail(error);
      client.close();
    }
    throw error;
  } finally {
    // Nobody waits for it any more; what it then throws is that it was ended.
    late.catch(() => undefined);
    answered.abort();
  }
}

/** The server said no to one question; the connection is as good as before (RFC 9051 section 7.1). */
export function isRefusedByServer(error: unknown): boolean {
  const { responseStatus } = Object(error) as { responseStatus?: unknown };
  return responseStatus === 'NO';
}

export interface ImapTrial {
  readonly works: boolean;
  readonly detail: string;
  readonly folders: string[];
  readonly mailCount: number | null;
  readonly announcesMail: boolean;
}

const FOLDERS_SHOWN_MAX = 500;

/** Tries a setting and changes nothing at the mail server. */
export async function tryImap(login: ImapLogin): Promise<ImapTrial> {
  const nothing = { works: false, folders: [], mailCount: null, announcesMail: false };
  let folders: string[] = [];
  try {
    const opened = await openImap(login);
    const { client } = opened;
    try {
      const listed = await within(
        opened,
        limits.imapAnswerMsMax,
        'list its folders',
        client.list({ listOnly: true }),
      );
      folders = listed.slice(0, FOLDERS_SHOWN_MAX).map(({ path }) => path);
      const announcesMail = client.capabilities.has('IDLE');
      const folder = await within(
        opened,
        limits.imapAnswerMsMax,
        'open the folder',
        client.mailboxOpen(login.imap.folder, { readOnly: true }),
      );
      const detail = `Signed in; ${folder.exists} mails in ${folder.path}`;
      return { works: true, detail, folders, mailCount: folder.exists, announcesMail };
    } finally {
      client.close();
    }
  } catch (error) {
    return { ...nothing, folders, detail: troubleOf(error) };
  }
}
