// SPDX-License-Identifier: Apache-2.0
import { refuse } from '@belfry/contract';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { sendProblem } from '../platform/http/problem-reply.ts';
import { isLocal } from '../platform/http/rate-limit.ts';
import { isLogReady, logMetrics } from '../platform/log-link/ask-log.ts';
import type { LogLink } from '../platform/log-link/log-link.ts';
import { serveIngestProxy } from './ingest-proxy.ts';

/** The public port of a server without a desk: `/ingest/`, and what watches ask. */
export async function serveLogAlone(
  link: LogLink,
  logger: FastifyBaseLogger,
  trustProxy: readonly string[],
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: ['127.0.0.1', '::1', ...trustProxy],
  });
  serveIngestProxy(app, link);
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) =>
    (await isLogReady(link)) ? { status: 'ready' } : sendProblem(reply, refuse('log.not_running')),
  );
  app.get('/metrics', async (request, reply) => {
    // How much comes from where tells a stranger more than it should; there are no tokens without a desk.
    if (!isLocal(request.ip)) return sendProblem(reply, refuse('session.required', 'Ask from this machine'));
    const metrics = await logMetrics(link);
    return metrics === null
      ? sendProblem(reply, refuse('log.not_running'))
      : reply.type('text/plain; version=0.0.4').send(metrics);
  });
  return app;
}
