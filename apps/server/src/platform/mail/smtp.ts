// SPDX-License-Identifier: Apache-2.0
import { createTransport } from 'nodemailer';

/** A mail, ready to hand to a mail server. */
export interface OutgoingMail {
  readonly messageId: string;
  readonly from: string | { name: string; address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  readonly replyTo: string | null;
  /** Message-IDs of the conversation, oldest first; the last is the one this answers. */
  readonly answersTo: readonly string[];
  /** Whether a program wrote it by itself, or answers with it (RFC 3834). A person's own words say neither. */
  readonly automatic: 'auto-generated' | 'auto-replied' | null;
  readonly attachments?: readonly OutgoingFile[];
}

/** A file as it leaves: its bytes in memory, because a mail server takes a mail as one. */
interface OutgoingFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** The key with which mail is signed (DKIM, RFC 6376). */
export interface DkimKey {
  readonly domainName: string;
  readonly keySelector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** The mail server did not take the mail, or we do not know whether it did. */
export class MailNotTaken extends Error {
  readonly code = 'mail.not_taken';
  /** The server refused this very mail; asking again will not help. */
  readonly isFinal: boolean;
  constructor(cause: unknown, isFinal: boolean) {
    super(wordsOf(cause), { cause });
    this.isFinal = isFinal;
  }
}

export interface MailTransport {
  /** Resolves once the mail server has taken the mail into its care. @throws MailNotTaken */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

const CONNECT_MS_MAX = 15_000;
const SILENCE_MS_MAX = 60_000;
const ERROR_CHARACTERS_MAX = 500;

/** Answers that speak about our account at the server, not about the mail: an operator can mend them. */
const ACCOUNT_REFUSED = [530, 534, 535, 538];

/** Hands mail to the server at the address, over TLS where it is offered. */
export function smtpTransport(url: string, dkim: DkimKey | null = null): MailTransport {
  const { password } = new URL(url);
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    // Nothing in a mail may name a file or an address for us to read.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === null ? {} : { dkim }),
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          messageId: mail.messageId,
          from: mail.from,
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
          ...threadOf(mail.answersTo),
          attachments: [...(mail.attachments ?? [])],
          headers: {
            // RFC 3834: written by a machine; an absence message must not answer it.
            ...(mail.automatic === null
              ? {}
              : { 'Auto-Submitted': mail.automatic, 'X-Auto-Response-Suppress': 'All' }),
            'Content-Language': mail.language,
          },
        });
      } catch (error) {
        throw new MailNotTaken(withoutSecret(error, decodeURIComponent(password)), isFinal(error));
      }
    },
    close: () => transport.close(),
  };
}

function threadOf(answersTo: readonly string[]) {
  const inReplyTo = answersTo.at(-1);
  return inReplyTo === undefined ? {} : { inReplyTo, references: [...answersTo] };
}

function isFinal(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;
  return code >= 500 && code < 600 && !ACCOUNT_REFUSED.includes(code);
}

function withoutSecret(error: unknown, secret: string): unknown {
  if (secret === '' || !(error instanceof Error) || !error.message.includes(secret)) {
    return error;
  }
  return new Error(error.message.replaceAll(secret, '***'));
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, ERROR_CHARACTERS_MAX);
}
