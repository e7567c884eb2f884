// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ClusterFailure } from './cluster-failure.ts';

/** The operating system account that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a program of the cluster: ready for `spawn`. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: { cwd: '/'; env: Record<string, string>; uid?: number; gid?: number };
}

const ACCOUNT_NAME = 'belfry';
const CAP_DAC_OVERRIDE = 1n;
const CAP_DAC_READ_SEARCH = 2n;
const CAP_SETPCAP = 8n;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root. Null means: run as the present user. */
export function accountFor(postgresDir: string): Account | null {
  if (!isRoot()) return null;
  // A directory that an ordinary user made stays that user's: root may look in, but takes nothing over.
  const owner = statSync(postgresDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = lookUp(ACCOUNT_NAME);
  if (known !== null) return known;
  const shell = ['/usr/sbin/nologin', '/sbin/nologin'].find((file) =>
    statSync(file, { throwIfNoEntry: false }),
  );
  spawnSync(
    'useradd',
    [
      '--system',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      shell ?? '/bin/false',
      ACCOUNT_NAME,
    ],
    { stdio: 'ignore' },
  );
  // Two first starts at once both call useradd: the second call fails and the look-up still succeeds.
  const account = lookUp(ACCOUNT_NAME) ?? lookUp('nobody');
  if (account !== null) return account;
  throw new ClusterFailure(
    'cluster.platform_unsupported',
    'Cannot start PostgreSQL as root: neither user "belfry" could be created nor user "nobody" exists: start as an ordinary user or set BELFRY_DATABASE_URL',
  );
}

function lookUp(name: string): Account | null {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) };
}

/** The first directory on the way to `target` that the account cannot pass, or null. */
function firstBarrier(target: string, account: Account): string | null {
  const parts = path.resolve(target).split(path.sep).filter(Boolean);
  let at: string = path.sep;
  for (const part of ['', ...parts]) {
    at = path.join(at, part);
    const entry = statSync(at, { throwIfNoEntry: false });
    if (entry === undefined) return null;
    const bit = entry.uid === account.uid ? 0o100 : entry.gid === account.gid ? 0o010 : 0o001;
    if (entry.isDirectory() && (entry.mode & bit) === 0) return at;
  }
  return null;
}

/** Everything the child may see of our environment: nothing, so PGDATA, PGOPTIONS or LC_ALL of the shell never matter. */
function environment(): Record<string, string> {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', TZ: 'UTC', LANG: 'C' };
}

/**
 * Decides how to start `binary` so that it may read its own files and those under `paths`.
 * With `diesWithParent`, a killed desk takes PostgreSQL down with a fast shutdown where the system can do that (Linux);
 * elsewhere the next start finds the remaining PostgreSQL and stops it.
 */
export function launchAs(
  account: Account | null,
  binary: string,
  args: readonly string[],
  paths: readonly string[],
  diesWithParent = false,
): Launch {
  const options = { cwd: '/', env: environment() } as const;
  const setpriv = findSetpriv();
  const death = diesWithParent ? ['--pdeathsig', 'INT'] : [];
  if (account === null) {
    if (setpriv === null || !diesWithParent) return { command: binary, args, options };
    return { command: setpriv, args: [...death, binary, ...args], options };
  }
  allowExecution(binary);
  const barrier =
    [binary, ...paths].map((p) => firstBarrier(p, account)).find((found) => found !== null) ?? null;
  if (barrier === null) {
    if (setpriv === null) {
      return { command: binary, args, options: { ...options, uid: account.uid, gid: account.gid } };
    }
    const drop = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', '--no-new-privs'];
    return { command: setpriv, args: [...drop, ...death, binary, ...args], options };
  }
  if (setpriv === null) throw unreachable(barrier, 'the program "setpriv" (package util-linux) is missing');
  return { command: setpriv, args: [...passBarrier(account, barrier), ...death, binary, ...args], options };
}

/** One capability, to pass directories such as /root, and no other right: the process still is not root. */
function passBarrier(account: Account, barrier: string): string[] {
  const held = capabilities();
  const has = (bit: bigint) => (held & (1n << bit)) !== 0n;
  // Containers usually keep dac_override and drop the narrower dac_read_search.
  const cap = has(CAP_DAC_READ_SEARCH) ? 'dac_read_search' : has(CAP_DAC_OVERRIDE) ? 'dac_override' : null;
  if (cap === null || !has(CAP_SETPCAP)) throw unreachable(barrier, 'this root may not pass on a capability');
  return [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${cap}`,
    `--ambient-caps=-all,+${cap}`,
    `--bounding-set=-all,+${cap}`,
    '--securebits=+no_setuid_fixup',
    '--no-new-privs',
  ];
}

function unreachable(barrier: string, why: string): ClusterFailure {
  return new ClusterFailure(
    'cluster.directory_unusable',
    `Cannot start PostgreSQL as its own user: directory "${barrier}" is closed to it and ${why}: run "chmod o+x '${barrier}'", move Belfry elsewhere, or start as an ordinary user`,
  );
}

/** A clone made under umask 077 leaves programs that only root may execute; no capability short of root's helps there. */
function allowExecution(binary: string): void {
  const mode = statSync(binary).mode & 0o777;
  if ((mode & 0o005) !== 0o005) chmodSync(binary, mode | 0o555);
}

function capabilities(): bigint {
  try {
    const held = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return BigInt(`0x${held?.[1] ?? '0'}`);
  } catch {
    return 0n;
  }
}

let setprivFound: string | null | undefined;

/** Only util-linux's setpriv knows ambient capabilities; BusyBox ships a smaller one under the same name. */
function findSetpriv(): string | null {
  if (setprivFound === undefined) {
    const asked =
      process.platform === 'linux' ? spawnSync('setpriv', ['--version'], { encoding: 'utf8' }) : null;
    setprivFound = asked?.status === 0 && asked.stdout.includes('util-linux') ? 'setpriv' : null;
  }
  return setprivFound;
}
