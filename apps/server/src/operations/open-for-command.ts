// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import path from 'node:path';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { type Cluster, type ClusterOptions, openCluster } from '../platform/database/cluster.ts';
import { ClusterFailure } from '../platform/database/cluster-failure.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';

/** Opens the desk's database for a command: beside the running server, or by itself. A mistyped directory is not filled. */
export async function openExistingCluster(options: Omit<ClusterOptions, 'mode'>): Promise<Cluster> {
  const isEmbedded = options.databaseUrl === undefined || options.databaseUrl === null;
  if (isEmbedded && !existsSync(path.join(options.dataDir, 'postgres'))) {
    throw new ClusterFailure(
      'cluster.directory_unusable',
      `Cannot open data directory "${options.dataDir}": it holds no database: name the right one with --data`,
    );
  }
  return await openCluster({ ...options, mode: 'guest' });
}

/** Does one piece of work for the person at the machine, as the application: every wall and the record hold here too. */
export async function withDatabase<T>(
  options: Omit<ClusterOptions, 'mode'> & { readonly makesDirectory?: boolean },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const cluster =
    options.makesDirectory === true
      ? await openCluster({ ...options, mode: 'guest' })
      : await openExistingCluster(options);
  try {
    await migrate(cluster.connection('owner'));
    const database = openDatabase(cluster.connection('application'), systemClock, systemIds);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await cluster.stop();
  }
}
