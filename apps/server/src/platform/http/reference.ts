// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { openApi, routes } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';

/** The contract as it is served, for machines: GET /api/openapi.json. */
export async function serveReference(app: FastifyInstance): Promise<void> {
  const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(written(version)),
  );
}

let document: string | null = null;

/** Half a second of work that few ever ask for: done for the first who does, and not while a desk starts. */
function written(version: string): string {
  document ??= JSON.stringify(openApi(routes, version));
  return document;
}
