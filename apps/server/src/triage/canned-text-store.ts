// SPDX-License-Identifier: Apache-2.0
import type { CannedPurpose, CannedText } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { CannedTextTable } from '../platform/database/rows.generated.ts';

type CannedTextRow = Selectable<CannedTextTable>;
export interface CannedWords {
  readonly name: string;
  readonly purposes: readonly CannedPurpose[];
  readonly texts: CannedText['texts'];
}

export function listCannedTextRows(trx: Sql): Promise<CannedTextRow[]> {
  return trx
    .selectFrom('canned_text')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('times_used', 'desc')
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export function presentCannedText(row: CannedTextRow): CannedText {
  return {
    id: row.id,
    name: row.name,
    purposes: row.purposes as CannedPurpose[],
    texts: row.texts as CannedText['texts'],
    timesUsed: row.times_used,
    usedAt: row.used_at?.toISOString() ?? null,
  };
}

export function lockCannedText(trx: Sql, id: string): Promise<CannedTextRow | undefined> {
  return trx
    .selectFrom('canned_text')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

const columnsOf = (words: CannedWords, changedAt: Date) => ({
  name: words.name,
  purposes: [...words.purposes],
  texts: JSON.stringify(words.texts),
  changed_at: changedAt,
});

export async function insertCannedText(
  trx: Sql,
  id: string,
  words: CannedWords,
  now: Date,
): Promise<CannedText> {
  await trx
    .insertInto('canned_text')
    .values({ id, ...columnsOf(words, now) })
    .execute();
  return { id, ...words, purposes: [...words.purposes], timesUsed: 0, usedAt: null };
}

export async function updateCannedText(trx: Sql, id: string, words: CannedWords, now: Date): Promise<void> {
  await trx.updateTable('canned_text').set(columnsOf(words, now)).where('id', '=', id).execute();
}

export async function removeCannedTextRow(trx: Sql, id: string, now: Date): Promise<void> {
  await trx.updateTable('canned_text').set({ removed_at: now }).where('id', '=', id).execute();
}

/** A count for the order of the list, no part of the record: what was sent is recorded with its report. */
export async function countUse(trx: Sql, id: string, times: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('canned_text')
    .set({ times_used: raw<number>`least(times_used::bigint + ${times}, 2147483647)::integer`, used_at: now })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
