// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../../platform/database/database.ts';

/** The newest checkpoint of a log, as PostgreSQL remembers it beside the files. */
export interface GuardRow {
  readonly log: string;
  readonly note: string;
  readonly signedAt: Date;
}

export async function readGuards(sql: Sql): Promise<GuardRow[]> {
  const rows = await sql
    .selectFrom('log_checkpoint')
    .select(['log', 'note', 'signed_at'])
    .orderBy('log')
    .execute();
  return rows.map(({ log, note, signed_at }) => ({ log, note, signedAt: signed_at }));
}

/** A checkpoint that is about to be published. */
export interface NextCheckpoint {
  readonly log: string;
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly signedAt: Date;
}

/**
 * Puts a checkpoint in the place of the one that is known, and of no other.
 *
 * @param known note that has to be there; null for none
 * @returns false when something else is there: then somebody else signs this log, or the database was restored
 */
export async function swapGuard(sql: Sql, known: string | null, next: NextCheckpoint): Promise<boolean> {
  const { log, note, root, signedAt, size } = next;
  if (known === null) {
    const { numInsertedOrUpdatedRows } = await sql
      .insertInto('log_checkpoint')
      .values({ log, size, root, note, signed_at: signedAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await sql
    .updateTable('log_checkpoint')
    .set({ size, root, note, signed_at: signedAt })
    .where('log', '=', log)
    .where('note', '=', known)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
