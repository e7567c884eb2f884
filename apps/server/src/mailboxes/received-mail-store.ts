// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type incomingMailNatures,
  type incomingMailStates,
  type Language,
  limits,
  type MailReading,
  type mailboxPurposes,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Changing, Sql } from '../platform/database/database.ts';

/** A mail that came and that nobody has settled yet. Its bytes lie in the file store under `rawSha256`. */
export interface ReceivedMail {
  readonly id: string;
  readonly mailboxId: string;
  readonly purpose: (typeof mailboxPurposes)[number];
  readonly language: Language;
  readonly address: string;
  readonly plusAddressing: boolean;
  readonly acknowledges: boolean;
  readonly receivedAt: Date;
  readonly rawSha256: string;
  readonly rawBytes: number;
  /** Only its headers are kept: longer than we take (`wholeBytes`), or its server could not read it. */
  readonly isCut: boolean;
  readonly wholeBytes: number;
  readonly envelopeFrom: string | null;
  readonly envelopeTo: readonly string[];
  /** Names the lease: who lost it cannot settle the mail. */
  readonly attempts: number;
}

export interface SettledAs {
  readonly state: Exclude<(typeof incomingMailStates)[number], 'received'>;
  readonly nature: (typeof incomingMailNatures)[number];
  readonly messageId: string | null;
  readonly refersTo: readonly string[];
  readonly reading: MailReading | null;
  readonly reportId: string | null;
  readonly reportMessageId: string | null;
  /** Why it was set aside, in words. */
  readonly error: string | null;
}

/**
 * Takes received mail under a lease, oldest first. Whoever dies with it leaves it due again when the lease ends, so
 * recovery is the normal path.
 */
export async function claimReceivedMail(sql: Sql, now: Date, countMax: number): Promise<ReceivedMail[]> {
  const leasedUntil = new Date(now.getTime() + limits.incomingMailLeaseMs);
  const { rows } = await raw<
    Omit<ReceivedMail, 'language'> & { language: string }
  >`UPDATE incoming_mail i SET attempts = attempts + 1, next_attempt_at = ${leasedUntil}
    FROM mailbox b
    WHERE b.id = i.mailbox_id AND i.id = ANY (ARRAY(
      SELECT id FROM incoming_mail WHERE state = 'received' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at, received_at LIMIT ${countMax} FOR UPDATE SKIP LOCKED))
    RETURNING i.id, i.mailbox_id AS "mailboxId", b.purpose, b.language, b.address,
      b.plus_addressing AS "plusAddressing", b.acknowledges, i.received_at AS "receivedAt",
      i.raw_sha256 AS "rawSha256", i.raw_bytes AS "rawBytes", i.is_cut AS "isCut", i.whole_bytes AS "wholeBytes",
      i.envelope_from AS "envelopeFrom", i.envelope_to AS "envelopeTo", i.attempts`.execute(sql);
  return rows
    .map((row) => ({ ...row, language: asLanguage(row.language) }))
    .sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime());
}

/** Writes what a mail became. @returns false when the lease was lost: somebody else has the mail now, roll back */
export async function settleReceivedMail(
  { sql, now }: Pick<Changing, 'sql' | 'now'>,
  mail: Pick<ReceivedMail, 'id' | 'attempts'>,
  as: SettledAs,
): Promise<boolean> {
  const result = await sql
    .updateTable('incoming_mail')
    .set({
      state: as.state,
      nature: as.nature,
      message_id: as.messageId,
      refers_to: [...as.refersTo],
      reading: as.reading === null ? null : JSON.stringify(as.reading),
      report_id: as.reportId,
      report_message_id: as.reportMessageId,
      last_error: as.error,
      next_attempt_at: null,
      settled_at: now,
    })
    .where('id', '=', mail.id)
    .where('state', '=', 'received')
    .where('attempts', '=', mail.attempts)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Leaves a mail for later, with the reason in words. Does nothing when the lease was lost. */
export async function postponeReceivedMail(
  sql: Sql,
  mail: Pick<ReceivedMail, 'id' | 'attempts'>,
  error: string,
  nextAttemptAt: Date,
): Promise<void> {
  await sql
    .updateTable('incoming_mail')
    .set({ last_error: error, next_attempt_at: nextAttemptAt })
    .where('id', '=', mail.id)
    .where('state', '=', 'received')
    .where('attempts', '=', mail.attempts)
    .execute();
}

/** Received mail that nobody has settled yet, as far as the caller may know of it. */
export async function receivedMailWaiting(sql: Sql): Promise<{ count: number; oldestAt: Date | null }> {
  const { rows } = await raw<{ count: number; oldestAt: Date | null }>`
    SELECT count, oldest_at AS "oldestAt" FROM received_mail_waiting()`.execute(sql);
  return rows[0] ?? { count: 0, oldestAt: null };
}

/** Who handed a mail over, as far as the connection tells. */
export interface Peer {
  readonly address: string;
  /** What it called itself; anything may stand here. */
  readonly greeting: string | null;
  readonly isEncrypted: boolean;
}

export interface MailToKeep {
  readonly mailboxId: string;
  readonly addressedAs: readonly string[];
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly envelopeFrom: string | null;
  readonly peer: Peer;
  readonly uid: { readonly validity: number; readonly number: number } | null;
  readonly cutFromBytes: number | null;
}

/**
 * Writes the row of a mail whose bytes are safe. The same bytes for the same mailbox are the same mail: over SMTP
 * while a sender may still try again, from a folder always, because a folder that numbers its mails anew is looked at
 * from its beginning. The lock makes two deliveries at the same moment wait for each other.
 *
 * @returns whether the mail is new
 */
export async function keepReceivedMail(
  { sql, now, ids }: Pick<Changing, 'sql' | 'now' | 'ids'>,
  mail: MailToKeep,
): Promise<boolean> {
  await raw`SELECT pg_advisory_xact_lock(hashtextextended(${`${mail.mailboxId} ${mail.sha256}`}, 0))`.execute(
    sql,
  );
  const since = mail.uid === null ? new Date(now.getTime() - limits.incomingMailSameMsMax) : new Date(0);
  const { rows } = await raw<{ id: string }>`
    UPDATE incoming_mail SET delivery_count = delivery_count + 1,
      envelope_to = ARRAY(SELECT DISTINCT unnest(envelope_to || ${[...mail.addressedAs]}::text[]))
    WHERE id = (
      SELECT id FROM incoming_mail
      WHERE mailbox_id = ${mail.mailboxId} AND raw_sha256 = ${mail.sha256} AND received_at > ${since}
      ORDER BY received_at DESC LIMIT 1)
    RETURNING id`.execute(sql);
  if (rows.length === 0) {
    await sql
      .insertInto('incoming_mail')
      .values({
        id: ids.uuid(),
        mailbox_id: mail.mailboxId,
        received_at: now,
        raw_sha256: mail.sha256,
        raw_bytes: mail.sizeBytes,
        is_cut: mail.cutFromBytes !== null,
        whole_bytes: mail.cutFromBytes ?? mail.sizeBytes,
        envelope_from: mail.envelopeFrom,
        envelope_to: [...mail.addressedAs],
        peer: JSON.stringify(mail.peer),
        uid_validity: mail.uid?.validity ?? null,
        uid: mail.uid?.number ?? null,
        state: 'received',
        next_attempt_at: now,
      })
      .execute();
  }
  if (mail.uid !== null) {
    // In the same transaction: after a crash the folder is looked at from the first mail that is not here.
    await sql
      .updateTable('mailbox')
      .set({ uid_validity: mail.uid.validity, uid_last: mail.uid.number })
      .where('id', '=', mail.mailboxId)
      .execute();
  }
  return rows.length === 0;
}
