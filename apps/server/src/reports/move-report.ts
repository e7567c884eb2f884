// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  isRefusal,
  type moveReports as moveReportsRoute,
  type ProblemCode,
  permissionsOf,
  type Refusal,
  type Role,
  refuse,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { z } from 'zod';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing, Database, Sql } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { incidentOf, subjectOf } from './decide-report.ts';
import { lockReport, type ReportRow } from './report-store.ts';

export type Move = z.output<(typeof moveReportsRoute)['body']>;
type Outcome = Answer<typeof moveReportsRoute>['outcomes'][number];

/** Where a report is worked, as `report.before_move` keeps it. */
interface Whereabouts {
  readonly queueId: string | null;
  readonly handlerId: string | null;
}

/** What follows from somebody taking a report upon themselves, in the same transaction. */
export type WhenTaken = (
  changing: Changing,
  report: { readonly id: string; readonly reference: string },
) => Promise<void>;

/** Moves many; each in a transaction of its own, so that one refusal stops no other. */
export async function moveReports(
  parts: { readonly database: Database; readonly whenTaken: WhenTaken },
  actor: PersonActor,
  move: Move,
): Promise<{ outcomes: Outcome[] }> {
  const outcomes: Outcome[] = [];
  for (const reference of new Set(move.references)) {
    const moved = await parts.database.change(actor, async (changing) => {
      const done = await moveReport(changing, reference, move);
      if (isRefusal(done)) return done;
      if (done.takenBy === actor.id) await parts.whenTaken(changing, { id: done.id, reference });
      return null;
    });
    outcomes.push({
      reference,
      refused: isRefusal(moved) ? moved.refused : null,
      detail: isRefusal(moved) ? (moved.detail ?? null) : null,
    });
  }
  return { outcomes };
}

async function moveReport(
  changing: Changing,
  reference: string,
  move: Omit<Move, 'references'>,
): Promise<{ readonly id: string; readonly takenBy: string | null } | Refusal<ProblemCode>> {
  const { sql } = changing;
  const row = await lockReport(sql, reference);
  if (isRefusal(row)) {
    return row;
  }
  if (row.kind === 'whistleblowing') {
    return refuse('report.not_routed', reference);
  }
  const from: Whereabouts = { queueId: row.queue_id, handlerId: row.handler_id };
  const before = row.before_move as unknown as Whereabouts | null;
  if (move.undo && before === null) {
    return refuse('report.not_moved', reference);
  }
  const to: Whereabouts =
    move.undo && before !== null
      ? before
      : {
          queueId: move.queue === undefined ? from.queueId : move.queue,
          handlerId: move.handler === undefined ? from.handlerId : move.handler,
        };
  const moved = { id: row.id, takenBy: to.handlerId === from.handlerId ? null : to.handlerId };
  if (to.queueId === from.queueId && to.handlerId === from.handlerId) {
    return moved;
  }
  const names = await namesOf(sql, row, to);
  if (isRefusal(names)) {
    return names;
  }
  await sql
    .updateTable('report')
    .set({
      queue_id: to.queueId,
      handler_id: to.handlerId,
      before_move: move.undo ? null : JSON.stringify(from),
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
  changing.record({
    event: move.undo ? 'report.move_undone' : 'report.moved',
    ...subjectOf(row),
    incident: incidentOf(row),
    changes: changesBetween(
      { queue: row.queue?.name, handler: from.handlerId },
      { queue: names.queue, handler: to.handlerId },
    ),
    reason: move.reason,
  });
  return moved;
}

/** Checks what is new about the place; what stays may be a queue removed since, or somebody who left. */
async function namesOf(
  sql: Sql,
  row: ReportRow,
  to: Whereabouts,
): Promise<{ queue: string | null } | Refusal<ProblemCode>> {
  if (to.handlerId !== null && to.handlerId !== row.handler_id && !(await canHandle(sql, to.handlerId))) {
    return refuse('person.cannot_handle', `${to.handlerId} is not active, or may not decide on reports`);
  }
  if (to.queueId === null || to.queueId === row.queue_id) {
    return { queue: to.queueId === null ? null : (row.queue?.name ?? null) };
  }
  const queue = await sql
    .selectFrom('triage_queue')
    .select('name')
    .where('id', '=', to.queueId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return queue === undefined ? refuse('queue.not_found', `No queue ${to.queueId}`) : { queue: queue.name };
}

async function canHandle(sql: Sql, personId: string): Promise<boolean> {
  const person = await sql
    .selectFrom('person')
    .select('roles')
    .where('id', '=', personId)
    .where('state', '=', 'active')
    // A person blocked in this very moment is either seen blocked here, or had it for a moment before.
    .modifyEnd(raw`FOR SHARE`)
    .executeTakeFirst();
  return person !== undefined && permissionsOf(person.roles as Role[]).has('reports.decide');
}
