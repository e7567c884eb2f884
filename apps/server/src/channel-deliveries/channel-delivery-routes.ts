// SPDX-License-Identifier: Apache-2.0
import { refuse, type webhookEndpointRoutes } from '@belfry/contract';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { type DeliveryRow, deliveriesOf, queueTrial, requeueDelivery } from './channel-delivery-store.ts';

type OwnRoutes = Pick<
  typeof webhookEndpointRoutes,
  'testWebhookEndpoint' | 'listChannelDeliveries' | 'resendChannelDelivery'
>;

export interface DeliveryRouteParts {
  readonly database: Database;
  readonly publicUrl: () => string;
  readonly endpointNamed: (trx: Sql, id: string) => Promise<{ id: string; name: string } | null>;
}

export function channelDeliveryHandlers(parts: DeliveryRouteParts): Handlers<OwnRoutes> {
  const { database, endpointNamed, publicUrl } = parts;
  return {
    testWebhookEndpoint: ({ params, actor }) =>
      database.change(actor, async (changing) => {
        const { now, sql } = changing;
        const endpoint = await endpointNamed(sql, params.endpoint);
        if (endpoint === null) return refuse('webhook_endpoint.not_found');
        const subject = `Belfry: ${endpoint.name}`;
        const id = await queueTrial(
          changing,
          { endpointId: endpoint.id },
          {
            type: 'alert.test',
            timestamp: now.toISOString(),
            data: { subject, text: subject, link: publicUrl(), urgent: false, trial: true },
          },
        );
        const [row] = await deliveriesOf(sql, endpoint.id, { id });
        return row === undefined ? refuse('webhook_endpoint.not_found') : shown(row);
      }),

    listChannelDeliveries: ({ params, query, actor }) =>
      database.read(actor, async ({ sql }) => {
        if ((await endpointNamed(sql, params.endpoint)) === null) return refuse('webhook_endpoint.not_found');
        const rows = await deliveriesOf(
          sql,
          params.endpoint,
          query.state === 'any' ? {} : { state: query.state },
        );
        return { items: rows.map(shown) };
      }),

    resendChannelDelivery: ({ params, actor }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const endpoint = await endpointNamed(sql, params.endpoint);
        if (endpoint === null) return refuse('webhook_endpoint.not_found');
        const [row] = await deliveriesOf(sql, endpoint.id, { id: params.delivery });
        if (row === undefined || !(await requeueDelivery(sql, row.id, now))) {
          return refuse('channel_delivery.not_given_up');
        }
        record({
          event: 'channel_delivery.retried',
          subject: { kind: 'channel_delivery', id: row.id, reference: endpoint.name },
        });
        const [after] = await deliveriesOf(sql, endpoint.id, { id: row.id });
        return shown(after ?? row);
      }),
  };
}

const shown = (row: DeliveryRow) => ({
  id: row.id,
  alertId: row.alert_id,
  state: row.state as 'queued' | 'sent' | 'failed',
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  error: row.last_error,
  queuedAt: row.queued_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
});
