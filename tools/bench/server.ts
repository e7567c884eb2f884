// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const belfry = fileURLToPath(new URL('../../apps/cli/bin/belfry.mjs', import.meta.url));
const run = promisify(execFile);

const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 60_000;

export interface BenchServer {
  readonly address: string;
  readonly process: ChildProcess;
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Runs a command of the CLI and gives what it printed. */
export async function cli(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [belfry, ...args], { cwd: root });
  return stdout.trim();
}

/** Starts a server as a user would, through npm, and waits until it says that it is ready. */
export async function startThroughNpm(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<BenchServer> {
  const from = performance.now();
  const child = spawn('npm', ['start', '--', '--data', dataDir, '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      BELFRY_LOG_LEVEL: 'error',
      BELFRY_SMTP_LISTEN_PORT: '0',
      BELFRY_ROLES: 'desk',
      ...environment,
    },
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const tooLong = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The server was not ready after ${READY_MS_MAX} ms:\n${said}`));
    }, READY_MS_MAX);
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready at (http\S+)/.exec(said);
      if (found?.[1] !== undefined) {
        clearTimeout(tooLong);
        resolve(found[1]);
      }
    });
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready:\n${said}`)),
    );
  });
  const readyMs = performance.now() - from;
  return {
    address,
    process: child,
    readyMs,
    stop: () =>
      new Promise((resolve) => {
        const tooLong = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
        child.once('exit', () => {
          clearTimeout(tooLong);
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}

/** Processes of Node are told apart by what they run: the desk, the log, the search engine. */
function nameOfScript(command: string): string {
  const script = command.split('\0').find((each) => /\.(?:ts|mjs|js)$/.test(each));
  return script === undefined ? 'node' : (script.split('/').slice(-2).join('/') ?? script);
}

/** Processes below one and itself, by number, with what they run. The npm and the launcher in front are left out. */
async function processesBelow(pid: number): Promise<Map<number, string>> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name)) {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }
  }
  const isBelow = (candidate: number): boolean =>
    candidate === pid || (parents.has(candidate) && isBelow(parents.get(candidate) ?? 0));
  const processes = new Map<number, string>();
  for (const candidate of parents.keys()) {
    if (candidate <= 1 || !isBelow(candidate)) continue;
    const command = await readFile(`/proc/${candidate}/cmdline`, 'utf8').catch(() => '');
    if (/^npm|^sh\0|launch\.mjs/.test(command)) continue;
    const comm = (await readFile(`/proc/${candidate}/comm`, 'utf8').catch(() => '?')).trim();
    processes.set(candidate, comm.startsWith('node') ? nameOfScript(command) : comm);
  }
  return processes;
}

/** Memory of the desk and its PostgreSQL below a process, each shared page counted once (PSS), in megabytes. */
export async function memoryMb(pid: number): Promise<{ total: number; byName: Record<string, number> }> {
  const byName: Record<string, number> = {};
  for (const [candidate, name] of await processesBelow(pid)) {
    const rollup = await readFile(`/proc/${candidate}/smaps_rollup`, 'utf8').catch(() => '');
    const kb = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    byName[name] = (byName[name] ?? 0) + kb / 1_024;
  }
  return { total: Object.values(byName).reduce((sum, mb) => sum + mb, 0), byName };
}

/** The system counts the time of processors in these, in a second. */
const TICKS_PER_SECOND = 100;

/** Time of processors that was used so far, in seconds: however busy a machine is with others, work is as much. */
export async function processorSeconds(pid: number): Promise<Record<string, number>> {
  const byName: Record<string, number> = {};
  for (const [candidate, name] of await processesBelow(pid)) {
    const stat = await readFile(`/proc/${candidate}/stat`, 'utf8').catch(() => '');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    byName[name] = (byName[name] ?? 0) + (user + system) / TICKS_PER_SECOND;
  }
  return byName;
}
