// SPDX-License-Identifier: Apache-2.0
import type { LimitPercent } from '@belfry/contract';
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

/** The next reminder of a duty without a number. One waits at a time, whoever asks. */
export async function insertReminder(
  { sql, ids }: Pick<Changing, 'sql' | 'ids'>,
  obligationId: string,
  ringsAt: Date,
): Promise<void> {
  await sql
    .insertInto('obligation_mark')
    .values({ id: ids.uuid(), obligation_id: obligationId, percent: null, due_at: null, rings_at: ringsAt })
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
  const found: DueMarks[] = [];
  for (const [obligationId, row] of obligations) {
    const isRunning = row.state === 'running';
    const highest = await settleMarks(trx, obligationId, isRunning, now);
    found.push({
      obligationId,
      incident: { id: row.incident_id, reference: row.reference },
      isRunning,
      dueAt: highest?.due_at ?? null,
      percent: (highest?.percent ?? null) as LimitPercent | null,
    });
  }
  return found;
}

/** The highest that is due rang; what is due beneath it, or of a limit that runs no more, is dropped. */
async function settleMarks(trx: Sql, obligationId: string, isRunning: boolean, now: Date) {
  const due = await trx
    .selectFrom('obligation_mark')
    .select(['id', 'percent', 'due_at'])
    .where('obligation_id', '=', obligationId)
    .where('rang_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('rings_at', '<=', now)
    .orderBy('percent', (order) => order.desc().nullsLast())
    .execute();
  const [highest, ...beneath] = due;
  if (isRunning && highest !== undefined) {
    await trx.updateTable('obligation_mark').set({ rang_at: now }).where('id', '=', highest.id).execute();
  }
  const dropped = isRunning ? beneath : due;
  await dropMarks(
    trx,
    dropped.map(({ id }) => id),
    now,
  );
  return highest;
}
