// SPDX-License-Identifier: Apache-2.0

import type { Socket } from 'node:net';
import { isRefusal, limits, refuse } from '@belfry/contract';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import Fastify, {
  type ConnectionError,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Ids } from '../clock/clock.ts';
import { DatabaseUnavailable } from '../database/database.ts';
import { FileStoreFailed } from '../files/file-store.ts';
import { readJsonBody } from './json-body.ts';
import { sendProblem } from './problem-reply.ts';

export interface AppOptions {
  readonly logger: FastifyBaseLogger;
  readonly ids: Ids;
  /** Proxies whose X-Forwarded-* headers count, besides one on this machine. */
  readonly trustProxy: readonly string[];
  readonly isHttps: () => boolean;
  /** How long a request may take to come whole. */
  readonly requestMsMax?: number;
}

/** The largest file over a slow line: 25 MB at half a megabit a second take seven minutes. */
const REQUEST_MS_MAX = 10 * 60_000;
/** How long the headers of a request may take; what is late is looked for this often, as Node does by itself. */
const HEADERS_MS_MAX = 60_000;
const LOOK_MS_MAX = 30_000;

/** An HTTP server with the house's manners: JSON read safely, problems for every failure, headers that protect. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { requestMsMax = REQUEST_MS_MAX } = options;
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Below `info`, libraries quote the headers of a request: address, browser and referrer of whoever reports
    // anonymously. A request's own log begins at `info`, whatever the desk's does.
    childLoggerFactory: (logger, bindings, given) =>
      logger.child(bindings, { ...given, ...(isVerbose(logger.level) ? { level: 'info' } : {}) }),
    clientErrorHandler: answerUnreadable,
    trustProxy: ['127.0.0.1', '::1', ...options.trustProxy],
    bodyLimit: limits.jsonBodyBytesMax,
    requestTimeout: requestMsMax,
    http: {
      // Node takes the longer of the two for the request, whatever they are called: headers never have more.
      headersTimeout: Math.min(HEADERS_MS_MAX, requestMsMax),
      connectionsCheckingInterval: Math.min(LOOK_MS_MAX, requestMsMax),
    },
    genReqId: () => options.ids.uuid(),
    routerOptions: { maxParamLength: 500 },
    // An address that cannot be decoded meets no route and no hook.
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      protect(reply, options.isHttps());
      return sendProblem(reply, refuse('request.malformed', error.message.slice(0, 200)));
    },
  });
  await app.register(formbody, { bodyLimit: limits.jsonBodyBytesMax });
  await app.register(multipart, {
    limits: {
      fileSize: limits.attachmentBytesMax,
      files: limits.attachmentsPerReportMax,
      fields: limits.formFieldsMax,
      fieldSize: limits.formFieldBytesMax,
      parts: limits.formFieldsMax + limits.attachmentsPerReportMax,
    },
    throwFileSizeLimit: false,
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    const read = readJsonBody(bytes);
    if (isRefusal(read)) {
      done(Object.assign(new Error(read.detail ?? read.refused), { refusal: read }));
    } else {
      done(null, read.value);
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    protect(reply, options.isHttps());
  });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, refuse('route.not_found', `${request.method} ${request.url.slice(0, 200)}`)),
  );
  return app;
}

function isVerbose(level: string): boolean {
  return level === 'trace' || level === 'debug';
}

const unreadable: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

const lasting = new WeakSet<Socket>();

/**
 * Lets the request that runs on this connection last: an upload of a journal takes as long as there are entries, and
 * one that is cut off begins again from its start, for ever. Who asks for it bounds how long the sender may be silent.
 */
export function letLast(socket: Socket): void {
  lasting.add(socket);
}

/** The next request on this connection has its time again. */
export function letLastNoMore(socket: Socket): void {
  lasting.delete(socket);
}

/** What is no HTTP is answered and not logged: the error carries the raw packet, headers and address included. */
function answerUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    return;
  }
  // Told once a request; whoever does not end the connection lets it go on.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && lasting.has(socket)) {
    return;
  }
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${unreadable[error.code] ?? '400 Bad Request'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  }
  socket.destroy(error);
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error as FastifyError & { refusal?: unknown };
  if (isRefusal(known.refusal)) {
    return sendProblem(reply, known.refusal);
  }
  if (error instanceof DatabaseUnavailable) {
    request.log.warn({ err: error, outcomeUnknown: error.outcomeUnknown }, 'The database went away');
    return sendProblem(
      reply,
      refuse(
        'database.unavailable',
        error.outcomeUnknown
          ? 'The connection broke while saving: look whether the change is there'
          : undefined,
      ),
      request.id,
    );
  }
  if (error instanceof FileStoreFailed && error.code === 'files.disk_full') {
    request.log.error({ err: error, instance: request.id }, 'The disk is full');
    return sendProblem(reply, refuse('storage.full'), request.id);
  }
  switch (known.statusCode) {
    case 413:
      return sendProblem(reply, refuse('request.too_large', known.message));
    case 415:
      return sendProblem(reply, refuse('request.media_type_unknown', known.message));
    case 400:
      return sendProblem(reply, refuse('request.malformed', known.message));
    case 403:
    case 404:
      // A path out of the directory of files, or to nothing in it.
      return sendProblem(reply, refuse('route.not_found', `${request.method} ${request.url.slice(0, 200)}`));
    default:
      request.log.error({ err: error, instance: request.id }, 'A request failed');
      return sendProblem(reply, refuse('server.failed'), request.id);
  }
}

/** Headers every answer carries. A page that needs more sets its own Content-Security-Policy first. */
function protect(reply: FastifyReply, isHttps: boolean): void {
  const headers: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  for (const [name, value] of Object.entries(headers)) {
    if (!reply.hasHeader(name)) {
      void reply.header(name, value);
    }
  }
}
