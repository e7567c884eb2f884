// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createReplyAddresses, type ReplyAddresses } from '../src/correspondence/index.ts';
import { receiveMail } from '../src/mailboxes/receive-mail.ts';
import { type Ids, systemIds } from '../src/platform/clock/clock.ts';
import { openDiskFileStore } from '../src/platform/files/disk-file-store.ts';
import type { FileStore } from '../src/platform/files/file-store.ts';
import { mailFateReachesFeedback } from '../src/processes/feedback-reaches-reporter.ts';
import { type IntakeParts, takeDueMail } from '../src/processes/mail-becomes-report.ts';
import { reportIsReceived } from '../src/processes/report-is-received.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export interface MailboxMade {
  readonly id: string;
  readonly address: string;
}

/** What takes received mail in, on a database of its own, one look at a time. */
export interface MailDesk extends TestDatabase {
  now: Date;
  readonly files: FileStore;
  readonly addresses: ReplyAddresses;
  readonly parts: IntakeParts;
  mailbox(
    given?: Partial<{
      address: string;
      purpose: string;
      language: string;
      acknowledges: boolean;
      plus: boolean;
    }>,
  ): Promise<MailboxMade>;
  /** A mail arrives, durable, and nobody has looked at it. */
  arrive(
    raw: string | Uint8Array,
    to: MailboxMade,
    envelope?: { from?: string | null; to?: string[] },
  ): Promise<void>;
  /** Takes in what is due until nothing is. */
  work(parts?: Partial<IntakeParts>): Promise<void>;
}

export async function openMailDesk(
  t: TestContext,
  key: Buffer = randomBytes(32),
  ids: Ids = systemIds,
): Promise<MailDesk> {
  const time = { now: new Date('2026-03-01T09:00:00Z') };
  const opened = await openTestDatabase(t, { clock: { now: () => new Date(time.now) }, ids });
  const dir = await mkdtemp(join(tmpdir(), 'belfry-mail-'));
  t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 10 }));
  const files = await openDiskFileStore(dir);
  await opened.query(
    `INSERT INTO organisation (name, sector, country, languages, time_zone, helpdesk_mail, helpdesk_phone, public_url)
     VALUES ('Stad Example', 'other', 'BE', '{nl}', 'Europe/Brussels', 'helpdesk@example.org', '+32 9 000 00 00', '')`,
  );
  const addresses = createReplyAddresses(key);
  const parts: IntakeParts = {
    database: opened.database,
    files,
    ids,
    addresses,
    receive: reportIsReceived(),
    log: { error: () => undefined },
    whenReturned: mailFateReachesFeedback,
  };
  return {
    ...opened,
    get now() {
      return time.now;
    },
    set now(value: Date) {
      time.now = value;
    },
    files,
    addresses,
    parts,
    mailbox: async (given = {}) => {
      const id = randomUUID();
      const address = given.address ?? 'desk@example.org';
      await opened.query(
        `INSERT INTO mailbox (id, name, address, purpose, language, way, is_active, plus_addressing, acknowledges, created_at)
         VALUES ($1, $2, $2, $3, $4, 'smtp', true, $5, $6, now())`,
        [
          id,
          address,
          given.purpose ?? 'incidents',
          given.language ?? 'en',
          given.plus ?? true,
          given.acknowledges ?? false,
        ],
      );
      return { id, address };
    },
    arrive: async (raw, to, envelope = {}) => {
      const bytes = typeof raw === 'string' ? Buffer.from(raw.replaceAll(/\r?\n/g, '\r\n')) : raw;
      await receiveMail(
        { database: opened.database, files },
        {
          to: [{ mailboxId: to.id, addressedAs: envelope.to ?? [to.address] }],
          content: (async function* () {
            yield bytes;
          })(),
          envelopeFrom: envelope.from === undefined ? 'rik@example.com' : envelope.from,
          peer: { address: '192.0.2.1', greeting: 'mail.example.com', isEncrypted: true },
          uid: null,
          cutFromBytes: null,
        },
      );
    },
    work: async (more = {}) => {
      while (await takeDueMail({ ...parts, ...more })) {
        // More may be due.
      }
    },
  };
}

/** A plain mail, as a mail program writes it. */
export function aMail(
  given: Partial<{
    id: string;
    from: string;
    to: string;
    subject: string;
    text: string;
    refs: string[];
    headers: string[];
  }> = {},
): string {
  const refs = given.refs ?? [];
  return [
    `From: ${given.from ?? 'Rik Peeters <rik@example.com>'}`,
    `To: ${given.to ?? 'desk@example.org'}`,
    `Subject: ${given.subject ?? 'Strange mail'}`,
    `Message-ID: ${given.id ?? `<${randomUUID()}@example.com>`}`,
    'Date: Sun, 01 Mar 2026 09:00:00 +0100',
    ...(refs.length === 0 ? [] : [`In-Reply-To: ${refs.at(-1)}`, `References: ${refs.join(' ')}`]),
    ...(given.headers ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    given.text ?? 'I got a strange mail and I think it is not from the bank.',
    '',
  ].join('\n');
}
