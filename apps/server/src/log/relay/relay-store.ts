// SPDX-License-Identifier: Apache-2.0
import type { Sql } from '../../platform/database/database.ts';
import type { RecordRow } from './desk-record.ts';

/** The record after a position, in order. */
export async function readRecordAfter(trx: Sql, position: number, rowsMax: number): Promise<RecordRow[]> {
  return await trx
    .selectFrom('outbox')
    .select(['position', 'canonical'])
    .where('position', '>', position)
    .orderBy('position')
    .limit(rowsMax)
    .execute();
}

/** Whether the record holds this very entry at this position. */
export async function isRecorded(trx: Sql, position: number, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('outbox')
    .select('id')
    .where('position', '=', position)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}
