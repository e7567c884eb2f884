// SPDX-License-Identifier: Apache-2.0
import type { PersonId, Queue } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { TriageQueueTable } from '../platform/database/rows.generated.ts';

export type QueueRow = Selectable<TriageQueueTable>;

export function listQueueRows(trx: Sql): Promise<QueueRow[]> {
  return trx.selectFrom('triage_queue').selectAll().orderBy('place').orderBy('id').execute();
}

export async function insertQueue(
  trx: Sql,
  row: { id: string; place: number; name: string; translations: object; people: readonly string[]; at: Date },
): Promise<void> {
  await trx
    .insertInto('triage_queue')
    .values({
      id: row.id,
      place: row.place,
      name: row.name,
      translations: JSON.stringify(row.translations),
      person_ids: [...row.people],
      added_at: row.at,
    })
    .execute();
}

export async function updateQueue(
  trx: Sql,
  id: string,
  after: { name: string; translations: object; people: readonly string[]; removedAt: Date | null },
): Promise<void> {
  await trx
    .updateTable('triage_queue')
    .set({
      name: after.name,
      translations: JSON.stringify(after.translations),
      person_ids: [...after.people],
      removed_at: after.removedAt,
    })
    .where('id', '=', id)
    .execute();
}

/** Gives every queue its place in this order. */
export async function orderQueues(trx: Sql, ids: readonly string[]): Promise<void> {
  await raw`UPDATE triage_queue SET place = new_order.place - 1
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS new_order (id, place)
    WHERE triage_queue.id = new_order.id`.execute(trx);
}

export interface OpenCount {
  readonly queueId: string | null;
  readonly open: number;
  readonly oldestAt: Date | null;
}

/** Reports that wait, per queue; those in none are the queue of what matched no rule. */
export async function countOpen(trx: Sql, now: Date): Promise<OpenCount[]> {
  const { rows } = await raw<OpenCount>`
    SELECT queue_id AS "queueId", count(*)::integer AS open, min(reported_at) AS "oldestAt"
    FROM report
    WHERE state IN ('waiting', 'asked', 'snoozed') AND kind <> 'whistleblowing' AND CASE state WHEN 'waiting' THEN true
      WHEN 'asked' THEN unread_from_reporter > 0 ELSE snoozed_until <= ${now} END
    GROUP BY queue_id`.execute(trx);
  return rows;
}

export async function namesOfPeople(trx: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) {
    return new Map();
  }
  const rows = await trx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .where('state', '<>', 'blocked')
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export function presentQueue(
  row: QueueRow,
  count: OpenCount | undefined,
  names: ReadonlyMap<string, string>,
): Queue {
  return {
    id: row.id,
    name: row.name,
    translations: row.translations as Queue['translations'],
    people: row.person_ids.flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [{ id: id as PersonId, name }];
    }),
    isRemoved: row.removed_at !== null,
    open: count?.open ?? 0,
    oldestAt: count?.oldestAt?.toISOString() ?? null,
  };
}
