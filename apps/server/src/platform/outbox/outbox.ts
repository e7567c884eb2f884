// SPDX-License-Identifier: Apache-2.0
import type { ActorShown, EventName, FieldChange } from '@belfry/contract';
import { canonicalJson, type Json } from '@belfry/ledger';
import { sql } from 'kysely';
import { type Actor, shown } from '../authorization/actor.ts';
import type { Ids } from '../clock/clock.ts';
import type { Sql } from '../database/database.ts';

/** What a change tells the record. Who and when it was written come from the transaction, never from the caller. */
export interface Entry {
  readonly event: EventName;
  /** What it happened to: a noun, its identifier, and the reference or name people know it by. */
  readonly subject: { readonly kind: string; readonly id: string; readonly reference: string };
  /** The incident it belongs to: decides who may read the entry, forever. */
  readonly incident?: { readonly id: string; readonly reference: string } | undefined;
  /** The report it belongs to, when no incident has it yet. */
  readonly reportId?: string | undefined;
  readonly changes?: readonly FieldChange[] | undefined;
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
  /** When it happened, where that is not the moment of writing. */
  readonly occurredAt?: Date | undefined;
}

/** The channel on which a commit announces the entries it wrote. */
export const OUTBOX_CHANNEL = 'belfry_outbox';

/** A statement of PostgreSQL takes 65,535 parameters; an import records more entries than fit in one. */
const ROWS_PER_INSERT = 1_000;

/**
 * Writes entries at the head of the record. The head's row stays locked until commit: positions grow without
 * gaps and in the order of commit. Call it last in a transaction, so that the lock is held for a commit only.
 *
 * @returns the position of the first entry
 */
export async function appendToOutbox(
  trx: Sql,
  actor: Actor,
  now: Date,
  ids: Ids,
  entries: readonly Entry[],
): Promise<number> {
  const head = await sql<{ position: number }>`
    UPDATE outbox_head SET position = position + ${entries.length} RETURNING position`.execute(trx);
  const last = head.rows[0]?.position;
  if (last === undefined) {
    throw new Error('Cannot append to the record: outbox_head has no row');
  }
  const first = last - entries.length + 1;
  const rows = entries.map((entry, index) => rowOf(entry, first + index, actor, now, ids.uuid()));
  const insert = (some: typeof rows) => trx.insertInto('outbox').values(some);
  const lastBatch = Math.floor((rows.length - 1) / ROWS_PER_INSERT) * ROWS_PER_INSERT;
  for (let start = 0; start < lastBatch; start += ROWS_PER_INSERT) {
    await insert(rows.slice(start, start + ROWS_PER_INSERT)).execute();
  }
  // One statement writes and announces: everybody waits for the head, so a round trip under its lock counts.
  await trx
    .with('written', () => insert(rows.slice(lastBatch)))
    .selectNoFrom(sql`pg_notify(${OUTBOX_CHANNEL}, ${JSON.stringify({ first, last })})`.as('told'))
    .execute();
  return first;
}

function rowOf(entry: Entry, position: number, actor: Actor, now: Date, id: string) {
  const subject = `${entry.subject.kind}:${entry.subject.id}`;
  const canonical: Json = {
    v: 1,
    id,
    position,
    event: entry.event,
    recordedAt: now.toISOString(),
    occurredAt: (entry.occurredAt ?? now).toISOString(),
    actor: { ...shown(actor) },
    subject: { ...entry.subject },
    ...(actor.kind === 'person' ? { via: { ...actor.via } } : {}),
    ...(entry.incident === undefined ? {} : { incident: { ...entry.incident } }),
    ...(entry.reportId === undefined ? {} : { report: entry.reportId }),
    ...(entry.changes === undefined ? {} : { changes: entry.changes as unknown as Json }),
    ...(entry.text === undefined ? {} : { text: entry.text }),
    ...(entry.reason === undefined || entry.reason === '' ? {} : { reason: entry.reason }),
  };
  return {
    position,
    id,
    event: entry.event,
    recorded_at: now,
    actor_id: actor.kind === 'person' ? actor.id : null,
    subject,
    incident_id: entry.incident?.id ?? null,
    report_id: entry.reportId ?? null,
    canonical: canonicalJson(canonical),
  };
}

/** An entry as the record holds it: version 1 of its canonical form. */
interface CanonicalEntry {
  readonly id: string;
  readonly position: number;
  readonly event: EventName;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: ActorShown;
  readonly subject: { readonly kind: string; readonly id: string; readonly reference: string };
  readonly incident?: { readonly id: string; readonly reference: string };
  readonly changes?: FieldChange[];
  readonly text?: string;
  readonly reason?: string;
}

/** Reads an entry back from its canonical bytes. Only this file writes them, so their form is known. */
export function decodeEntry(canonical: string): CanonicalEntry {
  return JSON.parse(canonical) as CanonicalEntry;
}

/** The fields that differ, old to new; values must be what JSON can carry. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  return Object.keys(after)
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ field, from: asJson(before[field]), to: asJson(after[field]) }));
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(asJson(a) as Json) === canonicalJson(asJson(b) as Json);
}

function asJson(value: unknown): FieldChange['from'] {
  if (value === undefined || value === null) {
    return null;
  }
  return JSON.parse(JSON.stringify(value)) as FieldChange['from'];
}
