// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { alertKinds } from './alerts.ts';
import { filledText, instant, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** How a call is put to a receiver: by the rules of Standard Webhooks as it is, or in the words of a known service. */
export const webhookRecipes = ['standard', 'ntfy', 'matrix', 'teams', 'slack', 'text_message'] as const;
export type WebhookRecipe = (typeof webhookRecipes)[number];
export const channelDeliveryStates = ['queued', 'sent', 'failed'] as const;
export const textMessageTypes = ['application/json', 'application/x-www-form-urlencoded'] as const;

/** What a gateway of text messages wants to hear: `{to}` and `{text}` are filled in, once for each number. */
const gateway = z
  .strictObject({
    contentType: z.enum(textMessageTypes).describe('Media type of the body'),
    template: filledText(
      limits.webhookTemplateCharactersMax,
      'Body with {to} and {text}, and {id} where wanted',
    ),
    recipients: z
      .array(
        z
          .string()
          .regex(/^\+?[0-9]{3,20}$/)
          .describe('Telephone number'),
      )
      .min(1)
      .max(limits.webhookRecipientsMax)
      .describe('Who is texted'),
  })
  .describe('A gateway of text messages')
  .meta({ id: 'TextMessageGateway' });
export type TextMessageGateway = z.infer<typeof gateway>;

const url = z
  .string()
  .max(limits.urlCharactersMax)
  .regex(/^https?:\/\/\S+$/)
  .describe('Address calls are sent to; of Matrix the room: https://server/_matrix/client/v3/rooms/ROOM');

const settings = {
  name: filledText(limits.queueNameCharactersMax, 'What people call it'),
  url,
  recipe: z.enum(webhookRecipes).describe('How the body looks'),
  gateway: gateway.nullable().describe('Of the recipe text_message; null elsewhere'),
  events: z.array(z.enum(alertKinds)).min(1).describe('Which calls it gets'),
  language: language.describe('Language of the words'),
  isActive: z.boolean().describe('Whether calls are sent there'),
};
const token = text(
  limits.webhookTokenCharactersMax,
  'Sent as Authorization: Bearer, where the receiver asks for one',
);

export const webhookEndpoint = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...settings,
    hasToken: z.boolean().describe('Whether a token is kept'),
    hasPreviousSecret: z.boolean().describe('Whether an older secret still signs beside the new one'),
    isReadable: z.boolean().describe('Whether its secrets open under the key of this desk'),
    addedAt: instant.describe('When it was added'),
    lastReachedAt: instant.nullable().describe('When it last took a call'),
    lastError: z.string().nullable().describe('Why it did not take the last one'),
    version: z.number().int().describe('Grows with every change'),
  })
  .describe('Where calls are sent to')
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

export const channelDelivery = z
  .strictObject({
    id: z.uuid().describe('Identifier; the receiver hears it as webhook-id'),
    alertId: z.uuid().nullable().describe('The alert; null for a trial'),
    state: z.enum(channelDeliveryStates).describe('Queued, sent or given up'),
    attempts: z.number().int().describe('Attempts so far'),
    nextAttemptAt: instant.nullable().describe('When it is tried next'),
    error: z.string().nullable().describe('What the receiver said'),
    queuedAt: instant.describe('When it was queued'),
    sentAt: instant.nullable().describe('When it was taken'),
  })
  .describe('One call by one channel')
  .meta({ id: 'ChannelDelivery' });

const params = z.object({ endpoint: z.uuid().describe('The receiver') });
const secretOnce = z
  .strictObject({
    endpoint: webhookEndpoint,
    secret: z.string().describe('Signing secret (whsec_…); shown this once'),
  })
  .describe('A receiver and its secret')
  .meta({ id: 'WebhookEndpointSecret' });
const seen = z.strictObject({ version: z.number().int().describe('The version that was seen') });

export const listWebhookEndpoints = route({
  id: 'webhook_endpoints.list',
  method: 'GET',
  path: '/api/v1/webhook-endpoints',
  guard: 'roster.manage',
  summary: 'List where calls are sent to',
  response: z.strictObject({ items: z.array(webhookEndpoint).describe('By name') }),
});
export const addWebhookEndpoint = route({
  id: 'webhook_endpoints.add',
  method: 'POST',
  path: '/api/v1/webhook-endpoints',
  guard: 'roster.manage',
  summary: 'Add a receiver of calls',
  status: 201,
  body: z.strictObject({ ...settings, token: token.optional() }),
  response: secretOnce,
  problems: ['webhook_endpoint.address_not_allowed', 'webhook_endpoint.recipe_incomplete'],
});
export const changeWebhookEndpoint = route({
  id: 'webhook_endpoints.change',
  method: 'PUT',
  path: '/api/v1/webhook-endpoints/{endpoint}',
  guard: 'roster.manage',
  summary: 'Change a receiver of calls',
  params,
  body: seen.extend({ ...settings, token: token.nullable().optional() }),
  response: webhookEndpoint,
  problems: [
    'webhook_endpoint.not_found',
    'webhook_endpoint.changed_meanwhile',
    'webhook_endpoint.address_not_allowed',
    'webhook_endpoint.recipe_incomplete',
  ],
});
export const rotateWebhookEndpoint = route({
  id: 'webhook_endpoints.rotate',
  method: 'POST',
  path: '/api/v1/webhook-endpoints/{endpoint}/secret',
  guard: 'roster.manage',
  summary: 'Make a new secret; the old one signs beside it until it is dropped',
  params,
  body: seen,
  response: secretOnce,
  problems: ['webhook_endpoint.not_found', 'webhook_endpoint.changed_meanwhile'],
});
export const dropWebhookEndpointSecret = route({
  id: 'webhook_endpoints.drop_secret',
  method: 'POST',
  path: '/api/v1/webhook-endpoints/{endpoint}/previous-secret/drop',
  guard: 'roster.manage',
  summary: 'Sign with the older secret no more',
  params,
  body: seen,
  response: webhookEndpoint,
  problems: ['webhook_endpoint.not_found', 'webhook_endpoint.changed_meanwhile'],
});
export const removeWebhookEndpoint = route({
  id: 'webhook_endpoints.remove',
  method: 'DELETE',
  path: '/api/v1/webhook-endpoints/{endpoint}',
  guard: 'roster.manage',
  summary: 'Send calls there no more',
  params,
  response: z.strictObject({}),
  problems: ['webhook_endpoint.not_found'],
});
export const testWebhookEndpoint = route({
  id: 'webhook_endpoints.test',
  method: 'POST',
  path: '/api/v1/webhook-endpoints/{endpoint}/test',
  guard: 'roster.manage',
  summary: 'Send a trial there',
  params,
  response: channelDelivery,
  problems: ['webhook_endpoint.not_found'],
  perMinuteMax: 10,
});
export const listChannelDeliveries = route({
  id: 'channel_deliveries.list',
  method: 'GET',
  path: '/api/v1/webhook-endpoints/{endpoint}/deliveries',
  guard: 'roster.manage',
  summary: 'List what was sent to a receiver and what came of it',
  params,
  query: z.strictObject({
    state: z
      .enum([...channelDeliveryStates, 'any'])
      .default('any')
      .describe('Which ones'),
  }),
  response: z.strictObject({ items: z.array(channelDelivery).describe('Newest first; at most a page') }),
  problems: ['webhook_endpoint.not_found'],
});
export const resendChannelDelivery = route({
  id: 'channel_deliveries.resend',
  method: 'POST',
  path: '/api/v1/webhook-endpoints/{endpoint}/deliveries/{delivery}/resend',
  guard: 'roster.manage',
  summary: 'Send once more what was given up',
  params: params.extend({ delivery: z.uuid().describe('The delivery') }),
  response: channelDelivery,
  problems: ['webhook_endpoint.not_found', 'channel_delivery.not_given_up'],
});
export const webhookEndpointRoutes = {
  listWebhookEndpoints,
  addWebhookEndpoint,
  changeWebhookEndpoint,
  rotateWebhookEndpoint,
  dropWebhookEndpointSecret,
  removeWebhookEndpoint,
  testWebhookEndpoint,
  listChannelDeliveries,
  resendChannelDelivery,
} as const;
