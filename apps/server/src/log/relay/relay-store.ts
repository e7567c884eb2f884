// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import { BACKUP_LOCK } from '../../platform/database/backup-lock.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { RecordRow, Relayed } from './desk-record.ts';

/** The record from a position on, in order. */
export async function readRecordFrom(
  trx: Sql,
  position: number,
  rowsMax: number,
): Promise<(RecordRow & Relayed)[]> {
  return await trx
    .selectFrom('outbox')
    .select(['position', 'id', 'canonical'])
    .where('position', '>=', position)
    .orderBy('position')
    .limit(rowsMax + 1)
    .execute();
}

/** The identifier of the entry at a position; null when the record has none there. */
export async function recordedId(trx: Sql, position: number): Promise<string | null> {
  const row = await trx.selectFrom('outbox').select('id').where('position', '=', position).executeTakeFirst();
  return row?.id ?? null;
}

/** Entries under the newest checkpoint that was signed of each log that may hold the record. */
export async function readAuditSizes(trx: Sql): Promise<{ log: string; size: number }[]> {
  return await trx
    .selectFrom('log_checkpoint')
    .select(['log', 'size'])
    .where('log', 'like', 'audit-%')
    .orderBy('log')
    .execute();
}

/** Whether a backup is under way; otherwise none begins until this transaction ends. */
export async function isBackingUp(trx: Sql): Promise<boolean> {
  const { rows } = await raw<{ taken: boolean }>`
    SELECT pg_try_advisory_xact_lock_shared(${BACKUP_LOCK}) AS taken`.execute(trx);
  return rows[0]?.taken !== true;
}
