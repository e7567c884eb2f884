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
  /** The mail was longer than we take (`wholeBytes`): what is kept are its headers. */
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
