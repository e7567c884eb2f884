// SPDX-License-Identifier: Apache-2.0
import { asLanguage, limits, type pushSubscriptionRoutes, refuse } from '@belfry/contract';
import { beyondTheWall, type Changing, type Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { type AllowedInside, reasonNotSent } from '../platform/outgoing/send-outgoing.ts';
import { dropSubscription, findSubscriptions, keepSubscription } from './push-subscription-store.ts';
import { trialWords } from './trial-words.ts';

export interface PushParts {
  readonly database: Database;
  readonly serverKey: string;
  readonly allowed: AllowedInside;
  readonly publicUrl: () => string;
  readonly queueTrial: (
    changing: Changing,
    subscriptionId: string,
    body: { title: string; body: string; url: string; tag: string },
  ) => Promise<unknown>;
}

export function pushSubscriptionHandlers(parts: PushParts): Handlers<typeof pushSubscriptionRoutes> {
  const { allowed, database, publicUrl, queueTrial, serverKey } = parts;
  return {
    listPushSubscriptions: ({ actor }) =>
      database.read(actor, async ({ sql }) => ({ items: await findSubscriptions(sql, actor.id), serverKey })),

    // A token that may do one thing neither hears what its owner is called for, nor keeps them from hearing it.
    addPushSubscription: async ({ body, actor }) => {
      if (actor.isScoped === true) return refuse('account.session_needed');
      return await database.change(actor, async ({ ids, now, record, sql }) => {
        const wrong = reasonNotSent(body.endpoint, allowed);
        if (wrong !== null) return refuse('push_subscription.not_taken', wrong);
        const before = await findSubscriptions(sql, actor.id);
        if (before.length >= limits.pushSubscriptionsPerPersonMax)
          return refuse('push_subscription.too_many');
        const id = await beyondTheWall(sql, () =>
          keepSubscription(sql, { id: ids.uuid(), personId: actor.id, ...body }, now),
        );
        record({
          event: 'push_subscription.added',
          subject: { kind: 'person', id: actor.id, reference: actor.name },
          changes: [{ field: 'device', from: null, to: body.label }],
        });
        const kept = (await findSubscriptions(sql, actor.id)).find((device) => device.id === id);
        return kept ?? refuse('push_subscription.not_taken');
      });
    },

    testPushSubscription: ({ params, actor }) =>
      database.change(actor, async (changing) => {
        const own = await findSubscriptions(changing.sql, actor.id);
        const device = own.find(({ id }) => id === params.subscription);
        if (device === undefined) return refuse('push_subscription.not_found');
        const url = `${publicUrl()}/account/devices`;
        const words = trialWords[asLanguage(actor.language)];
        await queueTrial(changing, device.id, { ...words, url, tag: `trial-${changing.ids.uuid()}` });
        return {};
      }),

    removePushSubscription: async ({ params, actor }) => {
      if (actor.isScoped === true) return refuse('account.session_needed');
      return await database.change(actor, async ({ now, record, sql }) => {
        const label = await dropSubscription(sql, params.subscription, actor.id, now);
        if (label === null) return refuse('push_subscription.not_found');
        record({
          event: 'push_subscription.removed',
          subject: { kind: 'person', id: actor.id, reference: actor.name },
          changes: [{ field: 'device', from: label, to: null }],
        });
        return {};
      });
    },
  };
}
