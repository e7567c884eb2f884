// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { systemActor } from '../authorization/actor.ts';
import type { Database } from '../database/database.ts';

/** `/healthz`: the process lives. `/readyz`: its database answers, so it can do its work. */
export function serveHealth(app: FastifyInstance, database: Database): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    await database.read(systemActor('readiness'), (reading) => sql`SELECT 1`.execute(reading.sql));
    return { status: 'ready' };
  });
}
