// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../platform/configuration/configuration.ts';
import { examineLog } from './doctor-log.ts';

test('examineLog() names lost keys, silent ports and authorities, and nothing that is in order', async (t) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'belfry-doctor-log-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const configuration = {
    ...readConfiguration({ args: ['--data', dataDir], environment: {} }),
    ...{ syslogPort: port, syslogTlsPort: null, relpPort: null, timeServers: [], timestampUrls: [] },
  };
  const states = async (more = {}) =>
    new Map(
      (await examineLog({ ...configuration, ...more })).map(
        ({ state, subject }) => [subject, state] as const,
      ),
    );
  const fresh = await states();
  assert.equal(fresh.get('log keys'), 'ok');
  assert.equal(fresh.get('syslog receiver'), 'ok');
  assert.equal(fresh.get('time servers'), 'note');
  mkdirSync(path.join(dataDir, 'log', 'audit-2026'), { recursive: true });
  assert.equal((await states()).get('log keys'), 'problem');
  mkdirSync(path.join(dataDir, 'keys'));
  writeFileSync(path.join(dataDir, 'keys', 'log-signing.key'), Buffer.alloc(32));
  writeFileSync(path.join(dataDir, 'keys', 'log-keys.json'), '{"logs":{}}');
  assert.equal((await states()).get('log keys'), 'problem');
  writeFileSync(path.join(dataDir, 'keys', 'log-keys.json'), '{"logs":{"audit-2026":["x"]}}');
  assert.equal((await states()).get('log keys'), 'ok');
  server.close();
  const gone = await states({
    timestampUrls: [`http://127.0.0.1:${port}/tsa`],
    timeServers: [`127.0.0.1:${port}`],
  });
  assert.equal(gone.get('syslog receiver'), 'note');
  assert.equal(gone.get('time-stamping authority'), 'problem');
  assert.equal(gone.get(`time server 127.0.0.1:${port}`), 'problem');
  assert.deepEqual([...(await states({ roles: ['desk'] })).values()], ['ok']);
});
