// SPDX-License-Identifier: Apache-2.0
import type { LogStream, RetentionClass } from '@belfry/contract';
import { sql as fragment } from 'kysely';
import type { Sql } from '../../platform/database/database.ts';
import type { KnownIdentity, KnownSource, KnownSources } from './source-table.ts';

export async function readKnownSources(sql: Sql): Promise<KnownSources> {
  const sources = await sql
    .selectFrom('log_source')
    .select(['id', 'state', 'stream', 'retention_class'])
    .orderBy('id')
    .execute();
  const identities = await sql
    .selectFrom('log_source_identity')
    .select(['source_id', 'kind', 'value'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  const zones = await sql
    .selectFrom('log_source_zone')
    .selectAll()
    .orderBy('source_id')
    .orderBy('since')
    .execute();
  return {
    sources: sources.map((row) => ({
      id: row.id,
      // The database holds each of these to the words of the contract by a CHECK.
      state: row.state as KnownSource['state'],
      stream: row.stream as LogStream,
      retentionClass: row.retention_class as RetentionClass,
    })),
    identities: identities.map((row) => ({
      sourceId: row.source_id,
      kind: row.kind as KnownIdentity['kind'],
      value: row.value,
    })),
    zones: zones.map((row) => ({
      sourceId: row.source_id,
      sinceMs: row.since.getTime(),
      timeZone: row.time_zone,
    })),
  };
}

/** A source, and whether it may be silent. */
export interface ExpectedSource {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly silenceMinutesMax: number | null;
  readonly changedMs: number;
  /** The last minute in which something came, milliseconds since 1970; null when nothing did of late. */
  readonly lastMs: number | null;
}

export async function readExpectedSources(sql: Sql): Promise<ExpectedSource[]> {
  const rows = await sql
    .selectFrom('log_source')
    .select((eb) => [
      'id',
      'name',
      'state',
      'silence_minutes_max',
      'changed_at',
      eb
        .selectFrom('log_source_minute')
        .select('minute')
        .whereRef('log_source_minute.source_id', '=', 'log_source.id')
        .where('entries', '>', 0)
        .orderBy('minute', 'desc')
        .limit(1)
        .as('last'),
    ])
    .where('state', '!=', 'unknown')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state,
    silenceMinutesMax: row.silence_minutes_max,
    changedMs: row.changed_at.getTime(),
    lastMs: row.last?.getTime() ?? null,
  }));
}

/** Notes when tokens were last used. */
export async function noteTokensUsed(sql: Sql, now: Date, hashes: readonly string[]): Promise<void> {
  await sql
    .updateTable('log_source_identity')
    .set({ last_used_at: now })
    .where('kind', '=', 'token')
    .where('value', 'in', hashes)
    .where('ended_at', 'is', null)
    .execute();
}

export interface UnknownSender {
  readonly id: string;
  /** The address it sends from, which is its name until somebody adopts it. */
  readonly name: string;
}

/** Adds senders nobody knows. One that is there already stays as it is: somebody may have adopted it meanwhile. */
export async function addUnknownSenders(
  sql: Sql,
  now: Date,
  senders: readonly UnknownSender[],
): Promise<void> {
  await sql
    .insertInto('log_source')
    .values(
      senders.map(({ id, name }) => ({
        id,
        name,
        state: 'unknown',
        stream: 'technical',
        retention_class: 'technical',
        created_at: now,
        changed_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** What came from a source in a minute. */
export interface SourceMinute {
  readonly sourceId: string;
  readonly minute: Date;
  readonly entries: number;
  readonly bytes: number;
  readonly notRead: number;
  readonly clockOffsetMs: number | null;
}

/** Adds to what stands there: a restart within the minute writes the rest of it. Hours grow in the same transaction. */
export async function addSourceMinutes(sql: Sql, minutes: readonly SourceMinute[]): Promise<void> {
  await sql
    .insertInto('log_source_minute')
    .values(
      minutes.map((minute) => ({
        source_id: minute.sourceId,
        minute: minute.minute,
        entries: minute.entries,
        bytes: minute.bytes,
        not_read: minute.notRead,
        clock_offset_ms: minute.clockOffsetMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['source_id', 'minute']).doUpdateSet({
        entries: fragment`log_source_minute.entries + excluded.entries`,
        bytes: fragment`log_source_minute.bytes + excluded.bytes`,
        not_read: fragment`log_source_minute.not_read + excluded.not_read`,
        clock_offset_ms: fragment`coalesce(excluded.clock_offset_ms, log_source_minute.clock_offset_ms)`,
      }),
    )
    .execute();
  await sql
    .insertInto('log_source_hour')
    .values(hoursOf(minutes))
    .onConflict((conflict) =>
      conflict.columns(['source_id', 'hour']).doUpdateSet({
        entries: fragment`log_source_hour.entries + excluded.entries`,
        bytes: fragment`log_source_hour.bytes + excluded.bytes`,
        not_read: fragment`log_source_hour.not_read + excluded.not_read`,
      }),
    )
    .execute();
}

const HOUR_MS = 3_600_000;

function hoursOf(minutes: readonly SourceMinute[]) {
  const hours = new Map<
    string,
    { source_id: string; hour: Date; entries: number; bytes: number; not_read: number }
  >();
  for (const { bytes, entries, minute, notRead, sourceId } of minutes) {
    const at = minute.getTime() - (minute.getTime() % HOUR_MS);
    const key = `${sourceId} ${at}`;
    const before = hours.get(key) ?? { entries: 0, bytes: 0, not_read: 0 };
    hours.set(key, {
      source_id: sourceId,
      hour: new Date(at),
      entries: before.entries + entries,
      bytes: before.bytes + bytes,
      not_read: before.not_read + notRead,
    });
  }
  return [...hours.values()];
}

export async function forgetSourceMinutes(sql: Sql, before: Date): Promise<void> {
  await sql.deleteFrom('log_source_minute').where('minute', '<', before).execute();
}

export async function forgetSourceHours(sql: Sql, before: Date): Promise<void> {
  await sql.deleteFrom('log_source_hour').where('hour', '<', before).execute();
}
