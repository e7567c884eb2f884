// SPDX-License-Identifier: Apache-2.0
import type { PushSubscription } from '@belfry/contract';
import type { Sql } from '../platform/database/database.ts';

export async function findSubscriptions(trx: Sql, personId: string): Promise<PushSubscription[]> {
  const rows = await trx
    .selectFrom('push_subscription')
    .selectAll()
    .where('person_id', '=', personId)
    .where('gone_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    service: new URL(row.endpoint).host,
    addedAt: row.added_at.toISOString(),
    lastReachedAt: row.last_reached_at?.toISOString() ?? null,
    lastError: row.last_error,
  }));
}

/**
 * Keeps a device. The same browser subscribing again, or another person signing in on it, takes its row over: a
 * message for who used it before must not show to who uses it now.
 *
 * @returns its identifier
 */
export async function keepSubscription(
  trx: Sql,
  device: { id: string; personId: string; endpoint: string; p256dh: string; auth: string; label: string },
  now: Date,
): Promise<string> {
  const row = {
    person_id: device.personId,
    p256dh: device.p256dh,
    auth: device.auth,
    label: device.label,
    added_at: now,
    gone_at: null,
    last_error: null,
  };
  const kept = await trx
    .insertInto('push_subscription')
    .values({ id: device.id, endpoint: device.endpoint, ...row })
    .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  return kept.id;
}

/** A device is called no more. @returns what it was called, or null when the person has no such device */
export async function dropSubscription(
  trx: Sql,
  id: string,
  personId: string,
  now: Date,
): Promise<string | null> {
  const row = await trx
    .updateTable('push_subscription')
    .set({ gone_at: now })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('gone_at', 'is', null)
    .returning('label')
    .executeTakeFirst();
  return row?.label ?? null;
}

/** Where one device is reached, and by which keys; null when it is gone. */
export async function deviceById(
  trx: Sql,
  id: string,
): Promise<{ endpoint: string; p256dh: string; auth: string } | null> {
  const row = await trx
    .selectFrom('push_subscription')
    .select(['endpoint', 'p256dh', 'auth'])
    .where('id', '=', id)
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}
