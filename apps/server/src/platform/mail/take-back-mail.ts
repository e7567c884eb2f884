// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { Changing } from '../database/database.ts';

/**
 * Takes a mail out of the queue for good, while it is certain that nobody is sending it: it was never tried, or its
 * next attempt lies further ahead than any lease. Its words go, so that nobody puts it back.
 *
 * @returns false where a mail server may have it
 */
export async function takeBackMail(
  { now, sql }: Pick<Changing, 'now' | 'sql'>,
  mailId: string,
  why: string,
): Promise<boolean> {
  const leasedUntil = new Date(now.getTime() + limits.mailLeaseMs);
  const result = await sql
    .updateTable('mail')
    .set({ state: 'skipped', last_error: why, next_attempt_at: null, text: '' })
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .where((where) => where.or([where('attempts', '=', 0), where('next_attempt_at', '>', leasedUntil)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
