// SPDX-License-Identifier: Apache-2.0
import { type Input, type incidentRoutes, isRefusal, refuse, type Task } from '@belfry/contract';
import { may } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import type { Handler, Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import type { IncidentParts } from './incident-parts.ts';
import { reasonNotAtWork } from './incident-status.ts';
import { lockIncident, touchIncident } from './incident-store.ts';
import { reasonNotActive } from './participant-store.ts';
import {
  insertTask,
  lockTask,
  presentTasks,
  readTaskPage,
  type TaskColumns,
  type TaskRow,
  taskFacts,
  updateTask,
} from './task-store.ts';

type TaskRoutes = Pick<typeof incidentRoutes, 'addTask' | 'changeTask' | 'listTasks'>;
type TaskBody = Input<TaskRoutes['changeTask']>['body'];

export function taskHandlers(parts: IncidentParts): Handlers<TaskRoutes> {
  const { database } = parts;
  return {
    addTask: addTask(parts),
    changeTask: changeTask(parts),
    listTasks: ({ actor, query }) => database.read(actor, (reading) => readTaskPage(reading, query)),
  };
}

function addTask(parts: IncidentParts): Handler<TaskRoutes['addTask']> {
  return ({ actor, body, params }) =>
    parts.database.change(actor, async (changing) => {
      const incident = await lockIncident(changing.sql, params.reference);
      if (isRefusal(incident)) {
        return incident;
      }
      const refusal =
        reasonNotAtWork(incident) ??
        (await reasonNotActive(changing.sql, [
          body.owner,
          body.accountable,
          ...body.consulted,
          ...body.informed,
        ]));
      if (refusal !== null) {
        return refusal;
      }
      const row: TaskRow = {
        id: changing.ids.uuid(),
        incident_id: incident.id,
        title: body.title,
        state: 'open',
        owner_id: body.owner ?? null,
        accountable_id: body.accountable ?? null,
        consulted_ids: body.consulted,
        informed_ids: body.informed,
        due_at: body.dueAt === undefined ? null : new Date(body.dueAt),
        created_at: changing.now,
        done_at: null,
        incident_reference: incident.reference,
      };
      const { incident_reference: _shown, ...columns } = row;
      await insertTask(changing.sql, columns);
      await touchIncident(changing.sql, incident.id, changing.now);
      changing.record({
        event: 'task.added',
        subject: { kind: 'task', id: row.id, reference: row.title },
        incident: { id: incident.id, reference: incident.reference },
        changes: changesBetween({ consulted: [], informed: [] }, taskFacts(columns)),
      });
      return theTask(changing, row);
    });
}

function changeTask(parts: IncidentParts): Handler<TaskRoutes['changeTask']> {
  return ({ actor, body, params }) =>
    parts.database.change(actor, async (changing) => {
      const before = await lockTask(changing.sql, params.task);
      if (isRefusal(before)) {
        return before;
      }
      const isOwn = before.owner_id === actor.id && actor.isScoped !== true;
      if (!may(actor, 'incidents.work') && !isOwn) {
        return refuse('permission.missing', 'This needs the permission "incidents.work", or to own the task');
      }
      const unknown = await reasonNotActive(changing.sql, [
        body.owner,
        body.accountable,
        ...(body.consulted ?? []),
        ...(body.informed ?? []),
      ]);
      if (unknown !== null) {
        return unknown;
      }
      const change = columnsOf(body, before, changing.now);
      const after: TaskRow = { ...before, ...change };
      const changes = changesBetween(taskFacts(before), taskFacts(after));
      if (changes.length > 0) {
        await updateTask(changing.sql, before.id, change);
        await touchIncident(changing.sql, before.incident_id, changing.now);
        changing.record({
          event: 'task.changed',
          subject: { kind: 'task', id: before.id, reference: after.title },
          incident: { id: before.incident_id, reference: before.incident_reference },
          changes,
          reason: body.reason,
        });
      }
      return theTask(changing, after);
    });
}

function columnsOf(body: TaskBody, before: TaskRow, now: Date) {
  const state = body.state ?? before.state;
  const dueAt = body.dueAt === undefined || body.dueAt === null ? body.dueAt : new Date(body.dueAt);
  return {
    title: body.title ?? before.title,
    state,
    owner_id: body.owner === undefined ? before.owner_id : body.owner,
    accountable_id: body.accountable === undefined ? before.accountable_id : body.accountable,
    consulted_ids: body.consulted ?? before.consulted_ids,
    informed_ids: body.informed ?? before.informed_ids,
    due_at: dueAt === undefined ? before.due_at : dueAt,
    done_at: state === 'open' ? null : (before.done_at ?? now),
  } satisfies TaskColumns;
}

async function theTask(changing: Changing, row: TaskRow): Promise<Task> {
  const [task] = await presentTasks(changing.sql, [row]);
  if (task === undefined) {
    throw new Error(`Cannot present task "${row.id}"`);
  }
  return task;
}
