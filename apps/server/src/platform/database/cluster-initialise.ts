// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchAs } from './cluster-account.ts';
import type { Binaries } from './cluster-binaries.ts';
import { type ClusterDirectory, type Passwords, syncDirectory } from './cluster-directory.ts';
import { ClusterFailure } from './cluster-failure.ts';

/** The owner of every table: a superuser, used for migrations and operations, never for a request. */
export const OWNER_ROLE = 'belfry_owner';
/** The role of every request: no superuser, owner of nothing, so row-level security binds it. */
export const APPLICATION_ROLE = 'belfry_app';
export const DATABASE_NAME = 'belfry';

/**
 * Makes the cluster's files in a directory beside the final one and renames it when complete: a crash leaves either
 * nothing that counts or a whole cluster.
 */
export async function initialise(
  directory: ClusterDirectory,
  binaries: Binaries,
  passwords: Passwords,
  isDurable = true,
): Promise<void> {
  if (existsSync(directory.postgresDir)) return;
  rmSync(directory.newDir, { recursive: true, force: true });
  mkdirSync(directory.newDir, { mode: 0o700 });
  const passwordFile = path.join(directory.socketDir, 'initdb-password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${passwords.owner}\n`, { mode: 0o600, flag: 'wx' });
  if (directory.account !== null) {
    const { uid, gid } = directory.account;
    chownSync(directory.newDir, uid, gid);
    chownSync(passwordFile, uid, gid);
  }
  try {
    await runInitdb(directory, binaries, passwordFile, isDurable);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(directory.newDir, directory.postgresDir);
  syncDirectory(directory.dataDir);
}

async function runInitdb(
  directory: ClusterDirectory,
  binaries: Binaries,
  passwordFile: string,
  isDurable: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${directory.newDir}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
    // The builtin provider sorts and folds by Unicode data inside PostgreSQL: an upgrade of the operating system's C library
    // can therefore never silently corrupt an index.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // The classification of letters for trigrams still comes from the system; macOS has no C.UTF-8 before version 15.
    `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    '--lc-messages=C',
    '--text-search-config=simple',
    ...(isDurable ? [] : ['--no-sync']),
  ];
  const launch = launchAs(directory.account, binaries.initdb, args, [directory.newDir, directory.socketDir]);
  const child = spawn(launch.command, launch.args, { ...launch.options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new ClusterFailure(
    'cluster.start_failed',
    `Cannot initialise PostgreSQL in "${directory.newDir}": initdb ended with ${code}: ${said.trim().split('\n').slice(-5).join(' ')}`,
  );
}
