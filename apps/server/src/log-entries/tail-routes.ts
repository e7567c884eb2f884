// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type LogLook, limits, type logEntryRoutes } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TailEvent } from '../log/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { openEventStream } from '../platform/http/event-stream.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { readEvents } from './events.ts';
import { refusalOf } from './log-door.ts';
import { type LogEntryParts, readLook, showEntries, untilGone } from './log-entry-parts.ts';
import { isOver, scopeOf } from './look.ts';

const HTTP_OK = 200;

/** Follows what comes in. Every entry that goes out is counted on the look first; what nobody reads is dropped and said. */
export function tailHandler(parts: LogEntryParts): Handler<typeof logEntryRoutes.tailLook> {
  return async ({ actor, params, reply, request }) => {
    const look = await readLook(parts, actor, params.look);
    if (isRefusal(look)) {
      return look;
    }
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, untilGone(reply)]);
    const { query, sources, streams } = scopeOf(look);
    const answer = await parts.door.stream('/inside/tail', { query, sources, streams }, { signal });
    if ('refused' in answer) {
      return answer;
    }
    if (answer.status !== HTTP_OK) {
      return refusalOf('/inside/tail', answer.status, await wholeJson(answer.body));
    }
    openEventStream(reply);
    const stillMay = () => mayStillLook(parts, actor, look, request);
    relay(parts, actor, look, { reply, body: answer.body, stillMay })
      // The log process ended: the browser comes back by itself, under the same look.
      .catch((error: unknown) => {
        if (!signal.aborted) request.log.warn({ err: error }, 'The tail ended');
      })
      .finally(() => {
        gone.abort();
        reply.raw.end();
      });
    return reply;
  };
}

async function relay(
  parts: LogEntryParts,
  actor: PersonActor,
  look: LogLook,
  given: { body: AsyncIterable<Uint8Array>; reply: FastifyReply; stillMay: () => Promise<boolean> },
): Promise<void> {
  const { body, reply, stillMay } = given;
  let skipped = 0;
  for await (const { data, event } of readEvents(body)) {
    // The log process says every few seconds that it lives: then it is asked anew whether this person may still look.
    if (event === 'alive') {
      reply.raw.write(': alive\n\n');
      if (!(await stillMay())) {
        return;
      }
    }
    if (event !== 'entries') {
      continue;
    }
    const told = JSON.parse(data) as TailEvent;
    skipped += told.skipped;
    if (reply.raw.writableLength > limits.liveUnreadBytesMax) {
      skipped += told.entries.length;
      continue;
    }
    const items = await showEntries(parts, actor, look, told.entries);
    reply.raw.write(`event: entries\ndata: ${JSON.stringify({ items, skipped })}\n\n`);
    skipped = 0;
  }
}

async function mayStillLook(
  parts: LogEntryParts,
  actor: PersonActor,
  look: LogLook,
  request: FastifyRequest,
): Promise<boolean> {
  const present = await parts.authenticator.authenticate(request.headers, parts.now());
  return (
    !isRefusal(present) &&
    present.kind === 'person' &&
    present.id === actor.id &&
    present.permissions.has('log.search') &&
    !isOver(look, parts.now())
  );
}

async function wholeJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) {
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return null;
  }
}
