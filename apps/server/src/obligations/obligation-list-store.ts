// SPDX-License-Identifier: Apache-2.0
import {
  type countObligations,
  type Input,
  isRefusal,
  limits,
  type listObligations,
  type Obligation,
  type ObligationGroup,
  type Refusal,
} from '@belfry/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Reading } from '../platform/database/database.ts';
import type { ObligationRow } from './obligation-store.ts';
import { presentObligations } from './present-obligations.ts';

type Query = Input<typeof listObligations>['query'];
type Filter = Input<typeof countObligations>['query'];
type Group = Query['group'];
type Sort = 'due_at' | 'started_at' | 'changed_at' | 'met_at';
type Where = RawBuilder<boolean>;

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
const key = z.tuple([z.iso.datetime(), z.uuid()]);

/** What stands in a room of the dashboard, by the clock of the reader's call. The words of an index stand in each. */
function whereOf(group: Group, now: Date): Where {
  const day = new Date(now.getTime() + DAY_MS);
  const week = new Date(now.getTime() + WEEK_DAYS * DAY_MS);
  const metSince = new Date(now.getTime() - limits.obligationsMetDays * DAY_MS);
  switch (group) {
    case 'timed':
      return sql<boolean>`state = 'running' AND due_at IS NOT NULL`;
    case 'overdue':
      return sql<boolean>`state = 'running' AND due_at < ${now}`;
    case 'within_day':
      return sql<boolean>`state = 'running' AND due_at >= ${now} AND due_at <= ${day}`;
    case 'within_week':
      return sql<boolean>`state = 'running' AND due_at > ${day} AND due_at <= ${week}`;
    case 'later':
      return sql<boolean>`state = 'running' AND due_at > ${week}`;
    case 'at_once':
      return sql<boolean>`state = 'running' AND due_at IS NULL`;
    case 'undecided':
      return sql<boolean>`asks`;
    case 'waiting':
      return sql<boolean>`state IN ('waiting', 'on_request', 'conditional')`;
    case 'met':
      return sql<boolean>`state IN ('met', 'met_late') AND met_at >= ${metSince}`;
    default:
      return group satisfies never;
  }
}

const sorts: Readonly<Record<Group, Sort>> = {
  timed: 'due_at',
  overdue: 'due_at',
  within_day: 'due_at',
  within_week: 'due_at',
  later: 'due_at',
  at_once: 'started_at',
  undecided: 'changed_at',
  waiting: 'changed_at',
  met: 'met_at',
};

/** Whose: the owner's, and the lead's where nobody is named. Who is no person has none. */
function whereAsked({ actor }: Reading, asked: Filter): Where {
  const parts: Where[] = [];
  if (asked.owner !== undefined) {
    const me = actor.kind === 'person' ? actor.id : null;
    const whose = asked.owner === 'me' ? me : asked.owner;
    parts.push(
      sql<boolean>`(owner_id = ${whose} OR (owner_id IS NULL AND incident_id IN (SELECT id FROM incident WHERE lead_id = ${whose})))`,
    );
  }
  if (asked.regime !== undefined) parts.push(sql<boolean>`regime_id = ${asked.regime}`);
  if (asked.incident !== undefined) {
    parts.push(sql<boolean>`incident_id IN (SELECT id FROM incident WHERE reference = ${asked.incident})`);
  }
  if (asked.dueBefore !== undefined) parts.push(sql<boolean>`due_at < ${new Date(asked.dueBefore)}`);
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

/** One page of a room, soonest first; what is met comes latest first. */
export async function readObligationPage(
  reading: Reading,
  query: Query,
): Promise<{ items: Obligation[]; next: string | null } | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, key);
  if (isRefusal(after)) return after;
  const sort = sorts[query.group];
  const isDown = query.group === 'met';
  let rows = reading.sql
    .selectFrom('obligation')
    .selectAll()
    .where(whereOf(query.group, reading.now))
    .where(whereAsked(reading, query));
  if (after !== null) {
    const [at, id] = after;
    const than = isDown ? sql`<` : sql`>`;
    rows = rows.where(sql<boolean>`(${sql.ref(sort)}, id) ${than} (${at}::timestamptz, ${id}::uuid)`);
  }
  const order = isDown ? 'desc' : 'asc';
  const found = await rows
    .orderBy(sort, order)
    .orderBy('id', order)
    .limit(query.limit + 1)
    .execute();
  const keyOf = (row: ObligationRow) => [row[sort]?.toISOString() ?? '', row.id];
  const page = pageOfRows(found, query.limit, keyOf, (row) => row);
  return { items: await presentObligations(reading.sql, page.items, reading.now), next: page.next };
}

const counted: readonly ObligationGroup[] = [
  'overdue',
  'within_day',
  'within_week',
  'later',
  'at_once',
  'undecided',
  'waiting',
  'met',
];

/** Every room counted in one look: under the wall, as lists are. */
export async function countRooms(
  reading: Reading,
  asked: Filter,
): Promise<{ groups: Partial<Record<ObligationGroup, number>>; reasonsMissing: number }> {
  const { now } = reading;
  const filters = counted.map(
    (group) => sql`count(*) FILTER (WHERE ${whereOf(group, now)})::int AS ${sql.ref(group)}`,
  );
  const { rows } = await sql<Record<ObligationGroup | 'missing', number>>`
    SELECT ${sql.join(filters)},
      count(*) FILTER (
        WHERE late_rule <> 'none_stated' AND late_reason IS NULL
          AND (state = 'met_late' OR (state = 'running' AND due_at < ${now}))
      )::int AS missing
    FROM obligation
    WHERE state NOT IN ('not_owed', 'voluntary') AND ${whereAsked(reading, asked)}`.execute(reading.sql);
  const { missing = 0, ...groups } = rows[0] ?? {};
  return { groups, reasonsMissing: missing };
}
