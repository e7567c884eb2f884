// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readConfiguration } from './platform/configuration/configuration.ts';
import { startServer } from './server.ts';

async function aConfiguration(t: TestContext, port: number) {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-server-'));
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const args = ['--data', join(dataDir, 'data'), '--port', String(port)];
  return readConfiguration({
    args,
    environment: { BELFRY_LOG_LEVEL: 'silent', BELFRY_SYSLOG_PORT: '0', BELFRY_RELP_PORT: '0' },
  });
}

test('startServer() is ready when it returns, and gives a setup link until somebody used it', async (t) => {
  const server = await startServer(await aConfiguration(t, 0));
  try {
    assert.equal((await fetch(`${server.address}/readyz`)).status, 200);
    assert.match(server.setupLink ?? '', /\/setup#\S{40,}$/);
  } finally {
    await server.stop();
  }
});

// Danger: a start that fails and leaves a PostgreSQL behind, so that the next start is refused too.
test('startServer() says which port is taken, and leaves nothing running', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const bound = taken.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const configuration = await aConfiguration(t, port);
  await assert.rejects(startServer(configuration), /Cannot listen on 127\.0\.0\.1:\d+: the port is in use/);
  await new Promise((resolve) => taken.close(resolve));
  const server = await startServer(configuration);
  await server.stop();
});
