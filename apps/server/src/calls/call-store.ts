// SPDX-License-Identifier: Apache-2.0
import { type CallAnswers, type CallDraft, callAnswers, limits } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { CallDraftTable } from '../platform/database/rows.generated.ts';

export type CallRow = Selectable<CallDraftTable>;

/** What a sent call is answered with, again and again, until it is forgotten. The receipt itself stands nowhere. */
export interface SentCall {
  readonly reference: string;
  readonly joined: boolean;
  readonly receiptSalt: string | null;
  readonly receivedAt: string;
  readonly mailedTo: string | null;
}

/** Words saved before a field was added lack it; reading fills in what a fresh call begins with. */
export function answersOf(row: Pick<CallRow, 'answers'>): CallAnswers {
  return callAnswers.parse(row.answers);
}

export function presentCall(row: CallRow): CallDraft {
  return { ...presentLine(row), answers: answersOf(row) };
}

export function presentLine(row: CallRow): Omit<CallDraft, 'answers'> {
  return {
    id: row.id,
    version: row.version,
    calledAt: row.called_at.toISOString(),
    savedAt: row.saved_at.toISOString(),
    discardedAt: row.discarded_at?.toISOString() ?? null,
  };
}

/** Calls the context's person is writing down. Row-level security knows whose. */
export function listCallRows(trx: Sql, ownerId: string): Promise<CallRow[]> {
  return trx
    .selectFrom('call_draft')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('sent_at', 'is', null)
    .orderBy('called_at')
    .orderBy('id')
    .limit(limits.callDraftsPerPersonMax * 2)
    .execute();
}

export function findCall(trx: Sql, id: string): Promise<CallRow | undefined> {
  return trx.selectFrom('call_draft').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockCall(trx: Sql, id: string): Promise<CallRow | undefined> {
  return trx.selectFrom('call_draft').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** @returns false where the identifier is taken, by whomever */
export async function beginCall(
  trx: Sql,
  call: { readonly id: string; readonly ownerId: string; readonly answers: CallAnswers; readonly now: Date },
): Promise<boolean> {
  const made = await trx
    .insertInto('call_draft')
    .values({
      id: call.id,
      owner_id: call.ownerId,
      answers: JSON.stringify(call.answers),
      called_at: call.now,
      saved_at: call.now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function countOpenCalls(trx: Sql, ownerId: string): Promise<number> {
  const row = await trx
    .selectFrom('call_draft')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('sent_at', 'is', null)
    .where('discarded_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function saveAnswers(trx: Sql, row: CallRow, answers: CallAnswers, now: Date): Promise<void> {
  await trx
    .updateTable('call_draft')
    .set({ answers: JSON.stringify(answers), version: row.version + 1, saved_at: now, discarded_at: null })
    .where('id', '=', row.id)
    .execute();
}

export async function setDiscarded(trx: Sql, id: string, at: Date | null): Promise<void> {
  await trx.updateTable('call_draft').set({ discarded_at: at }).where('id', '=', id).execute();
}

/** From here on the words stand in the report alone. */
export async function markSent(trx: Sql, id: string, sent: SentCall, now: Date): Promise<void> {
  await trx
    .updateTable('call_draft')
    .set({ sent: JSON.stringify(sent), sent_at: now, answers: '{}' })
    .where('id', '=', id)
    .execute();
}

/** Forgets what was sent or thrown away long enough ago. @returns how many */
export async function deleteOverCalls(
  trx: Sql,
  before: { readonly sent: Date; readonly discarded: Date },
  countMax: number,
): Promise<number> {
  const { rows } = await raw<{ id: string }>`DELETE FROM call_draft WHERE id IN (
    SELECT id FROM call_draft
    WHERE (sent_at IS NOT NULL AND sent_at < ${before.sent})
      OR (sent_at IS NULL AND discarded_at IS NOT NULL AND discarded_at < ${before.discarded})
    LIMIT ${countMax} FOR UPDATE SKIP LOCKED) RETURNING id`.execute(trx);
  return rows.length;
}
