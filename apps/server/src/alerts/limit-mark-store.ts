// SPDX-License-Identifier: Apache-2.0
import type { LimitPercent } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { KeptMark, MarkChanges } from './limit-mark.ts';

/** Everything kept of the marks of an obligation, and how its last page ended. */
export async function keptMarks(
  trx: Sql,
  obligationId: string,
): Promise<{
  marks: KeptMark[];
  isToldOff: boolean;
  lastAlert: { state: string; dueAt: Date | null } | null;
}> {
  const rows = await trx
    .selectFrom('obligation_mark')
    .selectAll()
    .where('obligation_id', '=', obligationId)
    .execute();
  const last = await trx
    .selectFrom('alert')
    .select(['state', 'due_at'])
    .where('obligation_id', '=', obligationId)
    .orderBy('raised_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    marks: rows.map((row) => ({
      id: row.id,
      percent: row.percent as LimitPercent | null,
      dueAt: row.due_at,
      ringsAt: row.rings_at,
      rangAt: row.rang_at,
      droppedAt: row.dropped_at,
    })),
    isToldOff: rows.some((row) => row.told_off_by !== null),
    lastAlert: last === undefined ? null : { state: last.state, dueAt: last.due_at },
  };
}

export async function writeMarks(
  { sql, ids, now }: Pick<Changing, 'sql' | 'ids' | 'now'>,
  obligationId: string,
  dueAt: Date,
  changes: MarkChanges,
): Promise<void> {
  await dropMarks(sql, changes.dropIds, now);
  for (const { id, ringsAt } of changes.move) {
    await sql
      .updateTable('obligation_mark')
      .set({ rings_at: ringsAt, rang_at: null, dropped_at: null })
      .where('id', '=', id)
      .execute();
  }
  if (changes.add.length > 0) {
    await sql
      .insertInto('obligation_mark')
      .values(
        changes.add.map(({ percent, ringsAt }) => ({
          id: ids.uuid(),
          obligation_id: obligationId,
          percent,
          due_at: dueAt,
          rings_at: ringsAt,
        })),
      )
      .execute();
  }
}

export async function dropMarks(trx: Sql, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('obligation_mark')
    .set({ dropped_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

/** The next reminders of duties without a number. One of each waits at a time, whoever asks. */
export async function insertReminders(
  { sql, ids }: Pick<Changing, 'sql' | 'ids'>,
  obligationIds: readonly string[],
  ringsAt: Date,
): Promise<void> {
  if (obligationIds.length === 0) return;
  await sql
    .insertInto('obligation_mark')
    .values(
      obligationIds.map((obligationId) => ({
        id: ids.uuid(),
        obligation_id: obligationId,
        percent: null,
        due_at: null,
        rings_at: ringsAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Somebody says that a duty without a number needs no more reminding. @returns whether it had reminders */
export async function tellRemindersOff(
  trx: Sql,
  obligationId: string,
  by: { personId: string; at: Date },
): Promise<boolean> {
  const result = await trx
    .updateTable('obligation_mark')
    .set((set) => ({ told_off_by: by.personId, dropped_at: set.fn.coalesce('dropped_at', set.val(by.at)) }))
    .where('obligation_id', '=', obligationId)
    .where('percent', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** An obligation whose marks are due, locked together with them. */
export interface DueMarks {
  readonly obligationId: string;
  readonly incident: { readonly id: string; readonly reference: string };
  readonly isRunning: boolean;
  readonly dueAt: Date | null;
  /** The highest of those that are due; null for the reminder of a duty without a number. */
  readonly percent: LimitPercent | null;
}

/**
 * Takes due marks, oldest first, and writes that they rang: in the transaction that raises the page, so that a crash
 * leaves them due. The obligation is locked with its mark: two desks never work on two marks of one limit. One that is
 * being changed right now is left for the next look.
 */
export async function claimDueMarks(trx: Sql, now: Date, countMax: number): Promise<DueMarks[]> {
  const claimed = await trx
    .selectFrom('obligation_mark as mark')
    .innerJoin('obligation', 'obligation.id', 'mark.obligation_id')
    .innerJoin('incident', 'incident.id', 'obligation.incident_id')
    .select(['mark.obligation_id', 'obligation.state', 'incident.id as incident_id', 'incident.reference'])
    .where('mark.rang_at', 'is', null)
    .where('mark.dropped_at', 'is', null)
    .where('mark.rings_at', '<=', now)
    .orderBy('mark.rings_at')
    .limit(countMax)
    .forUpdate(['mark', 'obligation'])
    .skipLocked()
    .execute();
  const obligations = new Map(claimed.map((row) => [row.obligation_id, row]));
  const highest = await settleMarks(trx, [...obligations.values()], now);
  return [...obligations].map(([obligationId, row]) => ({
    obligationId,
    incident: { id: row.incident_id, reference: row.reference },
    isRunning: row.state === 'running',
    dueAt: highest.get(obligationId)?.due_at ?? null,
    percent: (highest.get(obligationId)?.percent ?? null) as LimitPercent | null,
  }));
}

/**
 * Of each, the highest that is due rang; what is due beneath it, or of a limit that runs no more, is dropped. In one
 * statement, however many limits are due in the same second.
 *
 * @returns by obligation
 */
async function settleMarks(
  trx: Sql,
  claimed: readonly { readonly obligation_id: string; readonly state: string }[],
  now: Date,
) {
  const obligationIds = claimed.map((row) => row.obligation_id);
  const runningIds = claimed.filter(({ state }) => state === 'running').map((row) => row.obligation_id);
  const { rows } = await raw<{
    obligation_id: string;
    percent: number | null;
    due_at: Date | null;
    is_highest: boolean;
  }>`
    WITH due AS (
      SELECT id, obligation_id = ANY (${runningIds}::uuid[]) AS is_running,
        row_number() OVER (PARTITION BY obligation_id ORDER BY percent DESC NULLS LAST) = 1 AS is_highest
      FROM obligation_mark
      WHERE obligation_id = ANY (${obligationIds}::uuid[])
        AND rang_at IS NULL AND dropped_at IS NULL AND rings_at <= ${now}
    )
    UPDATE obligation_mark mark SET
      rang_at = CASE WHEN due.is_highest AND due.is_running THEN ${now}::timestamptz END,
      dropped_at = CASE WHEN due.is_highest AND due.is_running THEN NULL ELSE ${now}::timestamptz END
    FROM due WHERE due.id = mark.id
    RETURNING mark.obligation_id, mark.percent, mark.due_at, due.is_highest`.execute(trx);
  return new Map(rows.filter((row) => row.is_highest).map((row) => [row.obligation_id, row]));
}
