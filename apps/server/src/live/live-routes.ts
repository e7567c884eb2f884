// SPDX-License-Identifier: Apache-2.0
import { type historyRoutes, isRefusal, limits } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Handler } from '../platform/http/handlers.ts';
import type { Authenticator } from '../platform/http/register-routes.ts';
import type { Live } from './live.ts';

/** How often a silent connection says that it is alive, and asks whether its session still is. */
const HEARTBEAT_MS = 25_000;

/** Server-sent events: one `change` for each entry the caller may see. */
export function followLive(parts: {
  live: Live;
  authenticator: Authenticator;
  now: () => Date;
}): Handler<typeof historyRoutes.followLive> {
  return async ({ actor, request, reply }) => {
    if (parts.live.followersOf(actor.id) >= limits.liveConnectionsPerPersonMax) {
      return reply.code(204).send();
    }
    const stream = openStream(reply);
    const stopFollowing = parts.live.follow({
      actor,
      tell: (changes) => {
        for (const change of changes) {
          stream.write(`id: ${change.position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
        }
      },
    });
    const heartbeat = setInterval(() => {
      stream.write(': alive\n\n');
      void isStillSignedIn(parts, request).then((still) => {
        if (!still) {
          stream.end();
        }
      });
    }, HEARTBEAT_MS);
    request.raw.once('close', () => {
      clearInterval(heartbeat);
      stopFollowing();
    });
    return reply;
  };
}

function openStream(reply: FastifyReply) {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  reply.raw.write('retry: 2000\n\n');
  return reply.raw;
}

async function isStillSignedIn(
  parts: { authenticator: Authenticator; now: () => Date },
  request: FastifyRequest,
): Promise<boolean> {
  try {
    const actor = await parts.authenticator.authenticate(request.headers, parts.now());
    return !isRefusal(actor) && actor.kind === 'person';
  } catch {
    // The database is away for a moment: that ends nobody's session.
    return true;
  }
}
