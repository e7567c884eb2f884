// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { Tally } from './statistics.ts';

/** The time zone of the organisation, and the month it is there now. */
export async function presentMonth(trx: Sql, now: Date): Promise<{ timeZone: string; month: string }> {
  const { rows } = await raw<{ timeZone: string; month: string }>`
    SELECT time_zone AS "timeZone", to_char(${now}::timestamptz AT TIME ZONE time_zone, 'YYYY-MM') AS month
    FROM organisation`.execute(trx);
  return rows[0] ?? { timeZone: 'UTC', month: now.toISOString().slice(0, 7) };
}

/** The instants at which months begin in a time zone: a month of summer time is not a month of UTC. */
export async function beginningsOf(trx: Sql, months: readonly string[], timeZone: string): Promise<Date[]> {
  const days = months.map((month) => `${month}-01`);
  const { rows } = await raw<{ at: Date }>`
    SELECT day::timestamp AT TIME ZONE ${timeZone} AS at
    FROM unnest(${days}::text[]) WITH ORDINALITY AS asked (day, place) ORDER BY place`.execute(trx);
  return rows.map(({ at }) => at);
}

/**
 * Counts what the caller can see between the first and the last beginning. Months are told apart by comparing
 * instants, which costs a tenth of turning each into a date.
 */
export async function tallyReports(trx: Sql, beginnings: readonly Date[]): Promise<Tally[]> {
  const [first] = beginnings;
  const { rows } = await raw<Tally>`
    SELECT t.month, t.kind, t.channel, t.category, t.qualification, t.state, t.decline_reason AS "declineReason",
      v.area, t.count
    FROM (
      SELECT width_bucket(reported_at, ${beginnings}::timestamptz[]) - 1 AS month,
        kind, channel, category, qualification, state, decline_reason, count(*)::integer AS count
      FROM report WHERE reported_at >= ${first} AND reported_at < ${beginnings.at(-1)}
      GROUP BY 1, 2, 3, 4, 5, 6, 7
    ) t LEFT JOIN vocabulary_term v ON v.vocabulary = 'category' AND v.id = t.category`.execute(trx);
  return rows;
}
