// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/style/noProcessEnv: runs before anything of Belfry does
// The way in for every `npm run ...`: plain JavaScript for any Node >= 20, because nothing is installed yet when it starts.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled, ensureWeb, pinnedNode, root } from './launch-setup.mjs';
import { runChecks } from './launch-test.mjs';

const PARENT_LOOK_MS = 500;
const SHELLS = new Set(['sh', 'dash', 'bash', 'ash', 'zsh', 'busybox']);

const commands = {
  serve: (args) => serve(args),
  demo: (args) => demo(args),
  test: (args) => runChecks('test', args, runPinned),
  check: (args) => runChecks('check', args, runPinned),
  bench: async (args) => {
    await ensureInstalled();
    await ensureWeb();
    return runPinned(['tools/bench.ts', ...args]);
  },
  // A thousand kills of each log and a hundred of each server, every system call of the journal, 10,000 clean verifications:
  // hours, before a release.
  torture: async ([kills = '1000']) => {
    await ensureInstalled();
    // Whoever verifies trusts every branch of the ledger: one that no test walks through ends it here.
    const covered = await runPinned(
      [
        ...['--test', '--experimental-test-coverage', '--test-coverage-branches=100'],
        ...['--test-coverage-include=packages/ledger/src/**', '--test-coverage-exclude=**/*.test.ts'],
        'packages/ledger/src/*.test.ts',
      ],
      { env: { BELFRY_CLEAN: '150' } },
    );
    if (covered !== 0) return covered;
    const files = [
      ...['kill', 'mail-kill', 'webhook-kill', 'whistleblowing-kill', 'finding-kill', 'paging-kill'],
      ...[
        'log-kills',
        'log-record-kills',
        'detection-kills',
        'journal-faults',
        'sealing-faults',
        'log-tamper',
      ],
    ].map((name) => `apps/server/test/${name}.test.ts`);
    files.push(
      'packages/ledger/src/verify-log-clean.test.ts',
      'apps/server/src/log/verify/clean-logs.test.ts',
    );
    return runPinned(['--test', '--test-global-setup=tools/test-setup.ts', ...files], {
      env: { BELFRY_TORTURE_KILLS: kills, BELFRY_CLEAN: '10000' },
    });
  },
  generate: async (args) => {
    await ensureInstalled();
    return runPinned(['tools/generate.ts', ...args]);
  },
  format: async (args) => {
    await ensureInstalled();
    return runPinned([
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--write',
      ...(args.length > 0 ? args : ['.']),
    ]);
  },
};

async function serve(args) {
  await ensureInstalled();
  await ensureWeb();
  // Two thousand files are stripped of their types and compiled once, and not at each start: a second less of three.
  const compiled = process.env.NODE_COMPILE_CACHE ?? path.join(root, '.cache/compiled');
  // A server lives long and its garbage dies young: a small nursery and few arenas save 80 MB of 350 under load, and cost
  // no time that could be measured. The nursery stands in apps/cli/bin/belfry.mjs too.
  return runPinned(['--max-semi-space-size=4', 'apps/cli/src/main.ts', 'serve', ...args], {
    watchesParent: true,
    env: { MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: compiled },
  });
}

async function demo(args) {
  const parent = mkdtempSync(path.join(tmpdir(), 'belfry-demo-'));
  // Under root PostgreSQL runs as a user of its own, which has to reach its directory.
  chmodSync(parent, 0o711);
  try {
    return await serve(['--data', path.join(parent, 'data'), '--demo', ...args]);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/**
 * Runs the pinned Node on a file of the tree and returns its exit code. The child holds an IPC channel: when this process is
 * killed, the channel breaks and a server stops cleanly instead of living on unseen.
 */
async function runPinned(args, { watchesParent = false, env = {} } = {}) {
  if (interruptedBy !== null) return 128 + constants.signals[interruptedBy];
  const child = spawn(pinnedNode, args, {
    cwd: watchesParent ? process.cwd() : root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  current = child;
  const isNpmGone = watchesParent ? watchNpm() : () => false;
  const look = setInterval(() => {
    if (isNpmGone()) child.kill('SIGTERM');
  }, PARENT_LOOK_MS);
  look.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(look);
      current = null;
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/**
 * npm may be killed without a word to its children; then nobody wants this server any more. Between npm and this process may stand
 * the shell that npm starts scripts with, and it outlives npm.
 */
function watchNpm() {
  if (process.env.npm_lifecycle_event === undefined) return () => false;
  const parent = process.ppid;
  const isShell = SHELLS.has(fieldOf(parent, 'comm'));
  const grandparent = isShell ? parentOf(parent) : null;
  return () => process.ppid !== parent || (isShell && parentOf(parent) !== grandparent);
}

function parentOf(pid) {
  const stat = fieldOf(pid, 'stat');
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

function fieldOf(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').trim();
  } catch {
    return null;
  }
}

let current = null;
let interruptedBy = null;

/** Ctrl-C reaches the child by itself as well; it takes the second signal for the first. */
function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interruptedBy = signal;
      current?.kill(signal);
    });
  }
}

async function main() {
  const [name = 'serve', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`Cannot run "${name}": known are ${Object.keys(commands).join(', ')}\n`);
    return 2;
  }
  return command(args);
}

forwardSignals();
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
