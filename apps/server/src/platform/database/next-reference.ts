// SPDX-License-Identifier: Apache-2.0
import { sql } from 'kysely';
import { type Sql, theRow } from './database.ts';

/**
 * Takes the next reference of a kind, such as INC-2026-0042. The year is the organisation's own civil year. The
 * counter's row stays locked until commit, so a number that was rolled back is given to the next one.
 */
export async function nextReference(trx: Sql, kind: 'INC' | 'REP', now: Date): Promise<string> {
  const { rows } = await sql<{ year: number; last: number }>`
    INSERT INTO reference_counter (kind, year, last)
    VALUES (${kind}, extract(year FROM ${now}::timestamptz AT TIME ZONE coalesce((SELECT time_zone FROM organisation), 'UTC'))::integer, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = reference_counter.last + 1
    RETURNING year, last`.execute(trx);
  const { year, last } = theRow(rows);
  return `${kind}-${year}-${String(last).padStart(4, '0')}`;
}
