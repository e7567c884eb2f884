// SPDX-License-Identifier: Apache-2.0
import { createSecureContext } from 'node:tls';
import { limits } from '@belfry/contract';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { FileStoreFailed } from '../platform/files/file-store.ts';
import type { Timer } from '../platform/jobs/index.ts';
import { type MailArriving, type MailIntake, MailTooLarge, receiveMail } from './receive-mail.ts';
import { boundedBy, SenderLeft } from './smtp-content.ts';
import { type PatienceLimits, SmtpPatience } from './smtp-patience.ts';
import { SmtpRecipients } from './smtp-recipients.ts';

/** Why the receiver said no; the label of a counter, so the list is short and fixed. */
export type SmtpRefusal =
  | 'unknown_recipient'
  | 'too_large'
  | 'too_many'
  | 'disk_full'
  | 'unavailable'
  | 'sender_left'
  | 'too_slow';

export interface SmtpLimits extends PatienceLimits {
  readonly smtpConnectionsMax: number;
  readonly smtpRecipientsMax: number;
  readonly incomingMailBytesMax: number;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface SmtpReceiver {
  /** @returns the port @throws when it cannot listen there */
  listen(host: string, port: number): Promise<number>;
  /** Offers another certificate from the next connection on. @throws when it is none; the old one stays */
  present(certificate: Certificate): void;
  /** Who is a recipient is asked anew. */
  mailboxesChanged(): void;
  /** Takes no new connection; mails under way are finished. */
  close(): Promise<void>;
}

export interface SmtpReceiverParts extends MailIntake {
  readonly log: {
    info(about: object, words: string): void;
    warn(about: object, words: string): void;
    error(about: object, words: string): void;
  };
  readonly timer: Timer;
  /** The name the server greets with. */
  readonly hostName: () => string;
  readonly certificate: Certificate | null;
  readonly count: (what: 'received' | SmtpRefusal) => void;
  readonly limits?: SmtpLimits;
}

/** An answer of the server: code, enhanced code (RFC 3463) and words. */
class SmtpAnswer extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, words: string) {
    super(words);
    this.responseCode = responseCode;
  }
}

/** How long mails under way may take when the desk stops. */
const CLOSE_MS = 5_000;
type Done = (error?: Error | null, words?: string) => void;

/**
 * Takes mail for our own addresses and for nobody else: no relay, no sign-in. 250 means that bytes and row survive a
 * crash of the machine; whatever fails before that is a 4xx, and the sender comes back.
 */
export function createSmtpReceiver(parts: SmtpReceiverParts): SmtpReceiver {
  const bounds: SmtpLimits = parts.limits ?? limits;
  const patience = new SmtpPatience(parts.timer, bounds, () => parts.count('too_slow'));
  const recipients = new SmtpRecipients(parts.database, parts.timer);
  const name = parts.hostName();
  const server = new SMTPServer({
    name,
    banner: '',
    heloResponse: '%s',
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: [
      ...['AUTH', 'VRFY', 'HELP', 'WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD'],
      ...(parts.certificate === null ? ['STARTTLS'] : []),
    ],
    ...(parts.certificate ?? {}),
    hideENHANCEDSTATUSCODES: true,
    size: bounds.incomingMailBytesMax,
    maxClients: bounds.smtpConnectionsMax,
    maxRecipients: bounds.smtpRecipientsMax,
    socketTimeout: bounds.smtpCommandMsMax,
    closeTimeout: CLOSE_MS,
    onConnect: (session, done) => {
      const isWelcome = patience.welcome(session.id, session.remoteAddress, session.remotePort);
      if (!isWelcome) {
        parts.count('too_many');
      }
      done(
        isWelcome ? null : new SmtpAnswer(421, `${name} Too many connections from your network, try later`),
      );
    },
    onClose: (session) => patience.forget(session.id),
    onMailFrom: (_address, session, done) => {
      patience.progress(session.id);
      done(
        patience.countMail(session.id)
          ? null
          : new SmtpAnswer(421, `${name} Enough mails on one connection, open another`),
      );
    },
    onRcptTo: ({ address }, session, done) => {
      patience.progress(session.id);
      void recipientAnswer(parts, recipients, address).then((answer) => done(answer));
    },
    onData: (stream, session, done) => {
      patience.mailBegins(session.id);
      void takeMail(parts, { bounds, recipients }, stream, session)
        .then((answer) => finish(stream, done, answer))
        .finally(() => patience.progress(session.id));
    },
  });
  server.server.on('connection', (socket) => patience.meet(socket));
  // Connections that break are the senders' own trouble; what matters is said where it happens.
  server.on('error', (error) => parts.log.info({ err: error }, 'A mail connection broke'));
  return {
    listen: (host, port) => listen(server, host, port),
    present: (certificate) => {
      createSecureContext({ ...certificate });
      server.options.disabledCommands = server.options.disabledCommands?.filter(
        (word) => word !== 'STARTTLS',
      );
      server.updateSecureContext({ ...certificate });
    },
    mailboxesChanged: () => recipients.forget(),
    close: () => {
      patience.dismissIdle();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const { server: listener } = server;
    listener.once('error', reject);
    listener.listen(port, host, () => {
      listener.removeListener('error', reject);
      const bound = listener.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

function finish(stream: SMTPServerDataStream, done: Done, answer: SmtpAnswer | null): void {
  if (!stream.readableEnded && !stream.destroyed) {
    stream.resume();
  }
  done(answer, 'OK: kept');
}

async function recipientAnswer(
  parts: SmtpReceiverParts,
  recipients: SmtpRecipients,
  address: string,
): Promise<SmtpAnswer | null> {
  try {
    const mailbox = await recipients.find(address);
    if (mailbox !== null) {
      return null;
    }
    parts.count('unknown_recipient');
    return new SmtpAnswer(550, '5.1.1 No such address here, and mail is passed on to nobody else');
  } catch (error) {
    return whyNot(parts, error, 'a recipient');
  }
}

/** @returns null once the mail is safe, or the answer that says why not */
async function takeMail(
  parts: SmtpReceiverParts,
  { bounds, recipients }: { readonly bounds: SmtpLimits; readonly recipients: SmtpRecipients },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<SmtpAnswer | null> {
  try {
    const to = await mailboxesOf(recipients, session);
    if (to.length === 0) {
      return new SmtpAnswer(451, '4.3.0 The mailbox was switched off meanwhile, try later');
    }
    const { mailFrom } = session.envelope;
    await receiveMail(parts, {
      to,
      content: boundedBy(stream, bounds.incomingMailBytesMax),
      envelopeFrom: mailFrom === false || mailFrom.address === '' ? null : mailFrom.address,
      peer: {
        address: session.remoteAddress,
        greeting: typeof session.hostNameAppearsAs === 'string' ? session.hostNameAppearsAs : null,
        isEncrypted: session.secure,
      },
      uid: null,
      cutFromBytes: null,
    });
    parts.count('received');
    return null;
  } catch (error) {
    return whyNot(parts, error, 'a mail');
  }
}

/** Asked again at the end of the envelope: a mailbox may have changed since its recipient was named. */
async function mailboxesOf(
  recipients: SmtpRecipients,
  session: SMTPServerSession,
): Promise<MailArriving['to']> {
  const byMailbox = new Map<string, string[]>();
  for (const { address } of session.envelope.rcptTo) {
    const mailbox = await recipients.find(address);
    if (mailbox !== null) {
      byMailbox.set(mailbox.id, [...(byMailbox.get(mailbox.id) ?? []), address]);
    }
  }
  return [...byMailbox].map(([mailboxId, addressedAs]) => ({ mailboxId, addressedAs }));
}

/** Every failure is an answer; a bug too, because the mail must stay with its sender. */
function whyNot(parts: SmtpReceiverParts, error: unknown, what: string): SmtpAnswer {
  if (error instanceof MailTooLarge) {
    parts.count('too_large');
    return new SmtpAnswer(552, `5.3.4 ${error.message}`);
  }
  if (error instanceof SenderLeft) {
    parts.count('sender_left');
    return new SmtpAnswer(451, '4.4.2 The mail broke off');
  }
  if (error instanceof FileStoreFailed && error.code === 'files.disk_full') {
    parts.count('disk_full');
    parts.log.error({ err: error }, `Cannot take ${what}: the disk is full: make room, senders try again`);
    return new SmtpAnswer(452, '4.3.1 No room to keep mail at the moment, try later');
  }
  parts.count('unavailable');
  const words =
    error instanceof DatabaseUnavailable
      ? `Cannot take ${what}: the database does not answer: senders try again`
      : `Cannot take ${what}: senders try again`;
  parts.log.error({ err: error }, words);
  return new SmtpAnswer(451, '4.3.0 Cannot keep mail at the moment, try later');
}
