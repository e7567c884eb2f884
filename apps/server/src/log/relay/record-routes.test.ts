// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Fastify from 'fastify';
import { serveRecord } from './record-routes.ts';
import type { RelayedRecord } from './relayed-record.ts';

test('serveRecord() refuses what is no question, and says what is not sealed', async (t) => {
  const relayed: RelayedRecord = {
    last: async () => null,
    lastSealed: async () => null,
    find: async () => null,
    sealedSize: async () => 0,
  };
  const nowhere = join(tmpdir(), 'belfry-no-such-directory');
  const app = Fastify();
  t.after(() => app.close());
  serveRecord(app, { relayed, logDir: nowhere, keysDir: nowhere, witnesses: [] });
  const ask = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
  const id = '00000000-0000-4000-8000-000000000000';
  for (const wrong of [{}, { position: 0, id }, { position: 1.5, id }, { position: 1, id: '../..' }])
    assert.equal((await ask('/inside/record', wrong)).statusCode, 400);
  assert.equal((await ask('/inside/record', { position: 1, id })).statusCode, 404);
  assert.deepEqual((await ask('/inside/record-state', {})).json(), { position: 0, received: null });
});
