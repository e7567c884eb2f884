// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/belfry.mjs', import.meta.url));
const base = mkdtempSync(path.join(os.tmpdir(), 'belfry cli-'));
chmodSync(base, 0o755);
const dataDir = path.join(base, 'data');
const passwordFile = path.join(base, 'password');
writeFileSync(passwordFile, 'umbrella-quartz-lantern-77\n');
const servers: ChildProcess[] = [];

after(() => {
  for (const server of servers) server.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function belfry(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

interface Server {
  readonly child: ChildProcess;
  readonly address: string;
  readonly ended: Promise<number | null>;
}

async function serve(stdio: 'ipc' | 'pipe' = 'pipe'): Promise<Server> {
  const child = spawn(process.execPath, [bin, 'serve', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit', stdio],
    env: { ...process.env, BELFRY_ROLES: 'desk' },
  });
  servers.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  for (let waited = 0; waited < 240_000; waited += 20) {
    const address = /ready at (\S+)/.exec(out)?.[1];
    if (address !== undefined) return { child, address, ended };
    if (child.exitCode !== null) break;
    await delay(20);
  }
  throw new Error(`The server did not start: ${out}`);
}

describe('belfry', () => {
  it('belfry explains itself and refuses what it does not know', async () => {
    assert.match((await belfry()).out, /serve .*\n.*setup/);
    assert.match((await belfry('version')).out, /^belfry \d+\.\d+\.\d+ \(Node 26/);
    for (const name of ['serve', 'setup', 'token', 'backup', 'restore', 'doctor', 'version']) {
      const { code, out } = await belfry(name, '--help');
      assert.equal(code, 0, name);
      assert.match(out, new RegExp(`^belfry ${name}: `));
    }
    for (const args of [
      ['tokn'],
      ['token'],
      ['token', '--prson', 'x'],
      ['serve', '--port', 'x'],
      ['serve', 'now'],
    ]) {
      const { code, err } = await belfry(...args);
      assert.equal(code, 2, args.join(' '));
      assert.equal(err.split('\n').filter((line) => line.startsWith('    at ')).length, 0, err);
    }
  });

  it('belfry token fills no directory that was mistyped', async () => {
    const { code, err } = await belfry(
      'token',
      '--data',
      path.join(base, 'typo'),
      '--person',
      'a@example.org',
    );
    assert.equal(code, 1);
    assert.match(err, /holds no database/);
  });
});

describe('belfry around a server', () => {
  it('belfry setup, token, doctor and backup work before and beside a running server', async () => {
    const options = [
      '--organisation',
      'Stad Test',
      '--admin',
      'ana.ruiz@example.org',
      '--password-file',
      passwordFile,
    ];
    assert.equal((await belfry('setup', '--data', dataDir, ...options)).code, 0);
    const again = await belfry('setup', '--data', dataDir, ...options);
    assert.equal(again.code, 1);
    const server = await serve();
    assert.equal((await fetch(`${server.address}/readyz`)).status, 200);
    const token = await belfry('token', '--data', dataDir, '--person', 'ana.ruiz@example.org');
    assert.equal(token.code, 0, token.err);
    assert.match(token.out, /^\S{20,}\n$/);
    assert.equal((await belfry('token', '--data', dataDir, '--person', 'nobody@example.org')).code, 1);
    const doctor = await belfry('doctor', '--data', dataDir);
    assert.equal(doctor.code, 0, doctor.out);
    const to = path.join(base, 'backup');
    assert.equal((await belfry('backup', '--data', dataDir, '--to', to)).code, 0);
    assert.equal((await belfry('backup', '--data', dataDir, '--to', to)).code, 1);
    const restored = path.join(base, 'restored');
    const restore = await belfry('restore', '--from', to, '--data', restored);
    assert.equal(restore.code, 0, restore.err);
    assert.equal((await belfry('doctor', '--data', restored)).code, 0);
    assert.equal((await belfry('token', '--data', restored, '--person', 'ana.ruiz@example.org')).code, 0);
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 0);
  });

  it('belfry serve refuses a directory that another server has, and says which process', async () => {
    const server = await serve();
    const second = await belfry('serve', '--data', dataDir, '--port', '0');
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`process ${server.child.pid} uses it`));
    server.child.kill('SIGINT');
    assert.equal(await server.ended, 0);
  });

  // Whoever started the server may be killed without a word; the server must not live on unseen.
  it('belfry serve stops cleanly when its launcher vanishes', async () => {
    const server = await serve('ipc');
    server.child.disconnect();
    assert.equal(await server.ended, 0);
  });

  it('belfry serve starts again after kill -9 of server and PostgreSQL together', async () => {
    const server = await serve();
    const postmaster = Number(
      readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
    );
    server.child.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await server.ended;
    const next = await serve();
    assert.equal((await fetch(`${next.address}/readyz`)).status, 200);
    next.child.kill('SIGTERM');
    assert.equal(await next.ended, 0);
  });
});
