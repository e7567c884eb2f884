// SPDX-License-Identifier: Apache-2.0
import { type Input, isRefusal, type listTasks, type Refusal, refuse, type Task } from '@belfry/contract';
import { type Selectable, sql, type Updateable } from 'kysely';
import { z } from 'zod';
import { readCursor } from '../platform/database/cursor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';
import type { DB } from '../platform/database/rows.generated.ts';
import { presentDuePage } from './due-page.ts';
import { onlyPartsOf, peopleShown } from './participant-store.ts';

/** A task with the incident it belongs to. */
export type TaskRow = Selectable<DB['task']> & { incident_reference: string };
export type TaskColumns = Updateable<DB['task']>;

const withIncident = (trx: Sql) =>
  trx
    .selectFrom('task')
    .innerJoin('incident', 'incident.id', 'task.incident_id')
    .selectAll('task')
    .select('incident.reference as incident_reference');

/** Finds a task and locks it until commit. */
export async function lockTask(trx: Sql, taskId: string): Promise<TaskRow | Refusal<'task.not_found'>> {
  const row = await withIncident(trx).where('task.id', '=', taskId).forNoKeyUpdate('task').executeTakeFirst();
  return row ?? refuse('task.not_found', `Looked for ${taskId}`);
}

export async function tasksOf(trx: Sql, incidentIds: readonly string[]): Promise<TaskRow[]> {
  return withIncident(trx)
    .where('task.incident_id', 'in', [...incidentIds])
    .orderBy(sql`task.due_at NULLS LAST`)
    .orderBy('task.created_at')
    .orderBy('task.id')
    .execute();
}

export async function insertTask(trx: Sql, task: Selectable<DB['task']>): Promise<void> {
  await trx.insertInto('task').values(task).execute();
}

export async function updateTask(trx: Sql, taskId: string, change: TaskColumns): Promise<void> {
  await trx.updateTable('task').set(change).where('id', '=', taskId).execute();
}

export async function presentTasks(trx: Sql, rows: readonly TaskRow[]): Promise<Task[]> {
  const people = await peopleShown(
    trx,
    rows.flatMap((row) =>
      [row.owner_id, row.accountable_id, ...row.consulted_ids, ...row.informed_ids].filter(
        (id) => id !== null,
      ),
    ),
  );
  const one = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const many = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? []);
  return rows.map((row) => ({
    id: row.id,
    incident: row.incident_reference,
    title: row.title,
    state: row.state as Task['state'],
    owner: one(row.owner_id),
    accountable: one(row.accountable_id),
    consulted: many(row.consulted_ids),
    informed: many(row.informed_ids),
    dueAt: row.due_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
  }));
}

/** The facts of a task, by the names of the API. */
export function taskFacts(task: Omit<TaskColumns, 'id'>): Record<string, unknown> {
  return {
    title: task.title,
    state: task.state,
    owner: task.owner_id,
    accountable: task.accountable_id,
    consulted: task.consulted_ids,
    informed: task.informed_ids,
    dueAt: task.due_at,
  };
}

const key = z.tuple([z.iso.datetime().nullable(), z.uuid()]);

/** One page of tasks, soonest due first; those without a date come last. */
export async function readTaskPage(
  { actor, sql: trx }: Reading,
  query: Input<typeof listTasks>['query'],
): Promise<{ items: Task[]; next: string | null } | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, key);
  if (isRefusal(after)) {
    return after;
  }
  const me = actor.kind === 'person' ? actor.id : null;
  let tasks = trx.selectFrom('task').selectAll().where('state', '=', query.state);
  if (query.owner !== undefined) {
    tasks = tasks.where('owner_id', '=', query.owner === 'me' ? me : query.owner);
  }
  const own = onlyPartsOf(actor);
  if (own !== null) {
    tasks = tasks.where('incident_id', 'in', own);
  }
  if (after !== null) {
    const [dueAt, id] = after;
    tasks = tasks.where((where) =>
      dueAt === null
        ? where.and([where('due_at', 'is', null), where('id', '>', id)])
        : where.or([sql<boolean>`(due_at, id) > (${dueAt}, ${id})`, where('due_at', 'is', null)]),
    );
  }
  const rows = await tasks
    .orderBy('due_at')
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  return presentDuePage(
    trx,
    rows,
    query.limit,
    (row) => [row.due_at?.toISOString() ?? null, row.id],
    (named) => presentTasks(trx, named),
  );
}
