// SPDX-License-Identifier: Apache-2.0
import { limits, type Notification, type PersonId } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

type Comment = Notification['comments'][number];

/** Comments on a notification, oldest first. */
export async function commentsOf(sql: Sql, notificationId: string): Promise<Comment[]> {
  const rows = await sql
    .selectFrom('notification_comment')
    .innerJoin('person', 'person.id', 'notification_comment.written_by')
    .selectAll('notification_comment')
    .select('person.name')
    .where('notification_id', '=', notificationId)
    .orderBy('written_at')
    .orderBy('notification_comment.id')
    .limit(limits.notificationCommentsMax)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    field: row.field_id,
    text: row.text,
    by: { id: row.written_by as PersonId, name: row.name },
    at: row.written_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  }));
}

/** @returns false when the notification has as many comments as it can hold */
export async function insertComment(
  sql: Sql,
  comment: { id: string; notificationId: string; field: string | null; text: string; by: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql
    .selectFrom('notification_comment')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('notification_id', '=', comment.notificationId)
    .executeTakeFirstOrThrow();
  if (count >= limits.notificationCommentsMax) return false;
  await sql
    .insertInto('notification_comment')
    .values({
      id: comment.id,
      notification_id: comment.notificationId,
      field_id: comment.field,
      text: comment.text,
      written_at: now,
      written_by: comment.by,
      settled_at: null,
    })
    .execute();
  return true;
}

/** @returns the field it is about, or undefined where no open comment has this identifier */
export async function settleComment(
  sql: Sql,
  notificationId: string,
  commentId: string,
  now: Date,
): Promise<{ field: string | null } | undefined> {
  const row = await sql
    .updateTable('notification_comment')
    .set({ settled_at: now })
    .where('id', '=', commentId)
    .where('notification_id', '=', notificationId)
    .where('settled_at', 'is', null)
    .returning('field_id')
    .executeTakeFirst();
  return row === undefined ? undefined : { field: row.field_id };
}
