// SPDX-License-Identifier: Apache-2.0
export { channelDeliveryHandlers } from './channel-delivery-routes.ts';
export {
  alertOfDelivery,
  claimDueDeliveries,
  type DeliveryOutcome,
  type DeliveryRow,
  queueTrial,
  settleDelivery,
} from './channel-delivery-store.ts';
export { type PushBody, queueCalls, type WebhookBody } from './queue-calls.ts';
