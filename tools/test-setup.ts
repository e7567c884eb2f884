// SPDX-License-Identifier: Apache-2.0
import { startTestCluster } from '../apps/server/test/database.ts';

let stop: (() => Promise<void>) | null = null;

/** One PostgreSQL for the whole run; every test takes a database of its own from its template. */
export async function globalSetup(): Promise<void> {
  const cluster = await startTestCluster();
  stop = cluster.stop;
  const { owner, application } = cluster;
  process.env['BELFRY_TEST_CLUSTER'] = JSON.stringify({ owner, application });
}

export async function globalTeardown(): Promise<void> {
  await stop?.();
}
