// SPDX-License-Identifier: Apache-2.0
import { type Refusal, refuse, type UnknownSender } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { Running } from './figure-store.ts';

interface SenderRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly ignored_reason: string | null;
  readonly last: Date | null;
  readonly entries: string | null;
}

const figures = raw`
  LEFT JOIN LATERAL (SELECT minute AS last FROM log_source_minute WHERE source_id = s.id AND entries > 0
    ORDER BY minute DESC LIMIT 1) AS heard ON true
  LEFT JOIN LATERAL (SELECT sum(entries) AS entries FROM log_source_hour WHERE source_id = s.id) AS so_far ON true`;

export async function listSenderRows(
  sql: Sql,
  isIgnored: boolean,
  start: readonly [createdAt: string, id: string] | null,
  count: number,
): Promise<SenderRow[]> {
  const [createdAt, id] = start ?? [null, null];
  const { rows } = await raw<SenderRow>`
    SELECT s.id, s.name, s.created_at, s.ignored_reason, heard.last, so_far.entries
    FROM log_source s ${figures}
    WHERE s.state = 'unknown' AND (s.ignored_reason IS NOT NULL) = ${isIgnored}
      AND (${createdAt}::timestamptz IS NULL OR (s.created_at, s.id) < (${createdAt}::timestamptz, ${id}::uuid))
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${count}`.execute(sql);
  return rows;
}

/** A sender nobody adopted, locked until it is decided about. */
export async function findSender(
  sql: Sql,
  id: string,
): Promise<SenderRow | Refusal<'source.not_found' | 'sender.not_unknown'>> {
  const locked = await sql
    .selectFrom('log_source')
    .select('state')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (locked === undefined) return refuse('source.not_found');
  if (locked.state !== 'unknown') return refuse('sender.not_unknown');
  const { rows } = await raw<SenderRow>`
    SELECT s.id, s.name, s.created_at, s.ignored_reason, heard.last, so_far.entries
    FROM log_source s ${figures} WHERE s.id = ${id}`.execute(sql);
  return rows[0] ?? refuse('source.not_found');
}

export async function countUndecided(sql: Sql): Promise<number> {
  const { count } = await sql
    .selectFrom('log_source')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'unknown')
    .where('ignored_reason', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function ignore(sql: Sql, id: string, reason: string, now: Date): Promise<void> {
  await sql
    .updateTable('log_source')
    .set({ ignored_reason: reason, changed_at: now })
    .where('id', '=', id)
    .execute();
}

/** The sender is part of another source from now on; what it sent keeps its own identifier. */
export async function joinTo(sql: Sql, id: string, source: string, now: Date): Promise<void> {
  await sql
    .updateTable('log_source')
    .set({ state: 'retired', joined_to: source, changed_at: now })
    .where('id', '=', id)
    .execute();
}

export function presentSender(row: SenderRow, running: Running | undefined): UnknownSender {
  const lastMs = Math.max(row.last?.getTime() ?? 0, running?.lastMs ?? 0);
  return {
    id: row.id,
    address: row.name,
    firstSeenAt: row.created_at.toISOString(),
    lastSeenAt: lastMs === 0 ? null : new Date(lastMs).toISOString(),
    entries: Number(row.entries ?? 0) + (running?.entries ?? 0),
    ignoredReason: row.ignored_reason,
  };
}
