// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { keepReceivedMail, type Peer } from './received-mail-store.ts';

/** The mail is longer than we take; nothing of it was kept. */
export class MailTooLarge extends Error {
  readonly code = 'mail.too_large';
}

export interface MailArriving {
  /** For whom it is, and how each was addressed. One row a mailbox. */
  readonly to: readonly { readonly mailboxId: string; readonly addressedAs: readonly string[] }[];
  /** The bytes as they came. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Null for the empty reverse-path of a bounce, and where no envelope is known. */
  readonly envelopeFrom: string | null;
  readonly peer: Peer;
  /** Its number in the folder it was fetched from (RFC 9051 section 2.3.1.1). */
  readonly uid: { readonly validity: number; readonly number: number } | null;
  /** Only headers travel: the mail itself has this many bytes. */
  readonly cutFromBytes: number | null;
}

export interface MailIntake {
  readonly database: Database;
  readonly files: FileStore;
}

export const mailComesIn = systemActor('mail-comes-in');

/**
 * Receives one mail, whatever way it comes. When it returns, bytes and row survive a crash of the machine: only then
 * may the sender hear "250" and the folder be left behind. When it throws, the mail is either absent or whole, and
 * the same bytes handed in again are the same mail.
 *
 * @throws MailTooLarge, FileStoreFailed, DatabaseUnavailable
 */
export async function receiveMail(parts: MailIntake, mail: MailArriving): Promise<void> {
  // A crash after this leaves a file nobody names: the sender comes back with the same bytes and names it.
  const kept = await parts.files.keep(mail.content, limits.incomingMailBytesMax);
  if (isRefusal(kept)) {
    throw new MailTooLarge(kept.detail);
  }
  await parts.database.change(mailComesIn, async (changing) => {
    for (const { mailboxId, addressedAs } of mail.to) {
      await keepReceivedMail(changing, { ...mail, ...kept, mailboxId, addressedAs });
    }
  });
}
