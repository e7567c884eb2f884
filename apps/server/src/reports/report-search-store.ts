// SPDX-License-Identifier: Apache-2.0
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { type ReportRow, selectReports } from './report-store.ts';

export interface ReportFilter {
  readonly state?: string | undefined;
  readonly channel?: string | undefined;
  readonly kind?: string | undefined;
  readonly q?: string | undefined;
  readonly order: 'oldest' | 'newest';
}

/** Where a page begins: after this report in the order of the list. */
export type PageStart = readonly [reportedAt: string, id: string] | null;

const WORDS_MAX = 8;
/** Likely duplicates come soon after one another; looking no further back bounds the work. */
const ALIKE_WITHIN_MS = 90 * 86_400_000;
const ALIKE_CHARACTERS_MAX = 200;
export const ALIKE_COUNT_MAX = 5;
/** A suggestion that takes longer than this is not worth waiting for. */
const ALIKE_MS_MAX = 80;

/**
 * LIKE patterns for what somebody typed: each word must stand somewhere. A word of one or two letters has no
 * trigram of its own, so it counts where a word begins.
 */
export function patternsOf(q: string): string[] {
  const words = q.trim().split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);
  return words.map((word) => {
    const literal = word.replace(/[\\%_]/g, '\\$&');
    return [...word].length < 3 ? `% ${literal}%` : `%${literal}%`;
  });
}

/** One page and one row more, in the order asked for. Row-level security narrows it. */
export async function listReportRows(
  trx: Sql,
  filter: ReportFilter,
  start: PageStart,
  limit: number,
  now: Date,
): Promise<ReportRow[]> {
  const direction = filter.order === 'oldest' ? 'asc' : 'desc';
  const patterns = patternsOf(filter.q ?? '');
  let query = selectReports(trx)
    .orderBy('reported_at', direction)
    .orderBy('report.id', direction)
    .limit(limit + 1);
  if (patterns.length > 0) {
    const page = {
      order: filter.order,
      state: filter.state ?? null,
      channel: filter.channel ?? null,
      kind: filter.kind ?? null,
      now: now.toISOString(),
      afterAt: start?.[0] ?? null,
      afterId: start?.[1] ?? null,
      limit: limit + 1,
    };
    return query
      .where(
        'report.id',
        'in',
        raw<string>`(SELECT reports_with_words(${patterns}::text[], ${JSON.stringify(page)}::jsonb))`,
      )
      .execute();
  }
  if (filter.state === 'open') {
    query = query.where(isOpen(now));
  } else if (filter.state !== undefined) {
    query = query.where('state', '=', filter.state);
  }
  if (filter.channel !== undefined) {
    query = query.where('channel', '=', filter.channel);
  }
  if (filter.kind !== undefined) {
    query = query.where('kind', '=', filter.kind);
  }
  if (start !== null) {
    const [at, id] = start;
    query = query.where(
      direction === 'asc'
        ? raw<boolean>`(reported_at, report.id) > (${at}::timestamptz, ${id}::uuid)`
        : raw<boolean>`(reported_at, report.id) < (${at}::timestamptz, ${id}::uuid)`,
    );
  }
  return query.execute();
}

/** The queue of triage: nobody answered yet, the reporter answered us, or the time to look again has come. */
function isOpen(now: Date) {
  return raw<boolean>`state IN ('waiting', 'asked', 'snoozed') AND (state = 'waiting'
    OR (state = 'asked' AND unread_from_reporter > 0) OR (state = 'snoozed' AND snoozed_until <= ${now}))`;
}

export interface QueueCount {
  open: number;
  oldest_at: Date | null;
  snoozed: number;
  asked: number;
}

export async function countQueue(trx: Sql, now: Date): Promise<QueueCount> {
  const { rows } = await raw<QueueCount>`
    SELECT count(*) FILTER (WHERE ${isOpen(now)})::integer AS open,
      min(reported_at) FILTER (WHERE ${isOpen(now)}) AS oldest_at,
      count(*) FILTER (WHERE state = 'snoozed' AND snoozed_until > ${now})::integer AS snoozed,
      count(*) FILTER (WHERE state = 'asked' AND unread_from_reporter = 0)::integer AS asked
    FROM report WHERE state IN ('waiting', 'asked', 'snoozed')`.execute(trx);
  const [row] = rows;
  return row ?? { open: 0, oldest_at: null, snoozed: 0, asked: 0 };
}

export interface IncidentAlike {
  reference: string;
  title: string;
  status: string;
  likeness: number;
}

/** Reports and incidents that look alike. Empty when looking takes too long: it is a suggestion, never a claim. */
export async function alike(
  trx: Sql,
  report: Pick<ReportRow, 'id' | 'summary' | 'reported_at'>,
): Promise<{ reports: { row: ReportRow; likeness: number }[]; incidents: IncidentAlike[] }> {
  const words = report.summary.slice(0, ALIKE_CHARACTERS_MAX).replace(/[\uD800-\uDBFF]$/, '');
  const since = new Date(report.reported_at.getTime() - ALIKE_WITHIN_MS);
  const found = await orNothing(trx, async () => {
    const { rows } = await raw<{ id: string; likeness: number }>`
      SELECT id, likeness FROM reports_alike(${words}, ${report.id}::uuid, ${since}, ${ALIKE_COUNT_MAX})`.execute(
      trx,
    );
    return rows;
  });
  const incidents = await orNothing(trx, async () => {
    const { rows } = await raw<IncidentAlike>`
      SELECT i.reference, i.title, i.status, a.likeness FROM incidents_alike(${words}, ${ALIKE_COUNT_MAX}) a
      JOIN incident i ON i.id = a.id ORDER BY a.likeness DESC`.execute(trx);
    return rows;
  });
  const rows =
    found.length === 0
      ? []
      : await selectReports(trx)
          .where(
            'report.id',
            'in',
            found.map(({ id }) => id),
          )
          .execute();
  const reports = found.flatMap(({ id, likeness }) => {
    const row = rows.find((each) => each.id === id);
    return row === undefined ? [] : [{ row, likeness }];
  });
  return { reports, incidents };
}

/** Looks for a bounded time. The savepoint keeps the transaction usable when the time is up. */
async function orNothing<Row>(trx: Sql, look: () => Promise<Row[]>): Promise<Row[]> {
  await raw`SAVEPOINT looking`.execute(trx);
  await raw`SELECT set_config('statement_timeout', ${String(ALIKE_MS_MAX)}, true)`.execute(trx);
  try {
    return await look();
  } catch (error) {
    const isLate = typeof error === 'object' && error !== null && 'code' in error && error.code === '57014';
    if (!isLate) {
      throw error;
    }
    return [];
  } finally {
    // Rolling back to the savepoint also gives back the time limit of before.
    await raw`ROLLBACK TO SAVEPOINT looking`.execute(trx);
  }
}

/** Reports of these incidents, oldest first. */
export function reportsOfIncidents(trx: Sql, incidentIds: readonly string[]): Promise<ReportRow[]> {
  return incidentIds.length === 0
    ? Promise.resolve([])
    : selectReports(trx)
        .where('report.incident_id', 'in', [...incidentIds])
        .orderBy('reported_at')
        .orderBy('report.id')
        .execute();
}

/** The newest reports with these words, for the search over everything. */
export function searchReports(trx: Sql, q: string, limit: number, now: Date): Promise<ReportRow[]> {
  return listReportRows(trx, { q, order: 'newest' }, null, limit - 1, now);
}
