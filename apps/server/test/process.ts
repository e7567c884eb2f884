// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const belfry = fileURLToPath(new URL('../../cli/bin/belfry.mjs', import.meta.url));
const run = promisify(execFile);

/** A server in a process of its own, on a data directory that outlives it. */
export interface ServerProcess {
  readonly address: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<void>;
}

export async function aDataDirectory(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'belfry process '));
  t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 10 }));
  return join(dir, 'data');
}

export async function belfryCommand(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [belfry, ...args]);
  return stdout.trim();
}

/** Sets a desk up without a browser. @returns an API token of its first administrator */
export async function setUp(dataDir: string): Promise<string> {
  const passwordFile = join(dataDir, '..', 'password');
  await writeFile(passwordFile, 'Torenklok slaat dertien maal\n');
  const admin = 'first.admin@example.org';
  await belfryCommand(
    'setup',
    ...[
      '--data',
      dataDir,
      '--organisation',
      'Stad Example',
      '--admin',
      admin,
      '--password-file',
      passwordFile,
    ],
  );
  return await belfryCommand('token', '--data', dataDir, '--person', admin);
}

export async function startServerProcess(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [belfry, 'serve', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      BELFRY_LOG_LEVEL: 'warn',
      BELFRY_SMTP_LISTEN_PORT: 'off',
      // Whoever wants the log process says so, with ports of its own.
      BELFRY_ROLES: 'desk',
      ...environment,
    },
  });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready at (http\S+)/.exec(said)?.[1];
      if (found !== undefined) {
        resolve(found);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
  });
  return { address, process: child, ended, output: () => said };
}

/** The postmaster that runs on the data directory now. */
export async function postmasterPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}
