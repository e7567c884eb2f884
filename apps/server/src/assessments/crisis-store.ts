// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

/** One person saves at a time: whoever comes second finds what the first one left. */
export async function lockCriteria(trx: Sql): Promise<void> {
  await raw`SELECT pg_advisory_xact_lock(hashtext('crisis_criterion'))`.execute(trx);
}

/** Takes every mark off the list; those that stay are put back in their places. A row is never deleted: answers name it. */
export async function removeCriteria(trx: Sql, now: Date): Promise<void> {
  await trx
    .updateTable('crisis_criterion')
    .set({ removed_at: now })
    .where('removed_at', 'is', null)
    .execute();
}

export async function placeCriterion(trx: Sql, id: string, position: number): Promise<void> {
  await trx
    .updateTable('crisis_criterion')
    .set({ removed_at: null, position })
    .where('id', '=', id)
    .execute();
}

export async function insertCriterion(
  trx: Sql,
  criterion: { readonly id: string; readonly text: string; readonly position: number },
): Promise<void> {
  await trx.insertInto('crisis_criterion').values(criterion).execute();
}
