// SPDX-License-Identifier: Apache-2.0
import { limits, type obligationRoutes, refuse } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hashOfSecret, isSecret } from '../platform/authentication/secret.ts';
import { type PersonActor, systemActor } from '../platform/authorization/actor.ts';
import type { Clock, Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { sendProblem } from '../platform/http/problem-reply.ts';
import { networkOf, RateLimit } from '../platform/http/rate-limit.ts';
import { calendarText } from './calendar.ts';
import { deleteFeed, findFeed, putFeed, readCalendar, readerOf } from './calendar-store.ts';

type Routes = Pick<typeof obligationRoutes, 'readCalendarFeed' | 'makeCalendarFeed' | 'revokeCalendarFeed'>;

export interface CalendarParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: () => string;
}

const MINUTE_MS = 60_000;
const looking = systemActor('calendar-looks-whose-address-it-is');
const at = z.object({ file: z.string().regex(/^[A-Za-z0-9_-]{43}\.ics$/) });

export function calendarHandlers({ database, ids, publicUrl }: CalendarParts): Handlers<Routes> {
  return {
    readCalendarFeed: ({ actor }) =>
      database.read(actor, async ({ sql }) => {
        const feed = await findFeed(sql, actor.id);
        return {
          madeAt: feed?.madeAt.toISOString() ?? null,
          lastReadAt: feed?.lastReadAt?.toISOString() ?? null,
        };
      }),
    // A token that may do one thing makes no address that shows everything its owner sees.
    makeCalendarFeed: async ({ actor }) =>
      actor.isScoped === true
        ? refuse('account.session_needed')
        : database.change(actor, async ({ now, record, sql }) => {
            const secret = ids.secret();
            await putFeed(sql, actor.id, hashOfSecret(secret), now);
            record({ event: 'calendar_feed.made', ...subjectOf(actor) });
            return { url: `${publicUrl()}/calendar/${secret}.ics`, madeAt: now.toISOString() };
          }),
    revokeCalendarFeed: ({ actor }) =>
      database.change(actor, async ({ record, sql }) => {
        if (await deleteFeed(sql, actor.id)) record({ event: 'calendar_feed.revoked', ...subjectOf(actor) });
        return undefined;
      }),
  };
}

const subjectOf = ({ id, name }: PersonActor) => ({ subject: { kind: 'person', id, reference: name } });

/**
 * Serves `GET /calendar/{secret}.ics`. Calendar programs sign in nowhere: the address is the key, 256 bits that are
 * kept as a digest only. A wrong one and a revoked one are answered alike.
 */
export function serveCalendar(app: FastifyInstance, parts: CalendarParts): void {
  const reads = new RateLimit(parts.clock, MINUTE_MS);
  app.get('/calendar/:file', (request, reply) => send(parts, reads, request, reply));
}

async function send(
  parts: CalendarParts,
  reads: RateLimit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const seconds = reads.take(networkOf(request.ip), limits.calendarReadsPerMinuteMax);
  if (seconds !== null) {
    return sendProblem(reply.header('retry-after', String(seconds)), refuse('request.too_many'));
  }
  const { data } = at.safeParse(request.params);
  const secret = data?.file.slice(0, -'.ics'.length) ?? '';
  const reader = isSecret(secret)
    ? await parts.database.change(looking, ({ now, sql }) => readerOf(sql, hashOfSecret(secret), now))
    : null;
  if (reader === null) return sendProblem(reply, refuse('route.not_found', 'No calendar has this address'));
  const calendar = await parts.database.read(reader, (reading) => readCalendar(reading, parts.publicUrl()));
  return reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="belfry.ics"')
    .header('cache-control', 'private, no-store')
    .send(calendarText(calendar));
}
