// SPDX-License-Identifier: Apache-2.0
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestCluster } from '../apps/server/test/database.ts';

const MEMORY_DIR = '/dev/shm';
const MEMORY_BYTES_MIN = 6 * 1024 ** 3;
const RUN_NAME = /^belfry-run-(\d+)-/;

let stop: (() => Promise<void>) | null = null;

/**
 * One place for what the run writes, and one PostgreSQL in it; every test takes a database of its own from its template. A database
 * is eight hundred files, and a disk takes longer to make and unmake them than all else a test does takes: so the place is memory
 * where there is plenty of it. What a killed server leaves behind goes with it.
 */
export async function globalSetup(): Promise<void> {
  const parent = (await hasMemory()) ? MEMORY_DIR : tmpdir();
  await sweep(parent);
  const directory = await mkdtemp(path.join(parent, `belfry-run-${process.pid}-`));
  // Mail servers, syslog daemons and, under root, PostgreSQL run as users of their own and have to reach it.
  await chmod(directory, 0o1777);
  process.env['TMPDIR'] = directory;
  const cluster = await startTestCluster();
  stop = async () => {
    await cluster.stop();
    await remove(directory);
  };
  const { owner, application } = cluster;
  process.env['BELFRY_TEST_CLUSTER'] = JSON.stringify({ owner, application });
}

export async function globalTeardown(): Promise<void> {
  await stop?.();
}

async function hasMemory(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(MEMORY_DIR);
    return bavail * bsize >= MEMORY_BYTES_MIN;
  } catch {
    // Not every system has one.
    return false;
  }
}

/** A run that was killed cannot clear up after itself; the next one does, lest the memory fills. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = RUN_NAME.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await remove(path.join(parent, name));
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that is on its way out may still write: it is asked again, and what stays is left to the next run. */
async function remove(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
}
