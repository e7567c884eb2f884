// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../tools/launch.mjs', import.meta.url));
const base = mkdtempSync(path.join(os.tmpdir(), 'belfry launch-'));
chmodSync(base, 0o755);
const dataDir = path.join(base, 'data');
const started: ChildProcess[] = [];

after(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

/** Starts the launcher alone, or as npm does: npm, then a shell, then the launcher. */
async function launch(options: {
  underNpm: boolean;
}): Promise<{ child: ChildProcess; ended: Promise<number | null> }> {
  const command = [process.execPath, launcher, 'serve', '--data', dataDir, '--port', '0'];
  // The last command of a shell may replace it; a second one keeps it in between, as with npm.
  const script = `${command.map((word) => `'${word}'`).join(' ')}; true`;
  // Stands for npm: it starts a shell with the script and waits for it.
  const npm = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(script)}], { stdio: 'inherit' })`;
  const [program = '', ...args] = options.underNpm ? [process.execPath, '-e', npm] : command;
  const { npm_lifecycle_event: _outer, ...rest } = process.env;
  const environment = { ...rest, BELFRY_SYSLOG_PORT: '0', BELFRY_RELP_PORT: '0' };
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: options.underNpm ? { ...environment, npm_lifecycle_event: 'start' } : environment,
  });
  started.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  for (let waited = 0; waited < 120_000 && !out.includes('ready at'); waited += 20) {
    if (child.exitCode !== null) break;
    await delay(20);
  }
  assert.match(out, /ready at/);
  return { child, ended };
}

const serverPid = () => Number(JSON.parse(readFileSync(path.join(dataDir, 'serve.lock'), 'utf8')).pid);

async function untilStopped(): Promise<void> {
  for (let waited = 0; existsSync(path.join(dataDir, 'serve.lock')); waited += 50) {
    assert.ok(waited < 240_000, 'the server lives on');
    await delay(50);
  }
}

describe('launch.mjs', () => {
  it('launch.mjs refuses a command that it does not know', () => {
    const { status, stderr } = spawnSync(process.execPath, [launcher, 'swerve'], { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /known are serve, demo, test, check, bench, torture, generate, format/);
  });

  it('launch.mjs passes SIGTERM on and ends with the server', async () => {
    const { child, ended } = await launch({ underNpm: false });
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert.equal(existsSync(path.join(dataDir, 'serve.lock')), false);
  });

  // Process managers kill what they started, and nobody else: a server that lives on would hold the port and the data.
  it('the server stops cleanly after kill -9 of the launcher', async () => {
    const { child } = await launch({ underNpm: false });
    assert.notEqual(serverPid(), child.pid);
    child.kill('SIGKILL');
    await untilStopped();
  });

  it('the server stops cleanly after kill -9 of npm', { skip: process.platform !== 'linux' }, async () => {
    const { child } = await launch({ underNpm: true });
    child.kill('SIGKILL');
    await untilStopped();
  });
});
