// SPDX-License-Identifier: Apache-2.0
import { parseQuery } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Timer } from '../../platform/jobs/index.ts';
import { logLimits } from '../log-limits.ts';
import { EngineAway, EngineTooMuch } from './engine.ts';
import type { LogIndex } from './open-index.ts';
import { entriesSince } from './search.ts';
import type { Scope, TailEvent, tailAsked } from './search-shapes.ts';

const WRONG = 400;
const UNPROCESSABLE = 422;
const TOO_MANY = 429;

/**
 * Entries as they are indexed, as server-sent events. Each look asks for what came behind the last one; a person who
 * cannot read as fast is told how many were left out.
 */
export function serveTail(
  app: FastifyInstance,
  { index, timer }: { readonly index: LogIndex; readonly timer: Timer },
  asks: typeof tailAsked,
): void {
  let open = 0;
  app.post('/inside/tail', async (request, reply) => {
    const asked = asks.safeParse(request.body);
    if (!asked.success) return await reply.code(WRONG).send();
    const parsed = parseQuery(asked.data.query);
    if (parsed.mistake !== undefined) {
      return await reply
        .code(UNPROCESSABLE)
        .send({ refused: 'log.query_not_understood', mistake: parsed.mistake });
    }
    if (open >= logLimits.tailsMax) return await reply.code(TOO_MANY).send();
    open += 1;
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write('event: alive\ndata: {}\n\n');
    const stopped = new AbortController();
    reply.raw.once('close', () => {
      open -= 1;
      stopped.abort();
    });
    const send = (event: string, told: unknown) => {
      // A reader that does not read is not written to: what it misses is counted as left out by the next look.
      if (!stopped.signal.aborted) reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(told)}\n\n`);
    };
    const isFull = () => reply.raw.writableNeedDrain;
    follow(index, timer, asked.data, send, stopped.signal, isFull).catch((error: unknown) => {
      // A tail that fails ends; it must not take the log process along.
      request.log.error({ err: error }, 'The tail ended');
      reply.raw.destroy();
    });
    return reply;
  });
}

async function follow(
  index: LogIndex,
  timer: Timer,
  asked: z.output<typeof tailAsked>,
  send: (event: string, told: unknown) => void,
  signal: AbortSignal,
  isFull: () => boolean,
): Promise<void> {
  const scope: Scope = { ...asked, from: null, until: null, clock: 'received' };
  let places = new Map(Object.entries(index.state.places));
  let saidAt = 0;
  for (let look = 1; !signal.aborted; look += 1) {
    await new Promise<void>((resolve) => timer.after(logLimits.tailLookMs, resolve));
    if ((look - saidAt) * logLimits.tailLookMs >= logLimits.tailAliveMs) {
      send('alive', {});
      saidAt = look;
    }
    const now = new Map(Object.entries(index.state.places));
    const since = changedSince(places, now);
    const engine = index.engine();
    if (signal.aborted || since.size === 0 || engine === null || isFull()) continue;
    try {
      const { entries, total } = await entriesSince(engine, scope, since, signal);
      places = new Map([...places, ...now]);
      const told: TailEvent = { entries, skipped: total - entries.length };
      if (total === 0) continue;
      send('entries', told);
      saidAt = look;
    } catch (error) {
      if (!(error instanceof EngineAway || error instanceof EngineTooMuch || signal.aborted)) throw error;
    }
  }
}

/** Logs that grew, each with the place it was read to. */
function changedSince(
  places: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Map<string, { readonly from: number; readonly to: number }> {
  const since = new Map<string, { readonly from: number; readonly to: number }>();
  for (const [log, place] of now) {
    const before = places.get(log) ?? 0;
    if (place > before) since.set(log, { from: before, to: place });
  }
  return since;
}
