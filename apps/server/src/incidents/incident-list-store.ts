// SPDX-License-Identifier: Apache-2.0
import type { IncidentLine, Input, listIncidents, Refusal } from '@belfry/contract';
import { incidentStatuses, isRefusal, severities } from '@belfry/contract';
import { type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import { type LineState, presentLine, readBeside } from './incident-line.ts';
import { incidentFromRow } from './incident-store.ts';
import { onlyPartsOf } from './participant-store.ts';
import { likePatterns, referenceBeginning } from './words.ts';

type Query = Input<typeof listIncidents>['query'];
type Row = LineState & { key: (string | number)[] };
type Incidents = SelectQueryBuilder<DB, 'incident', object>;

/** Each sort is an index: its columns, and what their values are in a cursor. The identifier breaks ties. */
const sorts = {
  declared: { columns: ['declared_at', 'id'], key: z.tuple([z.iso.datetime(), z.uuid()]) },
  updated: { columns: ['updated_at', 'id'], key: z.tuple([z.iso.datetime(), z.uuid()]) },
  reference: { columns: ['reference_order', 'id'], key: z.tuple([z.string().max(100), z.uuid()]) },
  title: { columns: ['title_order', 'id'], key: z.tuple([z.string().max(1_000), z.uuid()]) },
  severity: {
    columns: ['severity_rank', 'declared_at', 'id'],
    key: z.tuple([z.number().int(), z.iso.datetime(), z.uuid()]),
  },
  status: {
    columns: ['status_rank', 'declared_at', 'id'],
    key: z.tuple([z.number().int(), z.iso.datetime(), z.uuid()]),
  },
} as const;

/** Rows walked at first for each one wanted: a word of one incident in thirty fills a page from there. */
const WALKED_FIRST = 30;
/** More incidents with a word than this, and the whole list is walked: the word is found soon along it. */
const CANDIDATES_MAX = 2_000;

/** One page of incidents the reader can see, as a list shows them. */
export async function readIncidentPage(
  reading: Reading,
  query: Query,
): Promise<{ items: IncidentLine[]; next: string | null } | Refusal<'request.not_valid'>> {
  const page = await findIncidents(reading, query);
  if (isRefusal(page)) {
    return page;
  }
  const beside = await readBeside(reading.sql, page.items);
  return { items: page.items.map((incident) => presentLine(incident, beside)), next: page.next };
}

/** The same page without what stands beside its lines. */
export async function findIncidents(
  reading: Reading,
  query: Query,
): Promise<{ items: LineState[]; next: string | null } | Refusal<'request.not_valid'>> {
  const sort = sorts[query.sort];
  const after = readCursor(query.cursor, sort.key);
  if (isRefusal(after)) {
    return after;
  }
  const { actor, sql: trx } = reading;
  let incidents = filtered(trx.selectFrom('incident'), query, actor.kind === 'person' ? actor.id : null);
  const own = onlyPartsOf(actor);
  if (own !== null) {
    incidents = incidents.where('id', 'in', own);
  }
  if (after !== null) {
    const columns = sql.join(sort.columns.map((column) => sql.ref(column)));
    const values = sql.join(after);
    incidents = incidents.where(
      query.order === 'asc'
        ? sql<boolean>`(${columns}) > (${values})`
        : sql<boolean>`(${columns}) < (${values})`,
    );
  }
  for (const column of sort.columns) {
    incidents = incidents.orderBy(column, query.order);
  }
  const rows = await readRows(trx, incidents, query, sort.columns, own !== null);
  return pageOfRows(
    rows,
    query.limit,
    (row) => row.key,
    (row) => row,
  );
}

const ranked = (column: string, ranks: readonly number[]) =>
  sql<boolean>`${sql.ref(column)} BETWEEN ${Math.min(...ranks)} AND ${Math.max(...ranks)}`;

/** As the generated column `status_rank` counts: in the order of the life of an incident, from 1. */
function statusRanks(status: NonNullable<Query['status']>): number[] {
  const wanted = status === 'open' ? (['pending', 'confirmed'] as const) : [status];
  return wanted.map((each) => incidentStatuses.indexOf(each) + 1);
}

/** The incidents a query asks for, whatever their order. */
function filtered(incidents: Incidents, query: Query, asker: string | null): Incidents {
  const { declaredFrom, declaredTo, lead, personalData, restricted, severity, status } = query;
  let wanted = incidents;
  if (status === 'open') {
    // Written out, so that the planner knows the partial index for it.
    wanted = wanted.where(sql<boolean>`status IN ('pending', 'confirmed')`);
  } else if (status !== undefined) {
    wanted = wanted.where('status', '=', status);
  }
  if (severity !== undefined) wanted = wanted.where('severity', '=', severity);
  // The same by the column the sort walks along, so that it begins where the status or the severity does.
  if (query.sort === 'status' && status !== undefined) {
    wanted = wanted.where(ranked('status_rank', statusRanks(status)));
  }
  if (query.sort === 'severity' && severity !== undefined) {
    wanted = wanted.where(ranked('severity_rank', [severities.length - severities.indexOf(severity)]));
  }
  if (query.class !== undefined) wanted = wanted.where('class', '=', query.class);
  if (personalData !== undefined) wanted = wanted.where('personal_data', '=', personalData);
  if (lead !== undefined) wanted = wanted.where('lead_id', '=', lead === 'me' ? asker : lead);
  if (restricted !== undefined) {
    wanted = wanted.where(restricted === 'true' ? sql<boolean>`restricted` : sql<boolean>`NOT restricted`);
  }
  if (declaredFrom !== undefined) wanted = wanted.where('declared_at', '>=', new Date(declaredFrom));
  if (declaredTo !== undefined) wanted = wanted.where('declared_at', '<=', new Date(declaredTo));
  return wanted;
}

/**
 * Reads the rows of a page. Words come last: an index on words cannot be used behind the wall, so a rare word
 * is looked up first by a function of the database, and a common one is met along the sorted list.
 */
async function readRows(
  trx: Sql,
  incidents: Incidents,
  query: Query,
  columns: readonly (keyof DB['incident'])[],
  seesFew: boolean,
): Promise<Row[]> {
  const fromRow = (row: Parameters<typeof incidentFromRow>[0]): Row => ({
    ...incidentFromRow(row),
    key: columns.map((column) => {
      const value: unknown = row[column];
      return value instanceof Date ? value.toISOString() : (value as string | number);
    }),
  });
  const beginning = referenceBeginning(query.q ?? '');
  if (beginning !== null) {
    // Compared, not matched: LIKE is blind behind the wall.
    const among = incidents
      .where('reference', '>=', beginning)
      .where('reference', '<=', `${beginning}9999-999999999`);
    return (
      await among
        .selectAll()
        .limit(query.limit + 1)
        .execute()
    ).map(fromRow);
  }
  const patterns = likePatterns(query.q ?? '');
  const limit = query.limit + 1;
  if (patterns === null) {
    return (await incidents.selectAll().limit(limit).execute()).map(fromRow);
  }
  if (patterns.length === 0) {
    return [];
  }
  const begun = await walk(trx, incidents.selectAll().limit(limit * WALKED_FIRST), patterns, limit);
  if (begun.length === limit) {
    return begun.map(fromRow);
  }
  // Whoever sees only what they take part in has few: looking a word up among all would be the long way.
  const candidates = seesFew ? null : await candidatesOf(trx, patterns);
  if (candidates?.length === 0) {
    return [];
  }
  if (candidates !== null) {
    const rows = await incidents.selectAll().where('id', 'in', candidates).limit(limit).execute();
    return rows.map(fromRow);
  }
  return (await walk(trx, incidents.selectAll().offset(0), patterns, limit)).map(fromRow);
}

/**
 * Looks for words along the sorted list. The limit or OFFSET 0 of what is walked keeps its order below the words:
 * the planner, blind behind the wall, would read every incident first.
 */
async function walk(
  trx: Sql,
  walked: ReturnType<Incidents['selectAll']>,
  patterns: readonly string[],
  limit: number,
) {
  return trx
    .selectFrom(walked.as('incident'))
    .selectAll()
    .where((where) =>
      where.and(
        patterns.map(
          (pattern) =>
            sql<boolean>`(reference || ' ' || title || ' ' || coalesce(summary, '')) ILIKE ${pattern}`,
        ),
      ),
    )
    .limit(limit)
    .execute();
}

/** Incidents with these words; null when there are too many to say. */
async function candidatesOf(trx: Sql, patterns: readonly string[]): Promise<string[] | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM incidents_with_words(${patterns}::text[], ${CANDIDATES_MAX + 1}) AS id`.execute(trx);
  return rows.length > CANDIDATES_MAX ? null : rows.map((row) => row.id);
}

/** Counts what the reader can see, from the index alone. */
export async function countIncidents({ actor, sql: trx }: Reading): Promise<{
  byStatus: Record<string, number>;
  openBySeverity: Record<string, number>;
}> {
  let counted = trx
    .selectFrom('incident')
    .select((columns) => ['status', 'severity', columns.fn.countAll<number>().as('count')])
    .groupBy(['status', 'severity']);
  const own = onlyPartsOf(actor);
  if (own !== null) {
    counted = counted.where('id', 'in', own);
  }
  const rows = await counted.execute();
  const byStatus: Record<string, number> = {};
  const openBySeverity: Record<string, number> = {};
  for (const { status, severity, count } of rows) {
    byStatus[status] = (byStatus[status] ?? 0) + count;
    if (status === 'pending' || status === 'confirmed') {
      const name = severity ?? 'none';
      openBySeverity[name] = (openBySeverity[name] ?? 0) + count;
    }
  }
  return { byStatus, openBySeverity };
}
