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
    .orderBy('id')
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
  };
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

/** Adds to what stands there: a restart within the minute writes the rest of it. */
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
}

export async function forgetSourceMinutes(sql: Sql, before: Date): Promise<void> {
  await sql.deleteFrom('log_source_minute').where('minute', '<', before).execute();
}
