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
export function queueMail(changing: Pick<Changing, 'sql' | 'ids' | 'now'>, letter: Letter): Promise<string> {
  return insertMail(changing, letter, { state: 'queued', next_attempt_at: changing.now });
}

/** Keeps a mail that is not sent on purpose, with the reason; somebody may send it later. */
export async function skipMail(
  changing: Pick<Changing, 'sql' | 'ids' | 'now' | 'record'>,
  letter: Letter,
  reason: string,
): Promise<string> {
  const id = await insertMail(changing, letter, { state: 'skipped', last_error: reason });
  changing.record({
    event: 'mail.skipped',
    subject: { kind: 'mail', id, reference: letter.purpose },
    reportId: letter.reportId,
    reason,
  });
  return id;
}

async function insertMail(
  changing: Pick<Changing, 'sql' | 'ids' | 'now'>,
  letter: Letter,
  fate: { state: 'queued'; next_attempt_at: Date } | { state: 'skipped'; last_error: string },
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
      is_reply: letter.isReply ?? false,
      written_by: letter.writtenBy ?? null,
      attachments: JSON.stringify(letter.attachments ?? []),
      ...fate,
      queued_at: changing.now,
      incident_id: letter.incidentId ?? null,
      report_id: letter.reportId ?? null,
      feedback_id: letter.feedbackId ?? null,
      alert_id: letter.alertId ?? null,
    })
    .execute();
  return id;
}

/**
 * Takes due mail under a lease: whoever dies with it leaves it due again when the lease ends. The count of
 * attempts names the lease, so that one who lost it cannot settle the mail. Alerts go first. The Message-ID is
 * written before anybody outside hears it, so that an answer always finds its mail.
 */
export async function claimDueMail(trx: Sql, now: Date, countMax: number, host: string): Promise<MailRow[]> {
  const leasedUntil = new Date(now.getTime() + limits.mailLeaseMs);
  const { rows } = await raw<MailRow>`
    UPDATE mail SET attempts = attempts + 1, next_attempt_at = ${leasedUntil},
      message_id = coalesce(message_id, '<' || id || '@' || ${host}::text || '>')
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

/** Where answers to a mail go, and what it answers itself. */
export interface MailThread {
  readonly replyTo: string | null;
  /** Message-IDs, oldest first; the last is the one it answers. */
  readonly answersTo: readonly string[];
}

export async function writeThread(trx: Sql, mailId: string, thread: MailThread): Promise<void> {
  await trx
    .updateTable('mail')
    .set({ reply_to: thread.replyTo, answers_to: [...thread.answersTo] })
    .where('id', '=', mailId)
    .execute();
}

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

/**
 * Puts a mail that did not arrive into the queue again, under a Message-ID of its own: servers throw away what they
 * have seen. @returns false when its state changed meanwhile
 */
export async function requeueMail(
  { ids, now, sql }: Pick<Changing, 'ids' | 'now' | 'sql'>,
  mailId: string,
  to?: string,
): Promise<boolean> {
  const result = await sql
    .updateTable('mail')
    .set({
      state: 'queued',
      attempts: 0,
      last_error: null,
      next_attempt_at: now,
      queued_at: now,
      sent_at: null,
      message_id: raw<string | null>`'<' || ${ids.uuid()}::text || substring(message_id FROM '@.*$')`,
      ...(to === undefined ? {} : { to_address: to }),
    })
    .where('id', '=', mailId)
    .where('state', 'in', ['failed', 'skipped', 'bounced'])
    .where('text', '<>', '')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes that a mail which was sent came back. @returns the mail, or null when it had no such fate to change */
export async function bounceMail(trx: Sql, mailId: string, error: string): Promise<MailRow | null> {
  const row = await trx
    .updateTable('mail')
    .set({ state: 'bounced', last_error: error })
    .where('id', '=', mailId)
    .where('state', '=', 'sent')
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
