// SPDX-License-Identifier: Apache-2.0
import { refuse } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../authorization/actor.ts';
import type { Database } from '../database/database.ts';
import { sendProblem } from '../http/problem-reply.ts';

/** `/healthz`: the process lives. `/readyz`: its database answers, and its log process if it has one, so it can do its work. */
export function serveHealth(
  app: FastifyInstance,
  database: Database,
  isLogReady: () => Promise<boolean>,
): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    await database.read(systemActor('readiness'), (reading) => sql`SELECT 1`.execute(reading.sql));
    return (await isLogReady()) ? { status: 'ready' } : sendProblem(reply, refuse('log.not_running'));
  });
}
