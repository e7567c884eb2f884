// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { type Refusal, refuse, type WebhookEndpoint, type webhookEndpointRoutes } from '@belfry/contract';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { type AllowedInside, reasonNotSent } from '../platform/outgoing/send-outgoing.ts';
import { type Receiver, reasonIncomplete } from './recipe.ts';
import { asSecret } from './signature.ts';
import {
  endpointById,
  findEndpoints,
  insertEndpoint,
  type KeptEndpoint,
  removeEndpoint,
  updateEndpoint,
} from './webhook-endpoint-store.ts';

const SECRET_BYTES = 32;

export interface EndpointParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly allowed: AllowedInside;
}

type OwnRoutes = Omit<
  typeof webhookEndpointRoutes,
  'testWebhookEndpoint' | 'listChannelDeliveries' | 'resendChannelDelivery'
>;

export function webhookEndpointHandlers(parts: EndpointParts): Handlers<OwnRoutes> {
  const { database, sealing } = parts;
  const shown = (endpoint: KeptEndpoint) => shownEndpoint(endpoint, sealing);
  const sealed = (text: string, id: string) => sealing.seal(text, id);
  return {
    listWebhookEndpoints: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ items: (await findEndpoints(sql)).map(shown) })),

    addWebhookEndpoint: ({ body, actor }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        const wrong = reasonNotKept(body, parts.allowed);
        if (wrong !== null) return wrong;
        const id = ids.uuid();
        const secret = asSecret(randomBytes(SECRET_BYTES));
        const { token, ...settings } = body;
        const endpoint: KeptEndpoint = {
          id,
          ...settings,
          secrets: {
            current: sealed(secret, id),
            previous: null,
            token: token === undefined || token === '' ? null : sealed(token, id),
          },
          addedAt: now,
          addedBy: actor.id,
          lastReachedAt: null,
          lastError: null,
          version: 1,
        };
        await insertEndpoint(sql, endpoint);
        record({
          event: 'webhook_endpoint.added',
          subject: subjectOf(endpoint),
          changes: changesBetween({}, flat(endpoint)),
        });
        return { endpoint: shown(endpoint), secret };
      }),

    changeWebhookEndpoint: ({ params, body, actor }) =>
      database.change(actor, async ({ record, sql }) => {
        const before = await endpointById(sql, params.endpoint);
        if (before === null) return refuse('webhook_endpoint.not_found');
        const wrong = reasonNotKept(body, parts.allowed);
        if (wrong !== null) return wrong;
        const { token, ...settings } = body;
        // Nobody reads a token here; sent to another host it would be read there.
        const staysThere = new URL(body.url).origin === new URL(before.url).origin;
        const kept = token === undefined && staysThere ? before.secrets.token : null;
        const after: KeptEndpoint = {
          ...before,
          ...settings,
          secrets: { ...before.secrets, token: token ? sealed(token, before.id) : kept },
        };
        if (!(await updateEndpoint(sql, after))) return refuse('webhook_endpoint.changed_meanwhile');
        record({
          event: 'webhook_endpoint.changed',
          subject: subjectOf(after),
          changes: changesBetween(flat(before), flat(after)),
        });
        return shown({ ...after, version: after.version + 1 });
      }),

    ...secretHandlers(parts),
  };
}

/** Changing the secret, and an end to it. */
function secretHandlers(
  parts: EndpointParts,
): Pick<
  Handlers<OwnRoutes>,
  'rotateWebhookEndpoint' | 'dropWebhookEndpointSecret' | 'removeWebhookEndpoint'
> {
  const { database, sealing } = parts;
  const shown = (endpoint: KeptEndpoint) => shownEndpoint(endpoint, sealing);
  return {
    rotateWebhookEndpoint: ({ params, body, actor }) =>
      database.change(actor, async ({ record, sql }) => {
        const before = await endpointById(sql, params.endpoint);
        if (before === null) return refuse('webhook_endpoint.not_found');
        const secret = asSecret(randomBytes(SECRET_BYTES));
        const { current, token } = before.secrets;
        const secrets = { current: sealing.seal(secret, before.id), previous: current, token };
        const after = { ...before, secrets, version: body.version };
        if (!(await updateEndpoint(sql, after))) return refuse('webhook_endpoint.changed_meanwhile');
        record({ event: 'webhook_endpoint.secret_made', subject: subjectOf(after) });
        return { endpoint: shown({ ...after, version: after.version + 1 }), secret };
      }),

    dropWebhookEndpointSecret: ({ params, body, actor }) =>
      database.change(actor, async ({ record, sql }) => {
        const before = await endpointById(sql, params.endpoint);
        if (before === null) return refuse('webhook_endpoint.not_found');
        const after = { ...before, secrets: { ...before.secrets, previous: null }, version: body.version };
        if (!(await updateEndpoint(sql, after))) return refuse('webhook_endpoint.changed_meanwhile');
        record({
          event: 'webhook_endpoint.changed',
          subject: subjectOf(after),
          changes: [{ field: 'hasPreviousSecret', from: true, to: false }],
        });
        return shown({ ...after, version: after.version + 1 });
      }),

    removeWebhookEndpoint: ({ params, actor }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const name = await removeEndpoint(sql, params.endpoint, now);
        if (name === null) return refuse('webhook_endpoint.not_found');
        record({ event: 'webhook_endpoint.removed', subject: subjectOf({ id: params.endpoint, name }) });
        return {};
      }),
  };
}

const subjectOf = ({ id, name }: { id: string; name: string }) => ({
  kind: 'webhook_endpoint',
  id,
  reference: name,
});

/** The address of Teams and Slack is itself a secret: of it only the host is written into the record. */
const flat = ({ events, isActive, name, recipe, secrets, url }: KeptEndpoint) => ({
  name,
  host: new URL(url).host,
  hasToken: secrets.token !== null,
  recipe,
  events: [...events],
  isActive,
});

function reasonNotKept(
  body: Pick<Receiver, 'gateway' | 'recipe' | 'url'>,
  allowed: AllowedInside,
): Refusal<'webhook_endpoint.address_not_allowed' | 'webhook_endpoint.recipe_incomplete'> | null {
  const wrong = reasonNotSent(body.url, allowed);
  if (wrong !== null) return refuse('webhook_endpoint.address_not_allowed', wrong);
  const missing = reasonIncomplete(body);
  return missing === null ? null : refuse('webhook_endpoint.recipe_incomplete', missing);
}

function shownEndpoint(endpoint: KeptEndpoint, sealing: Sealing): WebhookEndpoint {
  const { addedBy: _, secrets, ...kept } = endpoint;
  return {
    id: kept.id,
    name: kept.name,
    url: kept.url,
    recipe: kept.recipe,
    gateway: kept.gateway,
    events: kept.events,
    language: kept.language,
    isActive: kept.isActive,
    hasToken: secrets.token !== null,
    hasPreviousSecret: secrets.previous !== null,
    isReadable: sealing.isOurs(secrets.current),
    addedAt: kept.addedAt.toISOString(),
    lastReachedAt: kept.lastReachedAt?.toISOString() ?? null,
    lastError: kept.lastError,
    version: kept.version,
  };
}
