// SPDX-License-Identifier: Apache-2.0
import type { AlertKind } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';

/** What a browser shows: words and a link, and no title that a lock screen must not show. */
export interface PushBody {
  readonly title: string;
  readonly body: string;
  readonly url: string;
  /** Shown once, however often it arrives. */
  readonly tag: string;
}

/** What a webhook tells, whatever its recipe makes of it. */
export interface WebhookBody {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly subject: string;
    readonly text: string;
    readonly link: string;
    readonly urgent: boolean;
    readonly [field: string]: string | number | boolean | null | readonly string[];
  };
}

/** One step of an alert, as other channels than mail tell it. */
export interface Calls {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly pushes: readonly { readonly personId: string; readonly body: PushBody }[];
  /** Null where nobody outside may hear of it. */
  readonly webhook: ((language: string) => WebhookBody) | null;
}

/**
 * Queues the calls of a step, in its transaction: they go out if and only if the step stands. To every device of the
 * people called, and once to every endpoint that asks for this kind.
 */
export async function queueCalls(changing: Changing, calls: Calls): Promise<number> {
  const { ids, now, sql } = changing;
  const personIds = calls.pushes.map(({ personId }) => personId);
  const devices =
    personIds.length === 0
      ? []
      : await sql
          .selectFrom('push_subscription')
          .select(['id', 'person_id'])
          .where('person_id', 'in', personIds)
          .where('gone_at', 'is', null)
          .execute();
  const { webhook } = calls;
  const endpoints =
    webhook === null
      ? []
      : await sql
          .selectFrom('webhook_endpoint')
          .select(['id', 'events', 'language'])
          .where('removed_at', 'is', null)
          .where('is_active', '=', true)
          .execute();
  const asked = endpoints.filter(({ events }) => events.includes(calls.kind));
  const rows = [
    ...devices.flatMap((device) =>
      calls.pushes
        .filter(({ personId }) => personId === device.person_id)
        .map(({ body }) => ({ push_subscription_id: device.id, webhook_endpoint_id: null, body })),
    ),
    ...asked.map((endpoint) => ({
      push_subscription_id: null,
      webhook_endpoint_id: endpoint.id,
      body: webhook?.(endpoint.language),
    })),
  ];
  if (rows.length === 0) return 0;
  await sql
    .insertInto('channel_delivery')
    .values(
      rows.map(({ body, ...row }) => ({
        id: ids.uuid(),
        alert_id: calls.alertId,
        ...row,
        body: JSON.stringify(body),
        state: 'queued',
        next_attempt_at: now,
        queued_at: now,
      })),
    )
    .execute();
  return rows.length;
}
