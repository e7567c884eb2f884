// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { launchAs } from './cluster-account.ts';
import type { Binaries } from './cluster-binaries.ts';
import type { ClusterDirectory } from './cluster-directory.ts';
import { ClusterFailure } from './cluster-failure.ts';
import {
  isAlive,
  isPostgresOn,
  postgresProcessesOn,
  readPid,
  readPostmasterFile,
} from './cluster-process.ts';

/** What the cluster needs of a logger; pino's fits. */
export interface ClusterLog {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

const READY_WAIT_MS_MAX = 60_000;
const POLL_MS = 10;
const FAST_SHUTDOWN_MS_MAX = 20_000;
const IMMEDIATE_SHUTDOWN_MS_MAX = 5_000;

/**
 * Given on the command line, not written into postgresql.conf: a new version of Belfry changes them for existing directories too.
 * Sized for a desk that stays under 400 MB together with its database.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '40',
  shared_buffers: '40MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  huge_pages: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '1',
  random_page_cost: '1.1',
  // What is acknowledged survives a power cut.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_checkpoints: 'off',
  // Failed statements belong to the desk, which knows who asked. Their text and details hold personal data: never in a log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface Postmaster {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
}

/**
 * Starts a postmaster and returns when it accepts connections.
 *
 * @param whileStarting called once it runs and does not accept any yet
 */
export async function startPostmaster(
  directory: ClusterDirectory,
  binaries: Binaries,
  log: ClusterLog,
  settings: Readonly<Record<string, string>> = {},
  whileStarting: () => void = () => undefined,
): Promise<Postmaster> {
  clearStrangersFiles(directory);
  const launch = postmasterLaunch(directory, binaries, settings);
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    // An own process group: Ctrl-C in the terminal reaches the desk only, which closes first and then stops PostgreSQL.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const recent: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (recent.push(line) > 10) recent.shift();
    if (/^(FATAL|PANIC|WARNING)/.test(line) && !/is (starting up|shutting down)/.test(line)) {
      log.warn({ postgres: line }, 'PostgreSQL warns');
    } else log.debug({ postgres: line }, 'PostgreSQL says');
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });
  const pid = child.pid;
  if (pid === undefined) throw startFailed(await ended, recent);
  try {
    whileStarting();
  } catch (error) {
    // It is in a process group of its own and would outlive us.
    child.kill('SIGQUIT');
    await ended;
    throw error;
  }
  const outcome = await Promise.race([ended, untilReady(directory.postgresDir, pid)]);
  if (outcome === READY) return { child, pid, ended };
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
  throw startFailed(outcome, recent);
}

function postmasterLaunch(
  directory: ClusterDirectory,
  binaries: Binaries,
  extra: Readonly<Record<string, string>>,
): ReturnType<typeof launchAs> {
  // The setting is a list: quotes keep commas and blanks in a path from splitting it.
  const socketDirectories = `"${directory.socketDir.replaceAll('"', '""')}"`;
  const settings = { ...SETTINGS, unix_socket_directories: socketDirectories, ...extra };
  const args = ['-D', directory.postgresDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  return launchAs(
    directory.account,
    binaries.postgres,
    args,
    [directory.postgresDir, directory.socketDir],
    true,
  );
}

const READY = 'ready';

async function untilReady(postgresDir: string, pid: number): Promise<string> {
  for (let waited = 0; waited < READY_WAIT_MS_MAX; waited += POLL_MS) {
    const file = readPostmasterFile(postgresDir);
    if (file?.pid === pid && file.isReady) return READY;
    await delay(POLL_MS);
  }
  return `not ready after ${READY_WAIT_MS_MAX / 1000} s`;
}

function startFailed(how: string, recent: readonly string[]): ClusterFailure {
  const last = recent.filter((line) => /^(FATAL|PANIC|HINT|DETAIL)/.test(line)).slice(-3);
  const said = (last.length > 0 ? last : recent.slice(-3)).join(' ');
  return new ClusterFailure('cluster.start_failed', `Cannot start PostgreSQL: ${how}: ${said}`);
}

/**
 * After a reboot or in a restarted container the pid in PostgreSQL's lock files may belong to somebody else, or to a zombie that nobody
 * collects, and PostgreSQL then refuses to start. A file whose pid is gone stays: PostgreSQL needs postmaster.pid to see whether
 * children of the killed postmaster still live.
 */
function clearStrangersFiles({ postgresDir, socketDir }: ClusterDirectory): void {
  if (postgresProcessesOn(postgresDir).length > 0) return;
  const locks = readdirSync(socketDir).filter((name) => name.endsWith('.lock'));
  for (const file of [
    path.join(postgresDir, 'postmaster.pid'),
    ...locks.map((name) => path.join(socketDir, name)),
  ]) {
    const pid = readPid(file);
    if (pid !== null && isAlive(pid)) rmSync(file, { force: true });
  }
}

/** A PostgreSQL that already works in the directory, waited for until it is ready or gone. */
export async function findRunningPostmaster(postgresDir: string): Promise<number | null> {
  for (let waited = 0; waited < READY_WAIT_MS_MAX; waited += POLL_MS) {
    const file = readPostmasterFile(postgresDir);
    if (file === null || !isPostgresOn(file.pid, postgresDir)) return null;
    if (file.isReady) return file.pid;
    await delay(POLL_MS);
  }
  return null;
}

/** Waits until the children of a killed postmaster are gone; they notice its death by themselves. */
export async function untilNobodyOn(postgresDir: string, waitMsMax: number): Promise<boolean> {
  for (let waited = 0; waited < waitMsMax; waited += POLL_MS) {
    if (postgresProcessesOn(postgresDir).length === 0) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Stops by pid: fast shutdown first (sessions end, everything is written), then immediate, then by force. All are crash-safe. */
export async function stopPostmaster(pid: number, postgresDir: string, log: ClusterLog): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: FAST_SHUTDOWN_MS_MAX },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_SHUTDOWN_MS_MAX },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_SHUTDOWN_MS_MAX },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!isPostgresOn(pid, postgresDir)) break;
    if (signal !== 'SIGINT') log.warn({ pid, signal }, 'PostgreSQL does not stop, trying harder');
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the look and the signal.
    }
    for (let waited = 0; waited < waitMs && isPostgresOn(pid, postgresDir); waited += POLL_MS)
      await delay(POLL_MS);
  }
  if (!(await untilNobodyOn(postgresDir, IMMEDIATE_SHUTDOWN_MS_MAX))) {
    throw new ClusterFailure(
      'cluster.start_failed',
      `Cannot stop PostgreSQL in "${postgresDir}": process ${pid} remains: stop it by hand`,
    );
  }
}
