// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import {
  claimDueMarks,
  type DueMarks,
  dropMarks,
  endLimitPage,
  insertReminders,
  isOpen,
  keptMarks,
  markChanges,
  marksToRing,
  raiseLimitPages,
  writeMarks,
} from '../alerts/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { beyondTheWall, type Changing, type Database } from '../platform/database/database.ts';
import type { DueWork } from '../platform/jobs/index.ts';

/** An obligation as its row stands after a change, as far as paging asks. */
export interface FollowedObligation {
  readonly obligationId: string;
  readonly startedAt: Date | null;
  /** Null: the law gives no number. While it runs, it is reminded of daily. */
  readonly dueAt: Date | null;
  /** Whom the page goes to first. Read from the row when it rings, so that a change of owner counts at once. */
  readonly ownerId: string | null;
  readonly state: string;
}

/** Short enough that nobody who changes one of these limits waits long for its lock. */
const MARKS_PER_BATCH_MAX = 1_000;
const pages = systemActor('limit-pages-people');

/**
 * The marks of a limit follow it, in the transaction that changes it: a new limit has new marks, and those of the old
 * one ring no more. A limit that is met, moved or dropped ends the page that waits for it.
 */
export async function marksFollow(changing: Changing, obligation: FollowedObligation): Promise<void> {
  await beyondTheWall(changing.sql, () => follow(changing, obligation));
}

async function follow(changing: Changing, obligation: FollowedObligation): Promise<void> {
  const { dueAt, obligationId, startedAt, state } = obligation;
  const { now, sql } = changing;
  const kept = await keptMarks(sql, obligationId);
  const open = kept.marks.filter(isOpen);
  if (state !== 'running' || startedAt === null) {
    await dropMarks(
      sql,
      open.map(({ id }) => id),
      now,
    );
    await end(changing, obligationId, `the obligation is ${state}`);
    return;
  }
  if (kept.lastAlert?.state === 'waiting' && !isSame(kept.lastAlert.dueAt, dueAt)) {
    await end(changing, obligationId, 'the limit was moved');
  }
  if (dueAt === null) {
    await dropMarks(
      sql,
      open.filter(({ percent }) => percent !== null).map(({ id }) => id),
      now,
    );
    const hasReminder = open.some(({ percent }) => percent === null);
    if (!hasReminder && !kept.isToldOff) {
      await insertReminders(changing, [obligationId], reminderAfter(now));
    }
    return;
  }
  const ringsAgain = kept.lastAlert?.state === 'ended' && isSame(kept.lastAlert.dueAt, dueAt);
  const wanted = marksToRing(startedAt, dueAt, now);
  await writeMarks(changing, obligationId, dueAt, markChanges(kept.marks, dueAt, wanted, now, ringsAgain));
}

const reminderAfter = (now: Date) => new Date(now.getTime() + limits.dutyReminderAfterMs);
const isSame = (one: Date | null, other: Date | null) => one?.getTime() === other?.getTime();

async function end(changing: Changing, obligationId: string, why: string): Promise<void> {
  const ended = await endLimitPage(changing.sql, obligationId);
  if (ended !== null) {
    changing.record({
      event: 'alert.ended',
      subject: { kind: 'alert', id: ended.id, reference: ended.incident.reference },
      incident: ended.incident,
      reason: why,
    });
  }
}

export interface PagingParts {
  readonly database: Database;
  /** Looks for due alerts at once; what it misses, the next look finds. */
  readonly wakeAlerts: () => void;
}

/** A limit pages a person: at 50, 75 and 90 % of its time, and when it is missed. */
export function limitPagesPeople(parts: PagingParts): DueWork {
  return { name: pages.process, lookEveryMs: 1_000, doBatch: () => ringDueMarks(parts) };
}

/**
 * Rings one batch of due marks. The marks, the pages they raise and their entries are one transaction: a crash leaves
 * the marks due, and after the commit they are no longer.
 */
export async function ringDueMarks(parts: PagingParts): Promise<boolean> {
  return parts.database.change(pages, async (changing) => {
    const due = await claimDueMarks(changing.sql, changing.now, MARKS_PER_BATCH_MAX);
    if (due.length === 0) return false;
    await page(
      changing,
      due.filter(({ isRunning }) => isRunning),
    );
    changing.afterCommit(parts.wakeAlerts);
    return true;
  });
}

async function page(changing: Changing, due: readonly DueMarks[]): Promise<void> {
  const { ids, now, sql } = changing;
  const near = due.map(({ dueAt, incident, obligationId, percent }) => ({
    ...{ id: ids.uuid(), incidentId: incident.id },
    ...{ obligationId, percent, dueAt },
  }));
  const raised = await raiseLimitPages(sql, near, now);
  const reminded = due.filter(({ percent }) => percent === null).map(({ obligationId }) => obligationId);
  await insertReminders(changing, reminded, reminderAfter(now));
  for (const { incident, obligationId, percent } of due) {
    const alert = raised.get(obligationId);
    if (alert === undefined) throw new Error(`No page stands for obligation ${obligationId}`);
    changing.record({
      event: alert.isNew ? 'alert.raised' : 'alert.lifted',
      subject: { kind: 'alert', id: alert.id, reference: incident.reference },
      incident,
      changes: [{ field: 'percent', from: alert.percentBefore, to: percent }],
    });
  }
}
