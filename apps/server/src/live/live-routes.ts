// SPDX-License-Identifier: Apache-2.0
import { type historyRoutes, isRefusal, limits } from '@belfry/contract';
import type { FastifyRequest } from 'fastify';
import type { Authenticator } from '../platform/authentication/authenticator.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { openEventStream } from '../platform/http/event-stream.ts';
import type { Handler } from '../platform/http/handlers.ts';
import type { Live } from './live.ts';

/** How often a silent connection says that it is alive, and asks whether its session still is. */
const HEARTBEAT_MS = 25_000;

interface LiveParts {
  readonly live: Live;
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly now: () => Date;
}

/** Server-sent events: one `change` for each entry the caller may see. */
export function followLive(parts: LiveParts): Handler<typeof historyRoutes.followLive> {
  return async ({ actor, request, reply }) => {
    if (parts.live.followersOf(actor.id) >= limits.liveConnectionsPerPersonMax) {
      return reply.code(204).send();
    }
    const stream = openEventStream(reply);
    const identify = async () => {
      const present = await whoIsThere(parts, actor.id, request);
      if (present === null) {
        stream.end();
      }
      return present;
    };
    const stopFollowing = parts.live.follow({
      personId: actor.id,
      identify,
      end: () => void stream.end(),
      tell: (changes) => {
        // Whoever does not read fills the memory of the desk; their browser comes back by itself.
        if (stream.writableLength > limits.liveUnreadBytesMax) {
          stream.destroy();
          return;
        }
        for (const change of changes) {
          stream.write(`id: ${change.position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
        }
      },
    });
    const heartbeat = setInterval(() => {
      stream.write(': alive\n\n');
      // The database is away for a moment: that ends nobody's session.
      identify().catch(() => undefined);
    }, HEARTBEAT_MS);
    const leave = () => {
      clearInterval(heartbeat);
      stopFollowing();
    };
    reply.raw.once('close', leave);
    // Somebody who went away while we asked who they are closed before anybody listened: nothing would end this.
    if (reply.raw.destroyed || request.raw.socket.destroyed) {
      leave();
    }
    return reply;
  };
}

/** The person who began to follow, with what they may do now; null once it is somebody else, or nobody. */
async function whoIsThere(
  parts: LiveParts,
  personId: string,
  request: FastifyRequest,
): Promise<PersonActor | null> {
  const actor = await parts.authenticator.authenticate(request.headers, parts.now());
  return !isRefusal(actor) && actor.kind === 'person' && actor.id === personId ? actor : null;
}
