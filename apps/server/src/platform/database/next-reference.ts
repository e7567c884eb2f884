// SPDX-License-Identifier: Apache-2.0
import { type RawBuilder, sql } from 'kysely';
import { type Sql, theRow } from './database.ts';

/** Kinds of reference that are taken one by one. */
export type ReferenceKind = 'INC' | 'REP' | 'NOT' | 'ANN' | 'REF' | 'AST';

/**
 * The statement that takes the next reference of a kind, such as INC-2026-0042, and returns it as `reference`. The
 * year is the organisation's own civil year. The counter's row stays locked until commit, so a number that was
 * rolled back is given to the next one.
 */
export function takingReference(kind: ReferenceKind | 'WB', now: Date): RawBuilder<{ reference: string }> {
  return sql`
    INSERT INTO reference_counter (kind, year, last)
    VALUES (${kind}, extract(year FROM ${now}::timestamptz AT TIME ZONE coalesce((SELECT time_zone FROM organisation), 'UTC'))::integer, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = reference_counter.last + 1
    RETURNING kind || '-' || year || '-' || lpad(last::text, greatest(4, length(last::text)), '0') AS reference`;
}

/** Takes the next reference of a kind. */
export async function nextReference(trx: Sql, kind: ReferenceKind, now: Date): Promise<string> {
  const { rows } = await takingReference(kind, now).execute(trx);
  return theRow(rows).reference;
}

/**
 * Takes many references at once, each in the year of its own moment, in their order. One lock a year, however many.
 */
export async function nextReferences(
  trx: Sql,
  kind: 'INC' | 'REP' | 'FND',
  moments: readonly Date[],
): Promise<string[]> {
  if (moments.length === 0) {
    return [];
  }
  const { rows } = await sql<{ year: number; last: number; place: number }>`
    WITH wanted AS (
      SELECT place::integer, extract(year FROM moment AT TIME ZONE coalesce((SELECT time_zone FROM organisation), 'UTC'))::integer AS year
      FROM unnest(${moments as Date[]}::timestamptz[]) WITH ORDINALITY AS given (moment, place)
    ), taken AS (
      INSERT INTO reference_counter AS counter (kind, year, last)
      SELECT ${kind}, year, count(*)::integer FROM wanted GROUP BY year ORDER BY year
      ON CONFLICT (kind, year) DO UPDATE SET last = counter.last + excluded.last
      RETURNING year, last
    )
    SELECT wanted.year, wanted.place,
      (taken.last - count(*) OVER (PARTITION BY wanted.year)
        + row_number() OVER (PARTITION BY wanted.year ORDER BY wanted.place))::integer AS last
    FROM wanted JOIN taken USING (year) ORDER BY wanted.place`.execute(trx);
  return rows.map(({ year, last }) => `${kind}-${year}-${String(last).padStart(4, '0')}`);
}
