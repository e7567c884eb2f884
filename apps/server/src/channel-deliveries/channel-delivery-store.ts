// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { sql as raw, type Selectable } from 'kysely';
import type { Changing, Sql } from '../platform/database/database.ts';
import type { ChannelDeliveryTable } from '../platform/database/rows.generated.ts';
import type { PushBody, WebhookBody } from './queue-calls.ts';

export type DeliveryRow = Selectable<ChannelDeliveryTable>;

/**
 * Takes due deliveries under a lease: whoever dies with one leaves it due again when the lease ends. The count of
 * attempts names the lease, so that one who lost it cannot settle it.
 */
export async function claimDueDeliveries(trx: Sql, now: Date, countMax: number): Promise<DeliveryRow[]> {
  const leasedUntil = new Date(now.getTime() + limits.channelLeaseMs);
  const { rows } = await raw<DeliveryRow>`
    UPDATE channel_delivery SET attempts = attempts + 1, next_attempt_at = ${leasedUntil}
    WHERE id = ANY (ARRAY(
      SELECT id FROM channel_delivery WHERE state = 'queued' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT ${countMax} FOR UPDATE SKIP LOCKED))
    RETURNING *`.execute(trx);
  return rows;
}

/** What became of an attempt. */
export type DeliveryOutcome =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly error: string; readonly isGone?: true }
  /** `done`: requests of this call that were taken; only the others go again. */
  | { readonly state: 'queued'; readonly error: string; readonly nextAttemptAt: Date; readonly done: number };

/** Writes what became of an attempt. @returns false when another process took the delivery over meanwhile */
export async function settleDelivery(
  trx: Sql,
  row: DeliveryRow,
  outcome: DeliveryOutcome,
  now: Date,
): Promise<boolean> {
  const error = outcome.state === 'sent' ? null : outcome.error;
  const body = outcome.state === 'queued' ? { ...(row.body as object), done: outcome.done } : row.body;
  const result = await trx
    .updateTable('channel_delivery')
    .set({
      state: outcome.state,
      last_error: error,
      next_attempt_at: outcome.state === 'queued' ? outcome.nextAttemptAt : null,
      sent_at: outcome.state === 'sent' ? now : null,
      body: JSON.stringify(body),
    })
    .where('id', '=', row.id)
    .where('state', '=', 'queued')
    .where('attempts', '=', row.attempts)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  const reached =
    outcome.state === 'sent' ? { last_reached_at: now, last_error: null } : { last_error: error };
  if (row.push_subscription_id !== null) {
    const isGone = outcome.state === 'failed' && outcome.isGone === true;
    await trx
      .updateTable('push_subscription')
      .set({ ...reached, ...(isGone ? { gone_at: now } : {}) })
      .where('id', '=', row.push_subscription_id)
      .execute();
  }
  if (row.webhook_endpoint_id !== null) {
    await trx
      .updateTable('webhook_endpoint')
      .set(reached)
      .where('id', '=', row.webhook_endpoint_id)
      .execute();
  }
  return true;
}

/** What the record needs of the alert a delivery calls for, and whether it or one told with it still waits; null of a trial. */
export async function alertOfDelivery(trx: Sql, alertId: string | null) {
  if (alertId === null) return null;
  const row = await trx
    .selectFrom('alert')
    .leftJoin('incident', 'incident.id', 'alert.incident_id')
    .select(['alert.incident_id', 'incident.reference', 'alert.report_id'])
    .select((from) =>
      from
        .exists(
          from
            .selectFrom('alert as told')
            .select('told.id')
            .where('told.state', '=', 'waiting')
            .where((where) =>
              where.or([
                where('told.id', '=', alertId),
                where('told.called_with', '@>', raw<string[]>`ARRAY[${alertId}::uuid]`),
              ]),
            ),
        )
        .as('waits'),
    )
    .where('alert.id', '=', alertId)
    .executeTakeFirst();
  return row ?? null;
}

/** Queues the trial of one channel. @returns its identifier */
export async function queueTrial(
  { ids, now, sql }: Pick<Changing, 'ids' | 'now' | 'sql'>,
  to: { readonly subscriptionId: string } | { readonly endpointId: string },
  body: PushBody | WebhookBody,
): Promise<string> {
  const id = ids.uuid();
  await sql
    .insertInto('channel_delivery')
    .values({
      id,
      push_subscription_id: 'subscriptionId' in to ? to.subscriptionId : null,
      webhook_endpoint_id: 'endpointId' in to ? to.endpointId : null,
      body: JSON.stringify(body),
      state: 'queued',
      next_attempt_at: now,
      queued_at: now,
    })
    .execute();
  return id;
}

/** What was sent to a receiver, newest first. */
export async function deliveriesOf(
  trx: Sql,
  endpointId: string,
  wanted: { id?: string; state?: string },
): Promise<DeliveryRow[]> {
  let query = trx
    .selectFrom('channel_delivery')
    .selectAll()
    .where('webhook_endpoint_id', '=', endpointId)
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limits.pageSizeMax);
  if (wanted.id !== undefined) query = query.where('id', '=', wanted.id);
  if (wanted.state !== undefined) query = query.where('state', '=', wanted.state);
  return query.execute();
}

/** Puts a delivery that was given up into the queue again. @returns false when its state is another */
export async function requeueDelivery(trx: Sql, id: string, now: Date): Promise<boolean> {
  const result = await trx
    .updateTable('channel_delivery')
    .set({ state: 'queued', attempts: 0, next_attempt_at: now, last_error: null })
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
