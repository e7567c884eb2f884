// SPDX-License-Identifier: Apache-2.0
import {
  type HistoryEntry,
  type Input,
  isRefusal,
  type listHistory,
  type Refusal,
  type readTimeline,
  refuse,
} from '@belfry/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { may } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';
import { type Added, nothingAdded, presentEntry, subjectFrom } from './history-entry.ts';

/** An incident with everything merged into it: its own entries, and those of its reports from before. */
export interface Scope {
  readonly incidentIds: readonly string[];
  readonly reportIds: readonly string[];
}

export interface EntryRow {
  readonly position: number;
  readonly canonical: string;
  readonly incident_id: string | null;
  readonly report_id: string | null;
}

type Page = { items: HistoryEntry[]; next: string | null };
type TimelineQuery = Input<typeof readTimeline>['query'];

export async function scopeOf(trx: Sql, incidentIds: readonly string[]): Promise<Scope> {
  const reports = await trx
    .selectFrom('report')
    .select('id')
    .where('incident_id', 'in', [...incidentIds])
    .execute();
  return { incidentIds, reportIds: reports.map((row) => row.id) };
}

const positionKey = z.tuple([z.number().int()]);
const accountKey = z.tuple([z.iso.datetime(), z.number().int()]);

/** The record of an incident, in order of recording. */
export async function readRecord(
  trx: Sql,
  scope: Scope,
  query: TimelineQuery,
): Promise<Page | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, positionKey);
  if (isRefusal(after)) {
    return after;
  }
  const direction = query.order === 'asc' ? sql`ASC` : sql`DESC`;
  const narrowed = [
    ...(query.kind === undefined ? [] : [sql`event = ${query.kind}`]),
    ...(after === null
      ? []
      : [query.order === 'asc' ? sql`position > ${after[0]}` : sql`position < ${after[0]}`]),
  ];
  const limit = query.limit + 1;
  // Two walks along an index each; together they would be neither.
  const walk = (whose: RawBuilder<unknown>) => sql`(
    SELECT position, canonical, incident_id, report_id FROM outbox
    WHERE ${sql.join([whose, ...narrowed], sql` AND `)} ORDER BY position ${direction} LIMIT ${limit})`;
  const { rows } = await sql<EntryRow>`
    ${walk(sql`incident_id = ANY(${scope.incidentIds}::uuid[])`)}
    UNION ALL ${walk(sql`report_id = ANY(${scope.reportIds}::uuid[]) AND incident_id IS NULL`)}
    ORDER BY position ${direction} LIMIT ${limit}`.execute(trx);
  return presentPage(trx, rows, query.limit, (row) => [row.position]);
}

/** The account: what was picked, in order of occurrence. */
export async function readAccount(
  trx: Sql,
  scope: Scope,
  query: TimelineQuery,
): Promise<Page | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, accountKey);
  if (isRefusal(after)) {
    return after;
  }
  let picked = trx
    .selectFrom('account_entry as picked')
    .innerJoin('outbox', 'outbox.position', 'picked.position')
    .select(['outbox.position', 'outbox.canonical', 'outbox.incident_id', 'outbox.report_id'])
    .select('picked.occurred_at')
    .where('picked.incident_id', 'in', [...scope.incidentIds])
    .orderBy('picked.occurred_at', query.order)
    .orderBy('picked.position', query.order)
    .limit(query.limit + 1);
  if (query.kind !== undefined) {
    picked = picked.where('outbox.event', '=', query.kind);
  }
  if (after !== null) {
    const [at, position] = after;
    picked = picked.where(
      query.order === 'asc'
        ? sql<boolean>`(picked.occurred_at, picked.position) > (${at}, ${position})`
        : sql<boolean>`(picked.occurred_at, picked.position) < (${at}, ${position})`,
    );
  }
  const rows = await picked.execute();
  return presentPage(trx, rows, query.limit, (row) => [row.occurred_at.toISOString(), row.position]);
}

/** The entry of this incident at a position. */
export async function findEntry(
  trx: Sql,
  scope: Scope,
  position: number,
): Promise<EntryRow | Refusal<'timeline.entry_not_found'>> {
  const row = await trx
    .selectFrom('outbox')
    .select(['position', 'canonical', 'incident_id', 'report_id'])
    .where('position', '=', position)
    .executeTakeFirst();
  const isOurs =
    row !== undefined &&
    (row.incident_id === null
      ? row.report_id !== null && scope.reportIds.includes(row.report_id)
      : scope.incidentIds.includes(row.incident_id));
  return isOurs ? row : refuse('timeline.entry_not_found', `Looked for position ${position}`);
}

/** The entry at a position, as far as the caller can see it: the wall of the database decides. */
export async function readEntryAt(
  trx: Sql,
  position: number,
): Promise<{ id: string; entry: HistoryEntry } | Refusal<'history.entry_not_found'>> {
  const row = await trx
    .selectFrom('outbox')
    .select(['id', 'position', 'canonical', 'incident_id', 'report_id'])
    .where('position', '=', position)
    .executeTakeFirst();
  return row === undefined
    ? refuse('history.entry_not_found', `Looked for position ${position}`)
    : { id: row.id, entry: await presentOne(trx, row) };
}

/** Counts the record of an incident, and what of it stands at a position or before. */
export async function countRecord(
  trx: Sql,
  { incidentIds, reportIds }: Scope,
  upTo: number,
): Promise<{ count: number; sealed: number }> {
  const { rows } = await sql<{ count: number; sealed: number }>`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE position <= ${upTo})::int AS sealed FROM outbox
    WHERE incident_id = ANY(${incidentIds}::uuid[])
       OR (report_id = ANY(${reportIds}::uuid[]) AND incident_id IS NULL)`.execute(trx);
  return rows[0] ?? { count: 0, sealed: 0 };
}

/** The incident an entry belongs to, by itself or through its report; null when it belongs to none. */
export async function incidentIdOf(trx: Sql, row: EntryRow): Promise<string | null> {
  if (row.incident_id !== null || row.report_id === null) {
    return row.incident_id;
  }
  const report = await trx
    .selectFrom('report')
    .select('incident_id')
    .where('id', '=', row.report_id)
    .executeTakeFirst();
  return report?.incident_id ?? null;
}

export async function presentOne(trx: Sql, row: EntryRow): Promise<HistoryEntry> {
  const added = await readAdded(trx, [row.position]);
  return presentEntry(row.canonical, added.get(row.position) ?? nothingAdded);
}

async function presentPage<Row extends EntryRow>(
  trx: Sql,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): Promise<Page> {
  const added = await readAdded(
    trx,
    rows.slice(0, limit).map((row) => row.position),
  );
  return pageOfRows(rows, limit, keyOf, (row) =>
    presentEntry(row.canonical, added.get(row.position) ?? nothingAdded),
  );
}

async function readAdded(trx: Sql, positions: readonly number[]): Promise<Map<number, Added>> {
  if (positions.length === 0) {
    return new Map();
  }
  const picked = await trx
    .selectFrom('account_entry')
    .selectAll()
    .where('position', 'in', [...positions])
    .execute();
  const withdrawn = await trx
    .selectFrom('withdrawn_entry')
    .selectAll()
    .where('position', 'in', [...positions])
    .execute();
  return new Map(
    positions.map((position) => {
      const account = picked.find((row) => row.position === position);
      const taken = withdrawn.find((row) => row.position === position);
      return [
        position,
        {
          account:
            account === undefined
              ? null
              : {
                  text: account.text,
                  occurredAt: account.occurred_at.toISOString(),
                  certainty: account.certainty as NonNullable<Added['account']>['certainty'],
                  side: account.side as NonNullable<Added['account']>['side'],
                },
          withdrawn:
            taken === undefined
              ? null
              : { at: taken.withdrawn_at.toISOString(), by: taken.withdrawn_by, reason: taken.reason },
        },
      ];
    }),
  );
}

/** The history of everything, or of one thing, as far as the reader sees. */
export async function readHistory(
  { actor, sql: trx }: Reading,
  query: Input<typeof listHistory>['query'],
): Promise<Page | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, positionKey);
  if (isRefusal(after)) {
    return after;
  }
  let entries = trx
    .selectFrom('outbox')
    .select(['position', 'canonical', 'incident_id', 'report_id'])
    .orderBy('position', query.order)
    .limit(query.limit + 1);
  if (query.subject !== undefined) {
    const subject = subjectFrom(query.subject);
    if (subject.by === 'subject') {
      entries = entries.where('subject', '=', subject.subject);
    } else {
      const column = subject.by === 'incident' ? 'incident_id' : 'report_id';
      const found = await trx
        .selectFrom(subject.by)
        .select('id')
        .where('reference', '=', subject.reference)
        .executeTakeFirst();
      if (found === undefined) {
        return { items: [], next: null };
      }
      entries = entries.where(column, '=', found.id);
    }
  } else if (!may(actor, 'incidents.read') && !may(actor, 'reports.read') && actor.kind === 'person') {
    // The wall leaves these readers what belongs to no case and the cases they take part in; saying so lets the
    // planner find it without walking the whole record.
    const mine = trx
      .selectFrom('incident_participant')
      .select('incident_id')
      .where('person_id', '=', actor.id);
    const ids = (await mine.execute()).map((row) => row.incident_id);
    entries = entries.where(
      sql<boolean>`((incident_id IS NULL AND report_id IS NULL) OR incident_id = ANY(${ids}::uuid[]))`,
    );
  }
  if (query.kind !== undefined) {
    entries = entries.where('event', '=', query.kind);
  }
  if (query.actor !== undefined) {
    entries = entries.where('actor_id', '=', query.actor);
  }
  if (after !== null) {
    entries = entries.where('position', query.order === 'asc' ? '>' : '<', after[0]);
  }
  return presentPage(trx, await entries.execute(), query.limit, (row) => [row.position]);
}
