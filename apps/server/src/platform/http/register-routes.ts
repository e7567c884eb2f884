// SPDX-License-Identifier: Apache-2.0
import { isRefusal, type Permission, type Refusal, type Route, type Routes, refuse } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Authenticator } from '../authentication/authenticator.ts';
import { type Actor, may } from '../authorization/actor.ts';
import type { Handlers } from './handlers.ts';
import { fieldErrors, sendProblem } from './problem-reply.ts';
import { isLocal, networkOf, type RateLimit } from './rate-limit.ts';

export interface RouteParts {
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly rateLimit: RateLimit;
  readonly now: () => Date;
  /** The origin people use; a change that comes with a cookie must come from it. */
  readonly publicOrigin: () => string;
}

/** Calls a minute from one person, one token or one address, where a route says nothing of its own. */
const CALLS_PER_MINUTE_MAX = 6_000;

type LooseHandler = (call: {
  params: unknown;
  query: unknown;
  body: unknown;
  actor: Actor;
  request: FastifyRequest;
  reply: FastifyReply;
}) => Promise<unknown>;

/** Serves every route of a contract, guards in this order: rate, identity, origin, permission, shape, then the work. */
export function registerRoutes<const Rs extends Routes>(
  app: FastifyInstance,
  routes: Rs,
  handlers: Handlers<Rs>,
  parts: RouteParts,
): void {
  for (const [name, declared] of Object.entries(routes)) {
    const handler = handlers[name] as unknown as LooseHandler;
    app.route({
      method: declared.method as HTTPMethods,
      url: declared.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { routeId: declared.id },
      handler: (request, reply) => serve(declared, handler, parts, request, reply),
    });
  }
}

async function serve(
  declared: Route,
  handler: LooseHandler,
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const actor = await parts.authenticator.authenticate(request.headers, parts.now());
  const stop =
    tooMany(declared, actor, parts, request, reply) ??
    (isRefusal(actor) ? actor : (crossSite(request, parts) ?? notAllowed(declared, actor)));
  if (stop !== null) {
    return sendProblem(reply, stop);
  }
  const input = readInput(declared, request);
  if (isRefusal(input)) {
    return sendProblem(reply, input);
  }
  const answer = await handler({ ...input, actor: actor as Actor, request, reply });
  if (isRefusal(answer)) {
    return sendProblem(reply, answer);
  }
  if (declared.media !== undefined && declared.response === undefined) {
    return reply;
  }
  return sendAnswer(declared, reply, answer);
}

function sendAnswer(declared: Route, reply: FastifyReply, answer: unknown): FastifyReply {
  if (reply.sent) {
    return reply;
  }
  if (declared.response === undefined) {
    return reply.code(declared.status ?? 204).send();
  }
  // The presenter wrote every name by hand; parsing keeps a new column from leaving unnoticed.
  const body = declared.response.parse(answer);
  return reply
    .code(declared.status ?? 200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

function tooMany(
  declared: Route,
  actor: Actor | Refusal,
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal<'request.too_many'> | null {
  const known = !isRefusal(actor) && actor.kind === 'person';
  if (!known && isLocal(request.ip)) {
    return null;
  }
  const who = known ? actor.id : networkOf(request.ip);
  const countMax = known ? CALLS_PER_MINUTE_MAX : (declared.perMinuteMax ?? CALLS_PER_MINUTE_MAX);
  const key = declared.perMinuteMax === undefined ? who : `${declared.id} ${who}`;
  const seconds = parts.rateLimit.take(key, countMax);
  if (seconds === null) {
    return null;
  }
  void reply.header('retry-after', String(seconds));
  return refuse('request.too_many', `The limit is ${countMax} in a minute; wait ${seconds} s`);
}

/**
 * A change that carries a cookie must come from our own pages: Sec-Fetch-Site says so in every current browser,
 * Origin in the older ones. A token in the Authorization header is never sent by a browser on its own.
 */
export function crossSite(
  request: FastifyRequest,
  parts: Pick<RouteParts, 'publicOrigin'>,
): Refusal<'request.cross_site'> | null {
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers.authorization !== undefined) {
    return null;
  }
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none' ? null : refuse('request.cross_site');
  }
  const { origin, host } = request.headers;
  if (origin === undefined || origin === parts.publicOrigin()) {
    return null;
  }
  return URL.canParse(origin) && new URL(origin).host === host ? null : refuse('request.cross_site');
}

function notAllowed(
  declared: Route,
  actor: Actor,
): Refusal<'session.required' | 'permission.missing'> | null {
  if (declared.guard === 'public') {
    return null;
  }
  if (actor.kind !== 'person') {
    return refuse('session.required');
  }
  if (declared.guard === 'signedIn' || may(actor, declared.guard as Permission)) {
    return null;
  }
  return refuse('permission.missing', `This needs the permission "${declared.guard}"`);
}

function readInput(
  declared: Route,
  request: FastifyRequest,
): { params: unknown; query: unknown; body: unknown } | Refusal<'request.not_valid'> {
  const parsed: Record<'params' | 'query' | 'body', unknown> = {
    params: undefined,
    query: undefined,
    body: undefined,
  };
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = declared[part];
    if (schema !== undefined && !(part === 'body' && declared.media === 'multipart')) {
      const result = schema.safeParse(request[part] ?? (part === 'body' ? undefined : {}));
      if (!result.success) {
        const errors = fieldErrors(part === 'body' ? '' : `/${part}`, result.error);
        const first = errors[0];
        return refuse(
          'request.not_valid',
          first === undefined ? undefined : `${first.pointer || 'The body'}: ${first.detail}`,
          errors,
        );
      }
      parsed[part] = result.data;
    }
  }
  return parsed;
}
