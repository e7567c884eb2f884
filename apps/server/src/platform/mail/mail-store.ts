// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Changing, Sql } from '../database/database.ts';
import type { MailTable } from '../database/rows.generated.ts';
import { isAddress, type Letter, subjectOf } from './mail.ts';

export type MailRow = Selectable<MailTable>;

/**
 * Puts a mail in the queue, in the transaction of the change that asks for it: it goes out if and only if the
 * change stands.
 *
 * @returns the identifier of the mail
 * @throws when the address is none: addresses are checked where they come in
 */
export async function queueMail(
  changing: Pick<Changing, 'sql' | 'ids' | 'now'>,
  letter: Letter,
): Promise<string> {
  if (!isAddress(letter.to)) {
    throw new Error('Cannot queue a mail: its recipient is not one plain mail address');
  }
  const id = changing.ids.uuid();
  await changing.sql
    .insertInto('mail')
    .values({
      id,
      to_address: letter.to,
      subject: subjectOf(letter),
      text: letter.text,
      language: letter.language,
      purpose: letter.purpose,
      is_secret: letter.isSecret ?? false,
      state: 'queued',
      next_attempt_at: changing.now,
      queued_at: changing.now,
      incident_id: letter.incidentId ?? null,
      report_id: letter.reportId ?? null,
      feedback_id: letter.feedbackId ?? null,
    })
    .execute();
  return id;
}

/**
 * Takes due mail under a lease: whoever dies with it leaves it due again when the lease ends. The count of
 * attempts names the lease, so that one who lost it cannot settle the mail. Alerts go first.
 */
export async function claimDueMail(trx: Sql, now: Date, countMax: number): Promise<MailRow[]> {
  const leasedUntil = new Date(now.getTime() + limits.mailLeaseMs);
  const { rows } = await raw<MailRow>`
    UPDATE mail SET attempts = attempts + 1, next_attempt_at = ${leasedUntil}
    WHERE id = ANY (ARRAY(
      SELECT id FROM mail WHERE state = 'queued' AND next_attempt_at <= ${now}
      ORDER BY purpose <> 'alert', next_attempt_at LIMIT ${countMax} FOR UPDATE SKIP LOCKED))
    RETURNING *`.execute(trx);
  return rows;
}

/** Writes on waiting mail why it waits. @returns how many were marked */
export async function sayWhyMailWaits(trx: Sql, now: Date, why: string, countMax: number): Promise<number> {
  const result = await raw`
    UPDATE mail SET last_error = ${why}
    WHERE id = ANY (ARRAY(
      SELECT id FROM mail WHERE state = 'queued' AND next_attempt_at <= ${now} AND last_error IS DISTINCT FROM ${why}
      LIMIT ${countMax} FOR UPDATE SKIP LOCKED))`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}

export type MailOutcome =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'queued'; readonly error: string; readonly nextAttemptAt: Date };

/** Writes what became of an attempt. @returns false when another process took the mail over meanwhile */
export async function settleMail(
  trx: Sql,
  mail: Pick<MailRow, 'id' | 'attempts' | 'is_secret'>,
  outcome: MailOutcome,
  now: Date,
): Promise<boolean> {
  const isOver = outcome.state !== 'queued';
  const result = await trx
    .updateTable('mail')
    .set({
      state: outcome.state,
      last_error: outcome.state === 'sent' ? null : outcome.error,
      next_attempt_at: outcome.state === 'queued' ? outcome.nextAttemptAt : null,
      sent_at: outcome.state === 'sent' ? now : null,
      ...(isOver && mail.is_secret ? { text: '' } : {}),
    })
    .where('id', '=', mail.id)
    .where('state', '=', 'queued')
    .where('attempts', '=', mail.attempts)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
