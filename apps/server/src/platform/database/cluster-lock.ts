// SPDX-License-Identifier: Apache-2.0
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, lifeOf } from './cluster-process.ts';

/** Who runs the cluster of a data directory. */
interface Holder {
  readonly pid: number;
  readonly life: string | null;
}

export type LockAttempt = { readonly release: () => void } | { readonly heldBy: number };

/**
 * One process runs a data directory's cluster. The file names it by pid and by the start of that pid's life, so a lock left by
 * `kill -9` is recognised at once, also after the number has gone to another process. Two starters that find the same stale
 * file are told apart by the advisory lock in the database (see cluster.ts), and PostgreSQL's own postmaster.pid stands behind both.
 */
export function takeLock(lockFile: string): LockAttempt {
  const own: Holder = { pid: process.pid, life: lifeOf(process.pid) };
  const unfinished = `${lockFile}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(own), { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (linked(unfinished, lockFile)) return { release: () => release(lockFile, own) };
      const holder = readHolder(lockFile);
      // A lock of this very process is held too: opening the same directory twice is refused like any other second.
      if (holder !== null && isSame(holder)) return { heldBy: holder.pid };
      rmSync(lockFile, { force: true });
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
  return { heldBy: readHolder(lockFile)?.pid ?? 0 };
}

/** A link fails when the name exists: creating the file and filling it are one step for every reader. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function release(lockFile: string, own: Holder): void {
  const holder = readHolder(lockFile);
  if (holder?.pid === own.pid && holder.life === own.life) rmSync(lockFile, { force: true });
}

/** The process that holds the lock now, or null when nobody alive does. */
export function liveHolder(lockFile: string): number | null {
  const holder = readHolder(lockFile);
  return holder !== null && isSame(holder) ? holder.pid : null;
}

function isSame(holder: Holder): boolean {
  return isAlive(holder.pid) && lifeOf(holder.pid) === holder.life;
}

function readHolder(lockFile: string): Holder | null {
  try {
    const found: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
    if (typeof found !== 'object' || found === null || !('pid' in found) || !('life' in found)) return null;
    const { pid, life } = found;
    if (typeof pid !== 'number' || (typeof life !== 'string' && life !== null)) return null;
    return { pid, life };
  } catch {
    return null;
  }
}
