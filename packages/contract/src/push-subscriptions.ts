// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const bytes = (base64urlCharacters: number, description: string) =>
  z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9_-]{${base64urlCharacters}}=?=?$`))
    .describe(description);

/** A browser of a person that takes push messages (RFC 8030). */
export const pushSubscription = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    label: z.string().describe('What its owner calls it'),
    service: z.string().describe('Host of the push service that carries the messages'),
    addedAt: instant.describe('When it was added'),
    lastReachedAt: instant.nullable().describe('When a message was last taken for it'),
    lastError: z.string().nullable().describe('Why the last one was not'),
  })
  .describe('A device')
  .meta({ id: 'PushSubscription' });
export type PushSubscription = z.infer<typeof pushSubscription>;

const params = z.object({ subscription: z.uuid().describe('The device') });

export const listPushSubscriptions = route({
  id: 'push_subscriptions.list',
  method: 'GET',
  path: '/api/v1/account/push-subscriptions',
  guard: 'signedIn',
  summary: 'List one’s own devices that are called',
  response: z.strictObject({
    items: z.array(pushSubscription).describe('Oldest first'),
    serverKey: z.string().describe('Public key of this desk towards push services (RFC 8292), base64url'),
  }),
});
export const addPushSubscription = route({
  id: 'push_subscriptions.add',
  method: 'POST',
  path: '/api/v1/account/push-subscriptions',
  guard: 'signedIn',
  summary: 'Let this browser be called',
  status: 201,
  body: z.strictObject({
    endpoint: z
      .string()
      .max(limits.urlCharactersMax)
      .regex(/^https?:\/\/\S+$/)
      .describe('Address at the push service'),
    p256dh: bytes(87, 'Public key of the browser (RFC 8291), base64url'),
    auth: bytes(22, 'Authentication secret of the browser (RFC 8291), base64url'),
    label: filledText(limits.queueNameCharactersMax, 'What to call it'),
  }),
  response: pushSubscription,
  problems: ['account.session_needed', 'push_subscription.not_taken', 'push_subscription.too_many'],
});
export const testPushSubscription = route({
  id: 'push_subscriptions.test',
  method: 'POST',
  path: '/api/v1/account/push-subscriptions/{subscription}/test',
  guard: 'signedIn',
  summary: 'Call one’s own device, to see whether it rings',
  params,
  response: z.strictObject({}),
  problems: ['push_subscription.not_found'],
  perMinuteMax: 10,
});
export const removePushSubscription = route({
  id: 'push_subscriptions.remove',
  method: 'DELETE',
  path: '/api/v1/account/push-subscriptions/{subscription}',
  guard: 'signedIn',
  summary: 'Call a device no more',
  params,
  response: z.strictObject({}),
  problems: ['account.session_needed', 'push_subscription.not_found'],
});
export const pushSubscriptionRoutes = {
  listPushSubscriptions,
  addPushSubscription,
  testPushSubscription,
  removePushSubscription,
} as const;
