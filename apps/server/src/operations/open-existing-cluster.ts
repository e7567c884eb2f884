// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Cluster, type ClusterOptions, openCluster } from '../platform/database/cluster.ts';
import { ClusterFailure } from '../platform/database/cluster-failure.ts';

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
