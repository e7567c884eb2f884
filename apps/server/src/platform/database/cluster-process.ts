// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** What postmaster.pid says; PostgreSQL owns the file and rewrites its last line as it starts and stops. */
export interface PostmasterFile {
  readonly pid: number;
  readonly socketDir: string;
  readonly port: number;
  readonly isReady: boolean;
}

export function readPostmasterFile(postgresDir: string): PostmasterFile | null {
  let lines: string[];
  try {
    lines = readFileSync(path.join(postgresDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return {
    pid,
    port: Number(lines[3] ?? '0'),
    socketDir: lines[4] ?? '',
    isReady: (lines[7] ?? '').trim() === 'ready',
  };
}

/** The pid in the first line of a lock file of PostgreSQL. */
export function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Is this process a PostgreSQL working in this directory? A pid alone proves nothing: after a reboot or in a new container
 * the number belongs to somebody else, and stopping a stranger is worse than not starting.
 */
export function isPostgresOn(pid: number, postgresDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    try {
      if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres') return false;
      return readlinkSync(`/proc/${pid}/cwd`) === postgresDir;
    } catch {
      return false;
    }
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return command.includes('postgres') && command.includes(postgresDir);
}

/**
 * All processes of PostgreSQL in this directory, the children of a killed postmaster included: they end by themselves
 * within moments, and a new postmaster must wait for that.
 */
export function postgresProcessesOn(postgresDir: string): number[] {
  if (process.platform !== 'linux') {
    const file = readPostmasterFile(postgresDir);
    return file !== null && isPostgresOn(file.pid, postgresDir) ? [file.pid] : [];
  }
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid > 0 && isPostgresOn(pid, postgresDir));
}

/** Tells one life of a pid from the next: it changes when the pid is given to another process. Null when there is none. */
export function lifeOf(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command name in field 2 may hold blanks and brackets; the start time is field 22, counted from the last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie is dead; in a container nobody may ever collect it.
      if (fields[0] === 'Z' || fields[0] === 'X') return null;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${fields[19] ?? ''}`;
    } catch {
      return null;
    }
  }
  const started = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return started.status === 0 ? started.stdout.trim() : null;
}
