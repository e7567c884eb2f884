// SPDX-License-Identifier: Apache-2.0
import { cutText } from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { type ClassFilter, classConditions } from './report-class-filter.ts';
import { type ReportLineRow, type ReportRow, selectReportLines } from './report-store.ts';

export interface ReportFilter extends ClassFilter {
  readonly state?: string | undefined;
  readonly channel?: string | undefined;
  readonly kind?: string | undefined;
  readonly queue?: string | undefined;
  readonly handler?: string | undefined;
  readonly q?: string | undefined;
  readonly order: 'oldest' | 'newest';
}

/** Where a page begins: after this report in the order of the list. */
export type PageStart = readonly [reportedAt: string, id: string] | null;

const WORDS_MAX = 8;
const ALIKE_CHARACTERS_MAX = 200;
const ALIKE_COUNT_MAX = 5;
/** Compared one by one, before and after in time: 14 microseconds each. */
const NEAREST_REPORTS = 500;
const NEAREST_INCIDENTS = 300;
/** Looking through everything by the index gets this long; with 300,000 reports it may not finish. */
const ANYWHERE_MS_MAX = 15;

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
): Promise<ReportLineRow[]> {
  const direction = filter.order === 'oldest' ? 'asc' : 'desc';
  const patterns = patternsOf(filter.q ?? '');
  const classes = classConditions(filter);
  // Whistle-blowers' reports have a room of their own: also who may read both finds them there alone.
  let query = selectReportLines(trx)
    .where('kind', '<>', 'whistleblowing')
    .orderBy('reported_at', direction)
    .orderBy('report.id', direction)
    .limit(limit + 1);
  if (patterns.length > 0 && classes.length === 0) {
    const page = {
      order: filter.order,
      state: filter.state ?? null,
      channel: filter.channel ?? null,
      kind: filter.kind ?? null,
      queue: filter.queue ?? null,
      handler: filter.handler ?? null,
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
  for (const condition of classes) {
    query = query.where(condition);
  }
  // What is narrowed already is read row by row; the index of words is for looking through everything.
  for (const pattern of patterns) {
    query = query.where(
      raw<boolean>`(report.reference || ' ' || summary || ' ' || coalesce(description, '')) ILIKE ${pattern}`,
    );
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
  if (filter.queue !== undefined) {
    query = query.where(isOf('queue_id', filter.queue));
  }
  if (filter.handler !== undefined) {
    query = query.where(isOf('handler_id', filter.handler));
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

/** `none` is a queue too; whistle-blowers' reports are in none of them. */
function isOf(column: 'queue_id' | 'handler_id', wanted: string) {
  return wanted === 'none'
    ? raw<boolean>`(${raw.ref(column)} IS NULL AND kind <> 'whistleblowing')`
    : raw<boolean>`${raw.ref(column)} = ${wanted}::uuid`;
}

/** The queue of triage: nobody answered yet, the reporter answered us, or the time to look again has come. */
function isOpen(now: Date) {
  // A CASE and no OR: an OR tempts the planner to gather every open report and sort, where the index has the order.
  return raw<boolean>`state IN ('waiting', 'asked', 'snoozed') AND CASE state WHEN 'waiting' THEN true
    WHEN 'asked' THEN unread_from_reporter > 0 ELSE snoozed_until <= ${now} END`;
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
    FROM report WHERE state IN ('waiting', 'asked', 'snoozed') AND kind <> 'whistleblowing'`.execute(trx);
  const [row] = rows;
  return row ?? { open: 0, oldest_at: null, snoozed: 0, asked: 0 };
}

export interface IncidentAlike {
  reference: string;
  title: string;
  status: string;
  likeness: number;
}

interface Alike {
  id: string;
  likeness: number;
}

/** Reports and incidents that look alike, most alike first. A suggestion, never a claim to have seen everything. */
export async function alike(
  trx: Sql,
  report: Pick<ReportRow, 'id' | 'summary' | 'reported_at'>,
): Promise<{ reports: { row: ReportLineRow; likeness: number }[]; incidents: IncidentAlike[] }> {
  const { id, reported_at: around, summary } = report;
  const words = cutText(summary, ALIKE_CHARACTERS_MAX);
  const reports = await nearbyAndAnywhere(
    trx,
    raw`reports_alike_nearby(${words}, ${id}::uuid, ${around}, ${NEAREST_REPORTS}, ${ALIKE_COUNT_MAX})`,
    raw`reports_alike_anywhere(${words}, ${id}::uuid, ${ALIKE_COUNT_MAX})`,
  );
  const incidents = await nearbyAndAnywhere(
    trx,
    raw`incidents_alike_nearby(${words}, ${around}, ${NEAREST_INCIDENTS}, ${ALIKE_COUNT_MAX})`,
    raw`incidents_alike_anywhere(${words}, ${ALIKE_COUNT_MAX})`,
  );
  const rows = await rowsOf(reports, (ids) => selectReportLines(trx).where('report.id', 'in', ids).execute());
  const named = await rowsOf(incidents, (ids) =>
    trx
      .selectFrom('incident')
      .select(['id', 'reference', 'title', 'status'])
      .where('id', 'in', ids)
      .execute(),
  );
  return { reports: rows, incidents: named.map(({ likeness, row }) => ({ ...row, likeness })) };
}

/** Reads what was found through row-level security, in the order it was found. */
async function rowsOf<Row extends { id: string }>(
  found: readonly Alike[],
  read: (ids: string[]) => Promise<Row[]>,
): Promise<{ row: Row; likeness: number }[]> {
  const rows = found.length === 0 ? [] : await read(found.map(({ id }) => id));
  return found.flatMap(({ id, likeness }) => {
    const row = rows.find((each) => each.id === id);
    return row === undefined ? [] : [{ row, likeness }];
  });
}

async function nearbyAndAnywhere(
  trx: Sql,
  nearby: RawBuilder<unknown>,
  anywhere: RawBuilder<unknown>,
): Promise<Alike[]> {
  const look = async (source: RawBuilder<unknown>) =>
    (await raw<Alike>`SELECT id, likeness FROM ${source}`.execute(trx)).rows;
  const near = await look(nearby);
  const far = await orNothing(trx, () => look(anywhere));
  const found = new Map([...far, ...near].map((each) => [each.id, each]));
  return [...found.values()].sort((a, b) => b.likeness - a.likeness).slice(0, ALIKE_COUNT_MAX);
}

/** Looks for a bounded time. The savepoint keeps the transaction usable when the time is up. */
async function orNothing<Row>(trx: Sql, look: () => Promise<Row[]>): Promise<Row[]> {
  await raw`SAVEPOINT looking`.execute(trx);
  await raw`SELECT set_config('statement_timeout', ${String(ANYWHERE_MS_MAX)}, true)`.execute(trx);
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
export function reportsOfIncidents(trx: Sql, incidentIds: readonly string[]): Promise<ReportLineRow[]> {
  return incidentIds.length === 0
    ? Promise.resolve([])
    : selectReportLines(trx)
        .where('report.incident_id', 'in', [...incidentIds])
        .orderBy('reported_at')
        .orderBy('report.id')
        .execute();
}

/** The newest reports with these words, for the search over everything. */
export function searchReports(trx: Sql, q: string, limit: number, now: Date): Promise<ReportLineRow[]> {
  return listReportRows(trx, { q, order: 'newest' }, null, limit - 1, now);
}
