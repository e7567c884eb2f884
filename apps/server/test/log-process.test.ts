// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { aDataDirectory, startServerProcess } from './process.ts';

const withLog = {
  BELFRY_ROLES: 'desk,log',
  BELFRY_SYSLOG_PORT: '0',
  BELFRY_RELP_PORT: '0',
  BELFRY_LOG_LEVEL: 'info',
};

async function until<T>(look: () => Promise<T | null>, words: string): Promise<T> {
  for (let waited = 0; waited < 120_000; waited += 50) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    await delay(50);
  }
  return assert.fail(`Waited in vain: ${words}`);
}

/** The log process of a server: the child that runs `log/main.ts`. */
async function logProcessOf(serverPid: number): Promise<number | null> {
  const children = await readFile(`/proc/${serverPid}/task/${serverPid}/children`, 'utf8');
  for (const pid of children.trim().split(' ').map(Number)) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('log/main.ts')) return pid;
  }
  return null;
}

const isLinux = process.platform === 'linux';

// Danger: a log that dies takes the desk along, or stays away.
test('superviseLog() starts a killed log process again while the desk goes on', {
  skip: !isLinux,
}, async (t) => {
  const server = await startServerProcess(await aDataDirectory(t), withLog);
  t.after(() => server.process.kill('SIGKILL'));
  const status = async (path: string) => (await fetch(server.address + path)).status;
  const serverPid = server.process.pid ?? 0;
  const first = await until(() => logProcessOf(serverPid), 'a log process');
  assert.equal(await status('/readyz'), 200);
  assert.match(await (await fetch(`${server.address}/metrics`)).text(), /^belfry_log_journal_entries \d+$/m);
  process.kill(first, 'SIGKILL');
  const away = await fetch(`${server.address}/ingest/ndjson`, {
    method: 'POST',
    body: 'x'.repeat(1_000_000),
  });
  if (away.status === 503) assert.ok(away.headers.get('retry-after'));
  assert.equal(await status('/healthz'), 200);
  const second = await until(async () => {
    const pid = await logProcessOf(serverPid);
    return pid !== null && pid !== first && (await status('/readyz')) === 200 ? pid : null;
  }, 'a log process that is ready again');
  server.process.kill('SIGTERM');
  await server.ended;
  assert.equal(server.process.exitCode, 0, server.output());
  await assert.rejects(readFile(`/proc/${second}/cmdline`), { code: 'ENOENT' });
});

// Danger: an orphan goes on taking entries that nobody sees, and keeps the next start from the journal.
test('log/main.ts ends when its server is killed', { skip: !isLinux }, async (t) => {
  const dataDir = await aDataDirectory(t);
  const server = await startServerProcess(dataDir, withLog);
  t.after(() => server.process.kill('SIGKILL'));
  const pid = await until(() => logProcessOf(server.process.pid ?? 0), 'a log process');
  server.process.kill('SIGKILL');
  await server.ended;
  await until(async () => {
    const left = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return left === '' ? true : null;
  }, 'the end of the orphan');
  const again = await startServerProcess(dataDir, withLog);
  t.after(() => again.process.kill('SIGKILL'));
  assert.equal((await fetch(`${again.address}/readyz`)).status, 200);
  again.process.kill('SIGTERM');
  await again.ended;
});

test('startServer() with role log alone serves senders and watches, and no desk', async (t) => {
  const server = await startServerProcess(await aDataDirectory(t), { ...withLog, BELFRY_ROLES: 'log' });
  t.after(() => server.process.kill('SIGKILL'));
  const status = async (path: string) => (await fetch(server.address + path)).status;
  assert.deepEqual(await Promise.all(['/healthz', '/readyz', '/metrics'].map(status)), [200, 200, 200]);
  assert.equal(await status('/api/v1/session'), 404);
  server.process.kill('SIGTERM');
  await server.ended;
  assert.equal(server.process.exitCode, 0, server.output());
});
