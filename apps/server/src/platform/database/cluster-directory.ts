// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Account, accountFor, isRoot } from './cluster-account.ts';
import { ClusterFailure } from './cluster-failure.ts';

/** The places of one cluster, all absolute and without symbolic links. */
export interface ClusterDirectory {
  readonly dataDir: string;
  readonly postgresDir: string;
  readonly newDir: string;
  readonly socketDir: string;
  readonly keysFile: string;
  readonly lockFile: string;
  readonly account: Account | null;
}

export interface Passwords {
  readonly owner: string;
  readonly application: string;
}

const SOCKET_NAME = '.s.PGSQL.5432';
/** Lies in a data directory while a restore fills it; a crash leaves it, and then the directory holds nothing whole. */
export const RESTORE_MARKER = 'restore-unfinished';
/** macOS allows 104 bytes with the closing NUL, Linux 108: the smaller one holds for both. */
const SOCKET_PATH_BYTES_MAX = 103;

export function prepareDirectory(dataDirAsGiven: string, isRestoring = false): ClusterDirectory {
  let dataDir: string;
  try {
    // Under root the database's own account has to pass through; what is private lies in keys/, 0700.
    mkdirSync(dataDirAsGiven, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    dataDir = realpathSync(dataDirAsGiven);
  } catch (cause) {
    throw unusable(dataDirAsGiven, 'it cannot be created or opened', cause);
  }
  if (!isRestoring && existsSync(path.join(dataDir, RESTORE_MARKER))) {
    throw unusable(dataDir, 'a restore into it was interrupted: empty it and run "belfry restore" again');
  }
  const postgresDir = path.join(dataDir, 'postgres');
  const account = accountFor(postgresDir);
  refuseForeign(postgresDir, account);
  const socketDir = chooseSocketDir(dataDir);
  makePrivate(socketDir, account);
  const keysDir = path.join(dataDir, 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  return {
    dataDir,
    postgresDir,
    newDir: path.join(dataDir, 'postgres.new'),
    socketDir,
    keysFile: path.join(keysDir, 'database.json'),
    lockFile: path.join(dataDir, 'serve.lock'),
    account,
  };
}

function refuseForeign(postgresDir: string, account: Account | null): void {
  const entry = statSync(postgresDir, { throwIfNoEntry: false });
  if (entry === undefined) return;
  if (account === null && entry.uid !== process.getuid?.()) {
    throw unusable(postgresDir, `it belongs to user number ${entry.uid}: start as that user or as root`);
  }
  // Copied by root, for example out of an archive: give the copy to the account that will work in it.
  if (account !== null && entry.uid !== account.uid) giveTo(postgresDir, account);
}

function giveTo(entry: string, account: Account): void {
  const stat = lstatSync(entry);
  if (stat.isSymbolicLink()) return;
  chownSync(entry, account.uid, account.gid);
  if (stat.isDirectory()) for (const name of readdirSync(entry)) giveTo(path.join(entry, name), account);
}

/** A socket's path has a small limit; a long data directory gets a short place derived from its own path. */
export function chooseSocketDir(dataDir: string, temporaryDir: string = os.tmpdir()): string {
  const near = path.join(dataDir, 'socket');
  if (Buffer.byteLength(path.join(near, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX) return near;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const far = path.join(realpathSync(temporaryDir), `belfry-${name}`);
  if (Buffer.byteLength(path.join(far, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX) return far;
  return path.join('/tmp', `belfry-${name}`);
}

/** Makes a 0700 directory for the account and refuses one that anybody else could have prepared. */
export function makePrivate(directory: string, account: Account | null): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const entry = lstatSync(directory);
  const self = process.getuid?.() ?? 0;
  const wanted = account?.uid ?? self;
  if (!entry.isDirectory() || (entry.uid !== self && entry.uid !== wanted)) {
    throw unusable(
      directory,
      `it belongs to user number ${entry.uid}: remove it or choose another data directory`,
    );
  }
  if ((entry.mode & 0o777) !== 0o700) chmodSync(directory, 0o700);
  if (entry.uid !== wanted) chownSync(directory, wanted, account?.gid ?? -1);
}

/** Reads the passwords of the embedded cluster, or makes them when there is no cluster yet. */
export function openPasswords(directory: ClusterDirectory): Passwords {
  if (existsSync(directory.keysFile)) {
    const found: unknown = JSON.parse(readFileSync(directory.keysFile, 'utf8'));
    if (isPasswords(found)) return found;
    throw new ClusterFailure(
      'cluster.keys_missing',
      `Cannot read database passwords: "${directory.keysFile}" lacks "owner" or "application": put back the copy from a backup`,
    );
  }
  if (existsSync(directory.postgresDir)) {
    throw new ClusterFailure(
      'cluster.keys_missing',
      `Cannot open the database in "${directory.postgresDir}": "${directory.keysFile}" is missing: put back the copy from a backup`,
    );
  }
  const passwords = {
    owner: randomBytes(24).toString('base64url'),
    application: randomBytes(24).toString('base64url'),
  };
  // The passwords are on disk before the cluster knows them, so a crash never leaves a cluster that nobody can open.
  writeDurably(directory.keysFile, `${JSON.stringify(passwords)}\n`);
  return passwords;
}

function isPasswords(value: unknown): value is Passwords {
  return (
    typeof value === 'object' &&
    value !== null &&
    'owner' in value &&
    typeof value.owner === 'string' &&
    'application' in value &&
    typeof value.application === 'string'
  );
}

function writeDurably(file: string, text: string): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(unfinished, file);
  syncDirectory(path.dirname(file));
}

/** A rename survives a crash only once the directory that holds it is on disk. */
export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function unusable(directory: string, why: string, cause?: unknown): ClusterFailure {
  return new ClusterFailure('cluster.directory_unusable', `Cannot use directory "${directory}": ${why}`, {
    cause,
  });
}
