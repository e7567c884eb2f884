// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import type { Tally } from './statistics.ts';

/** A line a change: at fifty reports a second some thousand lines wait, which cost a count a few milliseconds. */
const FOLD_EVERY_MS = 30_000;

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
 * Counts what the caller can see in these months. What everybody who reads reports sees is counted already; reports of
 * restricted incidents are counted one by one, behind their wall. Whistle-blowers' reports stand in no list, so in no
 * number either.
 */
export async function tallyReports(
  trx: Sql,
  months: readonly string[],
  beginnings: readonly Date[],
): Promise<Tally[]> {
  const alike = raw.raw('kind, channel, category, qualification, state, decline_reason');
  const { rows } = await raw<Tally>`
    SELECT t.month, t.kind, t.channel, t.category, t.qualification, t.state, t.decline_reason AS "declineReason",
      v.area, t.count
    FROM (
      SELECT array_position(${months}::text[], month) - 1 AS month, ${alike}, sum(count)::integer AS count
      FROM report_tally WHERE month = ANY (${months}::text[])
      GROUP BY month, ${alike} HAVING sum(count) <> 0
      UNION ALL
      SELECT width_bucket(reported_at, ${beginnings}::timestamptz[]) - 1 AS month, ${alike}, count(*)::integer
      FROM report
      WHERE restricted AND kind <> 'whistleblowing' AND reported_at >= ${beginnings[0]} AND reported_at < ${beginnings.at(-1)}
      GROUP BY 1, ${alike}
    ) t LEFT JOIN vocabulary_term v ON v.vocabulary = 'category' AND v.id = t.category`.execute(trx);
  return rows;
}

/** Adds up what came since, so that counting reads few lines however much is reported. */
export function reportsAreTallied(database: Database): DueWork {
  const name = 'reports-are-tallied';
  return {
    name,
    lookEveryMs: FOLD_EVERY_MS,
    doBatch: () =>
      database.change(systemActor(name), async ({ sql }) => {
        await raw`SELECT fold_report_tally()`.execute(sql);
        return false;
      }),
  };
}
