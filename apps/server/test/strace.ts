// SPDX-License-Identifier: Apache-2.0
import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

export const run = promisify(execFile);
export const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** Calls that work on files. */
const calls = [
  ...['read', 'pread64', 'getdents64'],
  ...['openat', 'write', 'pwrite64', 'writev', 'pwritev', 'fsync', 'fdatasync', 'ftruncate', 'close'],
  ...['rename', 'renameat2', 'unlink', 'unlinkat', 'mkdir', 'mkdirat'],
];

export interface Traced {
  readonly exit: number | string;
  readonly stdout: string;
  readonly trace: string;
}

/**
 * Runs a script with one system call made to fail. Only calls on the paths are traced, on every file where none is
 * given; file work stands on one thread, so its order is its own.
 */
export async function traced(
  script: readonly string[],
  given: {
    readonly traceFile: string;
    readonly paths: readonly string[];
    readonly inject: string | null;
    readonly msMax: number;
  },
): Promise<Traced> {
  const args = [
    ...['-f', '-qq', '-s', '400', '-o', given.traceFile, '-e', `trace=${calls.join(',')}`],
    ...(given.inject === null ? [] : ['-e', `inject=${given.inject}`]),
    ...given.paths.flatMap((path) => ['-P', path]),
    ...[process.execPath, ...script],
  ];
  const ended = await run('strace', args, {
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    timeout: given.msMax,
  }).then(
    ({ stdout }) => ({ exit: 0 as number | string, stdout }),
    (error: { code?: number; signal?: string; stdout?: string }) => ({
      exit: error.signal ?? error.code ?? -1,
      stdout: error.stdout ?? '',
    }),
  );
  const trace = await readFile(given.traceFile, 'utf8');
  await rm(given.traceFile);
  return { ...ended, trace };
}

/** How often each call was made on those paths. */
export function callsIn(trace: string): { call: string; nth: number }[] {
  const counts = new Map<string, number>();
  return trace.split('\n').flatMap((line) => {
    const call = /^\d+\s+(\w+)\(/.exec(line)?.[1];
    if (call === undefined) return [];
    const nth = (counts.get(call) ?? 0) + 1;
    counts.set(call, nth);
    return [{ call, nth }];
  });
}
