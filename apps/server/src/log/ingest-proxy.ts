// SPDX-License-Identifier: Apache-2.0
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { refuse } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { letLast, letLastNoMore } from '../platform/http/app.ts';
import { sendProblem } from '../platform/http/problem-reply.ts';
import { answerOf, type LogLink, requestToLog } from '../platform/log-link/log-link.ts';

const RETRY_AFTER_SECONDS = 5;
/** RFC 9110 section 7.6.1: these belong to one connection, and the two sides have each their own. */
const ofOneConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]);

/** Hands everything under `/ingest/` of the public port to the log process, as it comes, both ways. */
export function serveIngestProxy(app: FastifyInstance, link: LogLink): void {
  app.register((inner, _options, ready) => {
    // Nothing is read here: a body goes on in the pieces it comes in, and stops when the log process takes no more.
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_request, _payload, done) => done(null));
    inner.all('/ingest/*', { bodyLimit: Number.MAX_SAFE_INTEGER }, (request, reply) =>
      carry(request, reply, link),
    );
    ready();
  });
}

async function carry(request: FastifyRequest, reply: FastifyReply, link: LogLink): Promise<FastifyReply> {
  const from = request.raw;
  const opened = requestToLog(link.address, {
    method: request.method,
    path: request.url,
    headers: {
      ...passedOn(from.headers, from.headers.connection),
      // The only word on who sends: what a sender claims itself was judged by `trustProxy` already.
      'x-forwarded-for': request.ip,
      ...(from.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    },
  });
  if (opened === null) return away(reply);
  const answered = answerOf(opened);
  // Receivers bound the time of a body themselves; an upload of a journal has none.
  const { socket } = from;
  letLast(socket);
  reply.raw.once('close', () => letLastNoMore(socket));
  // A sender that leaves in the middle has sent half a request: the log process has to see it break, not end.
  from.once('close', () => {
    if (!from.complete) opened.destroy();
  });
  from.once('error', () => opened.destroy());
  from.pipe(opened);
  const answer = await answered;
  if (answer === null) return away(reply);
  reply.hijack();
  const to = reply.raw;
  const headers = passedOn(answer.headers, answer.headers.connection);
  // Answered before its end: nobody reads the rest, so the connection cannot be used again.
  if (!from.complete) headers['connection'] = 'close';
  to.writeHead(answer.statusCode ?? 502, headers);
  answer.once('error', () => to.destroy());
  answer.pipe(to);
  to.once('finish', () => {
    from.unpipe(opened);
    if (!from.complete) from.resume();
  });
  to.once('close', () => answer.destroy());
  return reply;
}

/** Nothing was acknowledged, so a sender keeps what it has and comes again. */
function away(reply: FastifyReply): FastifyReply {
  if (reply.raw.destroyed) return reply.hijack();
  void reply.header('retry-after', String(RETRY_AFTER_SECONDS)).header('connection', 'close');
  return sendProblem(reply, refuse('log.not_running'));
}

function passedOn(headers: IncomingHttpHeaders, connection: string | undefined): OutgoingHttpHeaders {
  const named = new Set((connection ?? '').toLowerCase().split(/\s*,\s*/));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ofOneConnection.has(name) && !named.has(name)),
  );
}
