// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { unknownSenderId } from './sender-address.ts';
import { openSourceRegistry } from './source-registry.ts';

const quiet = pino({ level: 'silent' });

async function directoryFor(t: TestContext): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-sources-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  return directory;
}

async function openRegistry(desk: TestDatabase, directory: string) {
  const registry = await openSourceRegistry({
    database: desk.database,
    connection: () => desk.application,
    logger: quiet,
    directory,
  });
  desk.closeFirst(() => registry.close());
  return registry;
}

async function addSource(
  desk: TestDatabase,
  identity: { kind: string; value: string },
  state = 'active',
): Promise<string> {
  const id = randomUUID();
  await desk.query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'web', $2, 'transaction', 'functional', now(), now())`,
    [id, state],
  );
  await desk.query(
    'INSERT INTO log_source_identity (id, source_id, kind, value, created_at) VALUES ($1, $2, $3, $4, now())',
    [randomUUID(), id, identity.kind, identity.value],
  );
  return id;
}

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + 240_000;
  while (!(await holds())) {
    assert.ok(performance.now() < until, 'it never came true');
    await delay(20);
  }
}

const from = (address: string) => ({ transport: 'syslog-tcp' as const, address, port: 40_000 });

test('bySender() knows the narrowest network, whichever socket an address came through', async (t) => {
  const desk = await openTestDatabase(t);
  const wide = await addSource(desk, { kind: 'address', value: '10.0.0.0/8' });
  const narrow = await addSource(desk, { kind: 'address', value: '10.1.2.0/24' });
  const six = await addSource(desk, { kind: 'address', value: '2001:db8::/32' });
  const registry = await openRegistry(desk, await directoryFor(t));
  assert.equal(registry.bySender(from('10.9.9.9')).sourceId, wide);
  assert.equal(registry.bySender(from('10.1.2.3')).sourceId, narrow);
  const mapped = registry.bySender(from('::ffff:10.1.2.3'));
  assert.equal(mapped.sourceId, narrow);
  assert.equal(mapped.peer, '10.1.2.3:40000');
  assert.deepEqual([mapped.stream, mapped.retentionClass], ['transaction', 'functional']);
  assert.equal(registry.bySender(from('2001:db8:0::7')).sourceId, six);
  assert.equal(registry.bySender(from('2001:db8::7')).peer, '[2001:db8:0:0:0:0:0:7]:40000');
});

test('bySender() and byToken() know a certificate by fingerprint or name, and a token by its hash', async (t) => {
  const desk = await openTestDatabase(t);
  const hex = createHash('sha256').update('certificate').digest('hex');
  const byPrint = await addSource(desk, { kind: 'certificate', value: `sha256:${hex}` });
  const byName = await addSource(desk, { kind: 'certificate', value: 'CN=web01.example.org' });
  const byToken = await addSource(desk, {
    kind: 'token',
    value: createHash('sha256').update('secret').digest('hex'),
  });
  const registry = await openRegistry(desk, await directoryFor(t));
  const colons = (hex.toUpperCase().match(/../g) ?? []).join(':');
  const shows = (fingerprint256: string, subject: string) =>
    registry.bySender({ ...from('192.0.2.1'), certificate: { fingerprint256, subject } }).sourceId;
  assert.equal(shows(colons, 'CN=other'), byPrint);
  assert.equal(shows('00:11', 'C=BE\nO=Example\nCN=web01.example.org'), byName);
  assert.equal(shows('00:22', 'CN=stranger'), unknownSenderId('192.0.2.1'));
  assert.equal(registry.byToken('secret', 'hec', '192.0.2.1:1')?.sourceId, byToken);
  assert.equal(registry.byToken('wrong', 'hec', '192.0.2.1:1'), null);
});

test('bySender() gives an unknown sender one identity and one row, and hears when it is adopted', async (t) => {
  const desk = await openTestDatabase(t);
  const registry = await openRegistry(desk, await directoryFor(t));
  const first = registry.bySender(from('192.0.2.9'));
  assert.equal(first.sourceId, unknownSenderId('192.0.2.9'));
  assert.equal(registry.bySender({ ...from('::ffff:192.0.2.9'), port: 7 }).sourceId, first.sourceId);
  const rows = () => desk.query<{ name: string; state: string }>('SELECT name, state FROM log_source');
  await eventually(async () => (await rows()).length > 0);
  assert.deepEqual(await rows(), [{ name: '192.0.2.9', state: 'unknown' }]);
  await desk.query("UPDATE log_source SET state = 'active', retention_class = 'functional'");
  await eventually(() => registry.bySender(from('192.0.2.9')).retentionClass === 'functional');
});

test('a retired source is known by nothing: who still sends waits as an unknown sender', async (t) => {
  const desk = await openTestDatabase(t);
  await addSource(desk, { kind: 'address', value: '192.0.2.5' }, 'retired');
  const registry = await openRegistry(desk, await directoryFor(t));
  assert.equal(registry.bySender(from('192.0.2.5')).sourceId, unknownSenderId('192.0.2.5'));
});

test('openSourceRegistry() starts without PostgreSQL from its copy, and keeps the rows still to be written', async (t) => {
  const desk = await openTestDatabase(t);
  const directory = await directoryFor(t);
  const known = await addSource(desk, { kind: 'address', value: '192.0.2.7' });
  const before = await openRegistry(desk, directory);
  assert.equal(before.bySender(from('192.0.2.7')).sourceId, known);
  await before.close();

  const away = {
    change: () => Promise.reject(new Error('away')),
    read: () => Promise.reject(new Error('away')),
  };
  const parts = { connection: () => ({ host: '127.0.0.1', port: 1 }), logger: quiet, directory };
  const without = await openSourceRegistry({
    ...parts,
    database: { ...away, close: () => Promise.resolve() },
  });
  assert.equal(without.bySender(from('192.0.2.7')).sourceId, known);
  without.bySender(from('192.0.2.8'));
  await without.close();

  await openRegistry(desk, directory);
  const rows = await desk.query("SELECT FROM log_source WHERE name = '192.0.2.8'");
  assert.equal(rows.length, 1);
});

test('openSourceRegistry() starts when its copy was damaged', async (t) => {
  const desk = await openTestDatabase(t);
  const directory = await directoryFor(t);
  await writeFile(path.join(directory, 'sources.json'), '{"v":1,');
  const known = await addSource(desk, { kind: 'address', value: '192.0.2.7' });
  const registry = await openRegistry(desk, directory);
  assert.equal(registry.bySender(from('192.0.2.7')).sourceId, known);
});

test('a flood of forged addresses makes no more rows than the bound: the rest share one source', async (t) => {
  const desk = await openTestDatabase(t);
  await desk.query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     SELECT gen_random_uuid(), 'n' || n, 'unknown', 'technical', 'technical', now(), now() FROM generate_series(1, 9998) n`,
  );
  const registry = await openRegistry(desk, await directoryFor(t));
  const ids = new Set<string>();
  for (let index = 0; index < 500; index += 1) {
    ids.add(registry.bySender(from(`198.51.100.${index % 250}`)).sourceId);
  }
  assert.equal(ids.size, 3);
  assert.ok(ids.has(unknownSenderId('others')));
});
