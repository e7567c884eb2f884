// SPDX-License-Identifier: Apache-2.0
import type { Database } from '../platform/database/database.ts';
import type { Timer } from '../platform/jobs/index.ts';
import { type MailboxKept, mailboxOfRecipient } from './mailbox.ts';
import { findReceiving } from './mailbox-store.ts';
import { mailComesIn } from './receive-mail.ts';

/** How long the list of addresses is believed; a change on this very desk is seen at once. */
const FRESH_MS = 1_000;

/**
 * Who a recipient is. The list is read once a second and not for every recipient: under a flood the database has
 * the mails to keep. While it cannot be read nobody is unknown, the question just has no answer yet.
 */
export class SmtpRecipients {
  readonly #database: Database;
  readonly #timer: Timer;
  #known: Promise<readonly MailboxKept[]> | null = null;

  constructor(database: Database, timer: Timer) {
    this.#database = database;
    this.#timer = timer;
  }

  /** @throws DatabaseUnavailable */
  async find(address: string): Promise<MailboxKept | null> {
    this.#known ??= this.#read();
    return mailboxOfRecipient(address, await this.#known);
  }

  /** Mailboxes changed. */
  forget(): void {
    this.#known = null;
  }

  #read(): Promise<readonly MailboxKept[]> {
    const reading = this.#database.read(mailComesIn, ({ sql }) => findReceiving(sql));
    const isOver = () => {
      if (this.#known === reading) {
        this.#known = null;
      }
    };
    reading.then(() => this.#timer.after(FRESH_MS, isOver), isOver);
    return reading;
  }
}
