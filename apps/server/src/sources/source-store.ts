// SPDX-License-Identifier: Apache-2.0
import {
  type LogSourceIdentity,
  limits,
  logSourceIdentityKinds,
  logStreams,
  type NewSource,
  personId,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { LogSourceIdentityTable, LogSourceTable } from '../platform/database/rows.generated.ts';
import type { SourceRow } from './source.ts';

/** The desk itself is no source anybody keeps: its entries are of a stream of their own. */
const kept = (sql: Sql) => sql.selectFrom('log_source').where('stream', '!=', 'desk');

function fromRow(row: Selectable<LogSourceTable>): SourceRow {
  return {
    id: row.id,
    state: row.state as SourceRow['state'],
    name: row.name,
    application: row.application,
    ownerId: row.owner_id === null ? null : personId.parse(row.owner_id),
    stream: logStreams.find((one) => one === row.stream) as SourceRow['stream'],
    retentionClass: row.retention_class as SourceRow['retentionClass'],
    retentionReason: row.retention_reason,
    confidentiality: row.confidentiality,
    integrity: row.integrity,
    availability: row.availability,
    timeZone: row.time_zone,
    silenceMinutesMax: row.silence_minutes_max,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

function toRow(source: NewSource) {
  return {
    name: source.name,
    application: source.application,
    owner_id: source.ownerId,
    stream: source.stream,
    retention_class: source.retentionClass,
    retention_reason: source.retentionReason,
    confidentiality: source.confidentiality,
    integrity: source.integrity,
    availability: source.availability,
    time_zone: source.timeZone,
    silence_minutes_max: source.silenceMinutesMax,
  };
}

export async function listSourceRows(sql: Sql, state: SourceRow['state']): Promise<SourceRow[]> {
  const rows = await kept(sql)
    .selectAll()
    .where('state', '=', state)
    // A sender whose address another source took is no source of its own.
    .where('joined_to', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(limits.logSourcesMax)
    .execute();
  return rows.map(fromRow);
}

/** A source somebody keeps, as it is now. */
export async function findSource(
  sql: Sql,
  id: string,
  lock = false,
): Promise<SourceRow | Refusal<'source.not_found'>> {
  const row = await findAnySource(sql, id, lock);
  return row === undefined || row.state === 'unknown' ? refuse('source.not_found') : row;
}

/** A source or a sender nobody knows. */
async function findAnySource(sql: Sql, id: string, lock = false): Promise<SourceRow | undefined> {
  const query = kept(sql).selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

export async function isFull(sql: Sql): Promise<boolean> {
  const { count } = await kept(sql)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(count) >= limits.logSourcesMax;
}

export async function insertSource(sql: Sql, source: SourceRow): Promise<void> {
  const { changedAt, createdAt, id, state, version } = source;
  await sql
    .insertInto('log_source')
    .values({ ...toRow(source), id, state, version, created_at: createdAt, changed_at: changedAt })
    .execute();
}

/** Keeps a source as it is now, one version on. */
export async function updateSource(sql: Sql, source: SourceRow, now: Date): Promise<void> {
  await sql
    .updateTable('log_source')
    .set({ ...toRow(source), state: source.state, version: source.version + 1, changed_at: now })
    .where('id', '=', source.id)
    .execute();
}

/**
 * The zone of a source from a moment on. It begins a little later than it is set, so that whoever reads entries knows
 * of it before the first one it is for comes.
 */
const ZONE_BEGINS_AFTER_MS = 30_000;

export async function setTimeZone(sql: Sql, id: string, timeZone: string, now: Date): Promise<void> {
  const before = await sql
    .selectFrom('log_source_zone')
    .select('source_id')
    .where('source_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (before === undefined && timeZone === 'UTC') return;
  await sql
    .insertInto('log_source_zone')
    .values({ source_id: id, since: new Date(now.getTime() + ZONE_BEGINS_AFTER_MS), time_zone: timeZone })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listIdentityRows(sql: Sql, sourceId: string) {
  return sql
    .selectFrom('log_source_identity')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy(raw`ended_at IS NOT NULL`)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export function presentIdentity(row: Selectable<LogSourceIdentityTable>): LogSourceIdentity {
  return {
    id: row.id,
    kind: logSourceIdentityKinds.find((one) => one === row.kind) ?? 'address',
    value: row.kind === 'token' ? null : row.value,
    label: row.label,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

export interface NewIdentity {
  readonly id: string;
  readonly sourceId: string;
  readonly kind: LogSourceIdentity['kind'];
  readonly value: string;
  readonly label: string;
}

/** Adds a way to know a source; one that another source is known by stays with it. */
export async function insertIdentity(
  sql: Sql,
  identity: NewIdentity,
  now: Date,
): Promise<Refusal<'source.identity_taken' | 'source.too_many'> | null> {
  const { id, kind, label, sourceId, value } = identity;
  const known = await sql
    .selectFrom('log_source_identity')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('source_id', '=', sourceId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(known.count) >= limits.logSourceIdentitiesMax) {
    return refuse('source.too_many', `${limits.logSourceIdentitiesMax} ways to know one source`);
  }
  const inserted = await sql
    .insertInto('log_source_identity')
    .values({ id, source_id: sourceId, kind, value, label, created_at: now })
    .onConflict((conflict) => conflict.columns(['kind', 'value']).where('ended_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return null;
  const holder = await sql
    .selectFrom('log_source_identity')
    .innerJoin('log_source', 'log_source.id', 'log_source_identity.source_id')
    .select('name')
    .where('kind', '=', kind)
    .where('value', '=', value)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return refuse('source.identity_taken', `${value} is how "${holder?.name ?? ''}" is known`);
}

/** @returns what was ended, or undefined where there is no such one that holds */
export async function endIdentity(sql: Sql, sourceId: string, id: string, now: Date) {
  return sql
    .updateTable('log_source_identity')
    .set({ ended_at: now })
    .where('source_id', '=', sourceId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['kind', 'value', 'label'])
    .executeTakeFirst();
}

/** Names of people, among those who are active where that is asked. */
export async function findOwner(sql: Sql, id: string): Promise<string | undefined> {
  const row = await sql
    .selectFrom('person')
    .select('name')
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row?.name;
}

export async function namesOfOwners(
  sql: Sql,
  sources: readonly SourceRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(sources.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])))];
  if (ids.length === 0) return new Map();
  const rows = await sql.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
