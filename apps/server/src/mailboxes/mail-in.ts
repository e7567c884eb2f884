// SPDX-License-Identifier: Apache-2.0
import type { ImapSetting } from '@belfry/contract';
import type { Configuration } from '../platform/configuration/configuration.ts';
import type { Timer } from '../platform/jobs/index.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import type { Meters } from '../platform/telemetry/telemetry.ts';
import { type ImapTrial, tryImap } from './imap-connection.ts';
import { ImapWatch } from './imap-watch.ts';
import type { MailboxSecrets } from './mailbox-secrets.ts';
import { type MailIntake, mailComesIn } from './receive-mail.ts';
import { receivedMailWaiting } from './received-mail-store.ts';
import { type ListeningState, SmtpListening } from './smtp-listening.ts';
import type { SmtpReceiverParts } from './smtp-receiver.ts';

export interface MailInParts extends MailIntake {
  readonly configuration: Pick<Configuration, 'host' | 'smtpListenPort' | 'smtpCertificate'>;
  readonly log: SmtpReceiverParts['log'];
  readonly timer: Timer;
  readonly now: () => Date;
  readonly meters: Meters;
  readonly hostName: () => string;
  /** Seals the secrets of mailboxes. */
  readonly sealing: Sealing;
}

/** Everything by which mail comes in. */
export interface MailIn {
  readonly receiver: () => ListeningState;
  readonly sealing: Sealing;
  /** Mailboxes changed: fetching follows at once. */
  mailboxesChanged(): void;
  tryImap(imap: ImapSetting, secrets: MailboxSecrets): Promise<ImapTrial>;
  start(): Promise<void>;
  /** Takes nothing new; mails under way are finished or stay with their sender. */
  stop(): Promise<void>;
}

export function createMailIn(parts: MailInParts): MailIn {
  const received = parts.meters.counter('belfry_mail_received_total', 'Mails received, by way', 'way');
  const refused = parts.meters.counter(
    'belfry_mail_refused_total',
    'Mails and senders refused, by reason',
    'reason',
  );
  measureBacklog(parts);
  const listening = new SmtpListening({
    ...parts,
    host: parts.configuration.host,
    port: parts.configuration.smtpListenPort,
    certificateFiles: parts.configuration.smtpCertificate,
    count: (what) => (what === 'received' ? received('smtp') : refused(what)),
  });
  const watch = new ImapWatch({ ...parts, count: () => received('imap') });
  return {
    receiver: () => listening.state,
    sealing: parts.sealing,
    mailboxesChanged: () => {
      listening.mailboxesChanged();
      watch.look();
    },
    tryImap: (imap, secrets) => tryImap({ imap, secrets, now: parts.now }),
    start: async () => {
      await listening.start();
      watch.start();
    },
    stop: async () => {
      await Promise.all([listening.stop(), watch.stop()]);
    },
  };
}

/** A worker that does not keep up shows in how long the oldest mail waits. */
function measureBacklog({ database, meters, now }: MailInParts): void {
  const waiting = () => database.read(mailComesIn, ({ sql }) => receivedMailWaiting(sql));
  meters.gauge(
    'belfry_mail_waiting',
    'Received mails that wait to be taken in',
    async () => (await waiting()).count,
  );
  meters.gauge(
    'belfry_mail_oldest_waiting_seconds',
    'How long the oldest of them has waited; 0 when none does',
    async () => {
      const { oldestAt } = await waiting();
      return oldestAt === null ? 0 : Math.max(0, (now().getTime() - oldestAt.getTime()) / 1_000);
    },
  );
}
