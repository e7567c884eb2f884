// SPDX-License-Identifier: Apache-2.0
import { type LogLook, logLookKinds, logStreams, lookClocks, personId } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';

const selectLooks = (sql: Sql) =>
  sql
    .selectFrom('log_look')
    .innerJoin('person', 'person.id', 'log_look.person_id')
    .selectAll('log_look')
    .select('person.name as person_name');

type LookRow = Awaited<ReturnType<ReturnType<typeof selectLooks>['executeTakeFirstOrThrow']>>;

export async function insertLook(sql: Sql, look: LogLook): Promise<void> {
  await sql
    .insertInto('log_look')
    .values({
      id: look.id,
      person_id: look.person.id,
      kind: look.kind,
      purpose: look.purpose,
      query: look.query,
      from_at: dateOf(look.from),
      until_at: dateOf(look.until),
      clock: look.clock,
      sources: [...look.sources],
      streams: [...look.streams],
      log: look.log,
      log_index: look.index,
      asked_at: new Date(look.askedAt),
    })
    .execute();
}

/** A look of this very person: whoever may see that somebody looked reads nothing under it. */
export async function findOwnLook(sql: Sql, id: string, person: string): Promise<LogLook | undefined> {
  const row = await selectLooks(sql)
    .where('log_look.id', '=', id)
    .where('log_look.person_id', '=', person)
    .executeTakeFirst();
  return row === undefined ? undefined : presentLook(row);
}

/** Adds to what was shown under a look. Written before the answer goes out: nothing is shown that is not counted. */
export async function addShown(sql: Sql, id: string, count: number): Promise<void> {
  await sql
    .updateTable('log_look')
    .set({ shown_count: raw`coalesce(shown_count, 0) + ${count}` })
    .where('id', '=', id)
    .execute();
}

export interface LookFilter {
  readonly kind?: LogLook['kind'] | undefined;
  readonly person?: string | undefined;
  readonly q?: string | undefined;
}

export async function listLookRows(
  sql: Sql,
  filter: LookFilter,
  start: readonly [askedAt: string, id: string] | null,
  count: number,
): Promise<LookRow[]> {
  const words = (filter.q ?? '').trim();
  return selectLooks(sql)
    .$if(filter.kind !== undefined, (looks) => looks.where('log_look.kind', '=', filter.kind ?? ''))
    .$if(filter.person !== undefined, (looks) => looks.where('log_look.person_id', '=', filter.person ?? ''))
    .$if(words !== '', (looks) =>
      looks.where(
        raw<boolean>`position(lower(${words}) IN lower(log_look.purpose || ' ' || log_look.query || ' ' || coalesce(log_look.log || '/' || log_look.log_index, ''))) > 0`,
      ),
    )
    .$if(start !== null, (looks) =>
      looks.where(
        raw<boolean>`(log_look.asked_at, log_look.id) < (${start?.[0]}::timestamptz, ${start?.[1]}::uuid)`,
      ),
    )
    .orderBy('log_look.asked_at', 'desc')
    .orderBy('log_look.id', 'desc')
    .limit(count)
    .execute();
}

const dateOf = (at: string | null) => (at === null ? null : new Date(at));
const iso = (moment: Date | null) => moment?.toISOString() ?? null;

export function presentLook(row: LookRow): LogLook {
  return {
    id: row.id,
    kind: logLookKinds.find((one) => one === row.kind) ?? 'search',
    person: { id: personId.parse(row.person_id), name: row.person_name },
    purpose: row.purpose,
    query: row.query,
    from: iso(row.from_at),
    until: iso(row.until_at),
    clock: lookClocks.find((one) => one === row.clock) ?? 'event',
    sources: row.sources,
    streams: logStreams.filter((one) => row.streams.includes(one)),
    log: row.log,
    index: row.log_index,
    askedAt: row.asked_at.toISOString(),
    shownCount: row.shown_count,
  };
}

/** Names of sources, as they are called today. */
export async function namesOfSources(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) {
    return new Map();
  }
  const rows = await sql.selectFrom('log_source').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The year the oldest log began; undefined while nothing is sealed. */
export async function firstLogYear(sql: Sql): Promise<number | undefined> {
  const row = await sql
    .selectFrom('log_checkpoint')
    .select(raw<number>`min(right(log, 4)::int)`.as('year'))
    .executeTakeFirst();
  return row?.year ?? undefined;
}
