// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import { pushSubscriptionRoutes, rosterRoutes, webhookEndpointRoutes } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { isTimeZone } from './alerts/index.ts';
import { channelDeliveryHandlers, queueTrial } from './channel-deliveries/index.ts';
import type { House } from './house.ts';
import { type RouteParts, registerRoutes } from './platform/http/register-routes.ts';
import type { DueWork } from './platform/jobs/index.ts';
import { derivedKey } from './platform/keys/derived-key.ts';
import { openKeyFile } from './platform/keys/key-file.ts';
import { createSealing } from './platform/keys/sealing.ts';
import { callsGoOut } from './processes/calls-go-out.ts';
import { limitPagesPeople } from './processes/limit-pages-people.ts';
import { rosterCallsWhoIsOnDuty } from './processes/roster-calls-who-is-on-duty.ts';
import { pushIdentity, pushSubscriptionHandlers } from './push-subscriptions/index.ts';
import { rosterHandlers } from './rosters/index.ts';
import { endpointById, webhookEndpointHandlers } from './webhook-endpoints/index.ts';

export interface Paging {
  readonly works: readonly DueWork[];
  serve(app: FastifyInstance, routeParts: RouteParts): void;
}

/** How people are called: who is on duty, by which channels, and what leaves by them. */
export async function openPaging(house: House): Promise<Paging> {
  const { configuration, database, ids, publicUrl, wakeAlerts } = house;
  const key = await openKeyFile(path.join(configuration.dataDir, 'keys'), 'paging.key');
  const sealing = createSealing(key, 'webhook endpoint secrets');
  const identity = pushIdentity(derivedKey(key, 'web push identity'));
  const allowed = new Set(configuration.outgoingPrivateHosts.map((host) => host.toLowerCase()));
  return {
    works: [
      limitPagesPeople({ database, wakeAlerts }),
      callsGoOut({ database, ids, identity, sealing, allowed, publicUrl }),
    ],
    serve: (app, routeParts) => {
      const raiseTestCall = rosterCallsWhoIsOnDuty(wakeAlerts);
      registerRoutes(app, rosterRoutes, rosterHandlers({ database, raiseTestCall, isTimeZone }), routeParts);
      const devices = pushSubscriptionHandlers({
        database,
        serverKey: identity.publicKey,
        allowed,
        publicUrl,
        queueTrial: (changing, subscriptionId, body) => queueTrial(changing, { subscriptionId }, body),
      });
      registerRoutes(app, pushSubscriptionRoutes, devices, routeParts);
      const endpoints = {
        ...webhookEndpointHandlers({ database, sealing, allowed }),
        ...channelDeliveryHandlers({ database, publicUrl, endpointNamed: endpointById }),
      };
      registerRoutes(app, webhookEndpointRoutes, endpoints, routeParts);
    },
  };
}
