// SPDX-License-Identifier: Apache-2.0
import {
  type Hunt,
  type HuntFailure,
  type HuntHit,
  type HuntListed,
  type HuntState,
  personId,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { HuntedText } from '../detection-rules/index.ts';
import { namedFields, sourceNamesOf } from '../findings/index.ts';
import type { Sql } from '../platform/database/database.ts';

/** A hunt as somebody asks for it. */
export interface AskedHunt extends HuntedText {
  readonly id: string;
  readonly yaml: string;
  readonly ruleId: string | null;
  readonly purpose: string;
  readonly from: Date;
  readonly until: Date;
  readonly askedAt: Date;
  readonly askedBy: string;
}

export async function insertHunt(sql: Sql, hunt: AskedHunt): Promise<void> {
  await sql
    .insertInto('hunt')
    .values({
      ...{ id: hunt.id, yaml: hunt.yaml, title: hunt.title, rule_id: hunt.ruleId, purpose: hunt.purpose },
      companions: JSON.stringify(hunt.companions),
      placeholders: JSON.stringify(hunt.placeholders),
      ...{ from_at: hunt.from, until_at: hunt.until, state: 'waiting' },
      ...{ asked_at: hunt.askedAt, asked_by: hunt.askedBy, changed_at: hunt.askedAt },
    })
    .execute();
}

/** The log process hears of it when the transaction is committed; where it does not, it looks by itself. */
export async function tellHunter(sql: Sql): Promise<void> {
  await raw`SELECT pg_notify('belfry_hunts', '')`.execute(sql);
}

/** Hunts that wait or run: of everybody, and of one person. Whoever counts waits for others that count. */
export async function countUnderWay(
  sql: Sql,
  person: string,
): Promise<{ readonly all: number; readonly own: number }> {
  await raw`LOCK TABLE hunt IN SHARE ROW EXCLUSIVE MODE`.execute(sql);
  const { rows } = await raw<{ all: number; own: number }>`
    SELECT count(*)::integer AS all, (count(*) FILTER (WHERE asked_by = ${person}))::integer AS own
    FROM hunt WHERE state IN ('waiting', 'running')`.execute(sql);
  return rows[0] ?? { all: 0, own: 0 };
}

const selectHunts = (sql: Sql) =>
  sql
    .selectFrom('hunt')
    .innerJoin('person as asker', 'asker.id', 'hunt.asked_by')
    .leftJoin('person as ender', 'ender.id', 'hunt.ended_by')
    .selectAll('hunt')
    .select(['asker.name as asked_name', 'ender.name as ended_name']);

export type HuntRow = Awaited<ReturnType<ReturnType<typeof selectHunts>['executeTakeFirstOrThrow']>>;

export interface HuntFilter {
  readonly state?: HuntState | undefined;
  readonly by?: 'me' | 'others' | undefined;
  readonly rule?: string | undefined;
}

export async function listHuntRows(
  sql: Sql,
  filter: HuntFilter,
  person: string,
  start: readonly [askedAt: string, id: string] | null,
  count: number,
): Promise<HuntRow[]> {
  const { by, rule, state } = filter;
  return await selectHunts(sql)
    .$if(state !== undefined, (hunts) => hunts.where('hunt.state', '=', state ?? ''))
    .$if(by !== undefined, (hunts) => hunts.where('hunt.asked_by', by === 'me' ? '=' : '<>', person))
    .$if(rule !== undefined, (hunts) => hunts.where('hunt.rule_id', '=', rule ?? null))
    .$if(start !== null, (hunts) =>
      hunts.where(raw<boolean>`(hunt.asked_at, hunt.id) < (${start?.[0]}::timestamptz, ${start?.[1]}::uuid)`),
    )
    .orderBy('hunt.asked_at', 'desc')
    .orderBy('hunt.id', 'desc')
    .limit(count)
    .execute();
}

export async function findHunt(sql: Sql, id: string): Promise<HuntRow | undefined> {
  return await selectHunts(sql).where('hunt.id', '=', id).executeTakeFirst();
}

/** Hunts that are taken up before this one. */
export async function countAhead(sql: Sql, { asked_at, id }: HuntRow): Promise<number> {
  const { ahead } = await sql
    .selectFrom('hunt')
    .select(({ fn }) => fn.countAll<number>().as('ahead'))
    .where('state', 'in', ['waiting', 'running'])
    .where(raw<boolean>`(asked_at, id) < (${asked_at}::timestamptz, ${id}::uuid)`)
    .executeTakeFirstOrThrow();
  return Number(ahead);
}

/** @returns false when it was over already */
export async function cancelRow(
  sql: Sql,
  id: string,
  at: { readonly now: Date; readonly by: string },
): Promise<boolean> {
  const { numUpdatedRows } = await sql
    .updateTable('hunt')
    .set({ state: 'cancelled', ended_at: at.now, ended_by: at.by, changed_at: at.now, is_held: false })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function listHitRows(sql: Sql, huntId: string, after: number, count: number) {
  return await sql
    .selectFrom('hunt_hit')
    .selectAll()
    .where('hunt_id', '=', huntId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(count)
    .execute();
}

type HitRow = Awaited<ReturnType<typeof listHitRows>>[number];
/** Written by the log process alone. */
const keyOf = ({ key }: HitRow) => key as unknown as readonly (readonly [field: string, value: string])[];

export async function presentHits(sql: Sql, rows: readonly HitRow[]): Promise<HuntHit[]> {
  const names = await sourceNamesOf(sql, rows.map(keyOf));
  return rows.map((row) => ({
    ...{ number: row.number, title: row.title, count: row.hit_count },
    ...{ firstAt: row.first_at.toISOString(), lastAt: row.last_at.toISOString() },
    key: keyOf(row).map(([field, value]) => ({
      ...{ field, value },
      name: namedFields.has(field) ? (names.get(value) ?? null) : null,
    })),
    entries: row.entries as unknown as HuntHit['entries'],
  }));
}

const personOf = (id: string, name: string) => ({ id: personId.parse(id), name });
const iso = (at: Date | null) => at?.toISOString() ?? null;

export function presentListed(row: HuntRow): HuntListed {
  return {
    ...{ id: row.id, title: row.title, rule: row.rule_id, purpose: row.purpose },
    ...{ from: row.from_at.toISOString(), until: row.until_at.toISOString() },
    state: row.state as HuntState,
    problem: row.problem as HuntFailure | null,
    askedAt: row.asked_at.toISOString(),
    askedBy: personOf(row.asked_by, row.asked_name),
    ...{ startedAt: iso(row.started_at), endedAt: iso(row.ended_at) },
    endedBy: row.ended_by === null ? null : personOf(row.ended_by, row.ended_name ?? ''),
    ...{ total: row.total_count, read: row.read_count, hits: row.hit_count },
  };
}

export function presentHunt(
  row: HuntRow,
  around: { readonly ahead: number; readonly isLogAway: boolean },
): Hunt {
  return {
    ...presentListed(row),
    ...around,
    ...{ yaml: row.yaml, isHeld: row.is_held, attempt: row.attempt },
    ...{ events: row.event_count, gone: row.gone_count },
    ...{ keys: row.key_count, hitsWithoutKey: row.hits_without_key },
    changedAt: row.changed_at.toISOString(),
  };
}
