// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

/** Times of one group. Both names null is the whole; a queue of null with `isQueue` is what matched no rule. */
export interface AnswerTimeRow {
  readonly isQueue: boolean;
  readonly isChannel: boolean;
  readonly queueId: string | null;
  readonly channel: string | null;
  readonly count: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

/**
 * Times to first answer, of reports answered since. Whistle-blowers' reports have clocks of their own. Read from
 * `report_first_answered` alone: every column that is named here, and in the wall, stands in that index.
 */
export async function answerTimes(trx: Sql, since: Date): Promise<AnswerTimeRow[]> {
  const { rows } = await raw<AnswerTimeRow>`
    WITH answered AS MATERIALIZED (
      SELECT queue_id, channel, extract(epoch FROM first_answered_at - reported_at)::float8 * 1000 AS took_ms
      FROM report WHERE first_answered_at >= ${since} AND kind <> 'whistleblowing')
    SELECT grouping(queue_id) = 0 AS "isQueue", grouping(channel) = 0 AS "isChannel",
      queue_id AS "queueId", channel, count(*)::integer AS count,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY took_ms) AS "medianMs",
      percentile_cont(0.9) WITHIN GROUP (ORDER BY took_ms) AS "p90Ms"
    FROM answered GROUP BY GROUPING SETS ((), (queue_id), (channel))
    ORDER BY count DESC, channel, queue_id`.execute(trx);
  return rows;
}

/** Reports that nobody answered and that still wait for it. */
export async function unanswered(trx: Sql): Promise<{ count: number; oldestAt: Date | null }> {
  const { rows } = await raw<{ count: number; oldestAt: Date | null }>`
    SELECT count(*)::integer AS count, min(reported_at) AS "oldestAt" FROM report
    WHERE state IN ('waiting', 'asked', 'snoozed') AND first_answered_at IS NULL AND kind <> 'whistleblowing'
    `.execute(trx);
  return rows[0] ?? { count: 0, oldestAt: null };
}
