// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import {
  endpointById,
  findEndpoints,
  insertEndpoint,
  type KeptEndpoint,
  removeEndpoint,
  updateEndpoint,
} from './webhook-endpoint-store.ts';

const test = systemActor('test');
const now = new Date('2026-03-04T12:00:00Z');

async function aReceiver(t: TestContext) {
  const { database, query } = await openTestDatabase(t);
  const endpoint: KeptEndpoint = {
    id: randomUUID(),
    name: 'Chat',
    url: 'https://chat.example/hook',
    recipe: 'standard',
    gateway: null,
    events: ['critical', 'limit'],
    language: 'nl',
    isActive: true,
    secrets: { current: 'sealed', previous: null, token: null },
    addedAt: now,
    addedBy: null,
    lastReachedAt: null,
    lastError: null,
    version: 1,
  };
  await database.change(test, ({ sql }) => insertEndpoint(sql, endpoint));
  const read = () => database.read(test, ({ sql }) => endpointById(sql, endpoint.id));
  return { database, query, endpoint, read };
}

describe('updateEndpoint', () => {
  it('write what was read, and nothing over a change of somebody else', async (t) => {
    const { database, endpoint, read } = await aReceiver(t);
    assert.deepEqual(await read(), endpoint);
    const rename = (name: string) =>
      database.change(test, ({ sql }) => updateEndpoint(sql, { ...endpoint, name }));
    assert.deepEqual([await rename('Room'), await rename('Lost')], [true, false]);
    assert.deepEqual([(await read())?.name, (await read())?.version], ['Room', 2]);
  });
});

describe('removeEndpoint', () => {
  it('forget the secrets with it', async (t) => {
    const { database, endpoint, query, read } = await aReceiver(t);
    const remove = () => database.change(test, ({ sql }) => removeEndpoint(sql, endpoint.id, now));
    assert.deepEqual([await remove(), await remove(), await read()], ['Chat', null, null]);
    assert.deepEqual(await database.read(test, ({ sql }) => findEndpoints(sql)), []);
    const [kept] = await query<{ secret: object }>('SELECT secret FROM webhook_endpoint');
    assert.deepEqual(kept?.secret, {});
  });
});
