// SPDX-License-Identifier: Apache-2.0
import type { Input, listIncidents, Refusal } from '@belfry/contract';
import { isRefusal } from '@belfry/contract';
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { z } from 'zod';
import { may } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import { type LineState, presentLine, readBeside } from './incident-line.ts';
import { incidentFromRow } from './incident-store.ts';
import { haveTrigram, likePatterns } from './words.ts';

type Query = Input<typeof listIncidents>['query'];
type Row = LineState & { key: (string | number)[] };
type Builder = SelectQueryBuilder<DB, 'incident', DB['incident']>;

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

/** More incidents with a word than this, and the list is walked instead: the word is found soon along it. */
const CANDIDATES_MAX = 2_000;

/** One page of incidents the reader can see. */
export async function readIncidentPage(
  reading: Reading,
  query: Query,
): Promise<{ items: ReturnType<typeof presentLine>[]; next: string | null } | Refusal<'request.not_valid'>> {
  const sort = sorts[query.sort];
  const after = readCursor(query.cursor, sort.key);
  if (isRefusal(after)) {
    return after;
  }
  const { actor, sql: trx } = reading;
  let incidents = filtered(trx.selectFrom('incident'), query, actor.kind === 'person' ? actor.id : null);
  if (!may(actor, 'incidents.read') && actor.kind === 'person') {
    // The wall shows only what they take part in; saying so lets the planner find it without walking everything.
    incidents = incidents.where('id', 'in', (of) =>
      of.selectFrom('incident_participant').select('incident_id').where('person_id', '=', actor.id),
    );
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
  const rows = await readRows(trx, incidents, query, sort.columns);
  const beside = await readBeside(trx, rows.slice(0, query.limit));
  return pageOfRows(
    rows,
    query.limit,
    (row) => row.key,
    (row) => presentLine(row, beside),
  );
}

function filtered<Of extends SelectQueryBuilder<DB, 'incident', object>>(
  incidents: Of,
  query: Query,
  asker: string | null,
): Of {
  const { status, severity, lead, personalData, restricted, declaredFrom, declaredTo } = query;
  const equal = { severity, class: query.class, personal_data: personalData };
  const conditions = (where: ExpressionBuilder<DB, 'incident'>) => [
    ...Object.entries(equal).flatMap(([column, value]) =>
      value === undefined ? [] : [where(column as keyof typeof equal, '=', value)],
    ),
    ...(status === undefined
      ? []
      : status === 'open'
        ? // Written out, so that the planner knows the partial index for it.
          [sql<boolean>`status IN ('pending', 'confirmed')`]
        : [where('status', '=', status)]),
    ...(lead === undefined ? [] : [where('lead_id', '=', lead === 'me' ? asker : lead)]),
    ...(restricted === undefined
      ? []
      : [restricted === 'true' ? sql<boolean>`restricted` : sql<boolean>`NOT restricted`]),
    ...(declaredFrom === undefined ? [] : [where('declared_at', '>=', new Date(declaredFrom))]),
    ...(declaredTo === undefined ? [] : [where('declared_at', '<=', new Date(declaredTo))]),
  ];
  return incidents.where((where) => where.and(conditions(where))) as Of;
}

/**
 * Reads the rows of a page. Words come last: an index on words cannot be used behind the wall, so a rare word
 * is looked up first by a function of the database, and a common one is met along the sorted list.
 */
async function readRows(
  trx: Sql,
  incidents: SelectQueryBuilder<DB, 'incident', object>,
  query: Query,
  columns: readonly (keyof DB['incident'])[],
): Promise<Row[]> {
  const patterns = likePatterns(query.q ?? '');
  const limit = query.limit + 1;
  const fromRow = (row: Parameters<typeof incidentFromRow>[0]): Row => ({
    ...incidentFromRow(row),
    key: columns.map((column) => {
      const value: unknown = row[column];
      return value instanceof Date ? value.toISOString() : (value as string | number);
    }),
  });
  if (patterns.length === 0) {
    return (await incidents.selectAll().limit(limit).execute()).map(fromRow);
  }
  const candidates = haveTrigram(patterns) ? await candidatesOf(trx, patterns) : null;
  if (candidates !== null) {
    const rows = await incidents.selectAll().where('id', 'in', candidates).limit(limit).execute();
    return rows.map(fromRow);
  }
  // OFFSET 0 keeps the sort below the words: the planner, blind behind the wall, would read every incident first.
  const walked = incidents.selectAll().offset(0) as Builder;
  const rows = await trx
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
  return rows.map(fromRow);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

async function candidatesOf(trx: Sql, patterns: readonly string[]): Promise<string[] | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM incidents_with_words(${patterns}::text[], ${CANDIDATES_MAX + 1}) AS id`.execute(trx);
  if (rows.length > CANDIDATES_MAX) {
    return null;
  }
  return rows.length === 0 ? [NOBODY] : rows.map((row) => row.id);
}

/** Counts what the reader can see, from the index alone. */
export async function countIncidents(trx: Sql): Promise<{
  byStatus: Record<string, number>;
  openBySeverity: Record<string, number>;
}> {
  const rows = await trx
    .selectFrom('incident')
    .select((columns) => ['status', 'severity', columns.fn.countAll<number>().as('count')])
    .groupBy(['status', 'severity'])
    .execute();
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
