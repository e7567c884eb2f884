// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sealedRecord } from './log-record.ts';
import { aDataDirectory, belfryCommand, type ServerProcess, setUp, startServerProcess } from './process.ts';

const bin = fileURLToPath(new URL('../../cli/bin/belfry.mjs', import.meta.url));
const withLog = { BELFRY_ROLES: 'desk,log', BELFRY_SYSLOG_PORT: '0', BELFRY_RELP_PORT: '0' };
const INTACT_NOT_ANCHORED = 3;

function verify(dataDir: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'verify', dataDir], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

async function call(server: ServerProcess, token: string, path: string, body?: unknown) {
  const answer = await fetch(server.address + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

const report = (summary: string) => ({ summary });

/** The record as the desk tells it: positions from 1, with their identifiers. */
async function recordOf(server: ServerProcess, token: string): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Record<string, unknown> = await call(
      server,
      token,
      `/api/v1/history?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { id, position } of page['items'] as { id: string; position: number }[])
      found.set(position, id);
    cursor = page['next'] as string | null;
  }
  return found;
}

async function untilSealed(server: ServerProcess, token: string, position: number): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 200) {
    const seal = await call(server, token, '/api/v1/history/seal').catch(() => null);
    if (seal !== null && Number(seal['position']) >= position) return;
    await delay(200);
  }
  assert.fail(`position ${position} was not sealed within a minute:\n${server.output()}`);
}

// Danger: after the fire it turns out that the copy of the log cannot be started on, or proves something else.
test('belfry backup takes the log while it is written; what is restored verifies, and seals the record on, once', async (t) => {
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  const server = await startServerProcess(dataDir, withLog);
  t.after(() => server.process.kill('SIGKILL'));
  for (let count = 0; count < 20; count += 1)
    await call(server, token, '/api/v1/reports', report(`before ${count}`));
  await untilSealed(server, token, 20);
  let isOver = false;
  const writing = (async () => {
    for (let count = 0; !isOver; count += 1) {
      await call(server, token, '/api/v1/reports', report(`meanwhile ${count}`));
    }
  })();
  const to = join(dirname(dataDir), 'saved');
  await belfryCommand('backup', '--data', dataDir, '--to', to);
  isOver = true;
  await writing;
  server.process.kill('SIGTERM');
  await server.ended;
  const restored = join(dirname(dataDir), 'restored');
  await belfryCommand('restore', '--from', to, '--data', restored);
  const asCopied = await verify(restored);
  assert.equal(asCopied.code, INTACT_NOT_ANCHORED, asCopied.said);
  const second = await startServerProcess(restored, withLog);
  t.after(() => second.process.kill('SIGKILL'));
  await call(second, token, '/api/v1/reports', report('after the restore'));
  const record = await recordOf(second, token);
  const newest = Math.max(...record.keys());
  await untilSealed(second, token, newest);
  second.process.kill('SIGTERM');
  await second.ended;
  assert.doesNotMatch(second.output(), /"alarm":"(rollback|verification_failed)"/);
  const sealed = (await sealedRecord(restored)).map(
    (text) => JSON.parse(text) as { id: string; position: number },
  );
  assert.deepEqual(
    sealed.slice(0, newest).map(({ position }) => position),
    Array.from({ length: newest }, (_, at) => at + 1),
  );
  for (const { id, position } of sealed.slice(0, newest)) {
    if (record.has(position)) assert.equal(id, record.get(position));
  }
  const { code, said } = await verify(restored);
  assert.equal(code, INTACT_NOT_ANCHORED, said);
});
