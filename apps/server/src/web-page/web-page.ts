// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Ids } from '../platform/clock/clock.ts';

const builtDir = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
const NONCE_MARK = '__CSP_NONCE__';

/** Nothing runs that we did not ship: no inline script, no foreign origin, DOM sinks only through Trusted Types. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Serves the application: its files as they were built, and its one page for every address it knows itself. */
export async function serveWebPage(app: FastifyInstance, ids: Ids): Promise<void> {
  const page = await readFile(join(builtDir, 'index.html'), 'utf8').catch(() => null);
  await app.register(fastifyStatic, {
    root: join(builtDir, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  const worker = await readFile(join(builtDir, 'push-worker.js'), 'utf8').catch(() => null);
  app.get('/push-worker.js', async (_request, reply) =>
    worker === null
      ? reply.callNotFound()
      : reply.header('content-type', 'text/javascript; charset=utf-8').send(worker),
  );
  app.get('/*', async (request, reply) => {
    const isPage = request.headers.accept?.includes('text/html') ?? false;
    if (page === null || !isPage || /^\/(api|ingest|assets)\//.test(request.url)) {
      return reply.callNotFound();
    }
    const nonce = ids.secret();
    return reply
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('content-type', 'text/html; charset=utf-8')
      .send(page.replaceAll(NONCE_MARK, nonce));
  });
}
