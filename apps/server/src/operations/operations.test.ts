// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { systemClock } from '../platform/clock/clock.ts';
import { readConfiguration } from '../platform/configuration/configuration.ts';
import { type Cluster, openCluster } from '../platform/database/cluster.ts';
import { migrate } from '../platform/database/migrate.ts';
import { openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { backUp } from './back-up.ts';
import { examine, type Finding } from './doctor.ts';
import { OperationFailure, type OperationFailureCode } from './operation-failure.ts';
import { restore } from './restore.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const settings = { fsync: 'off' };
const base = mkdtempSync(path.join(os.tmpdir(), 'belfry-operations-'));
chmodSync(base, 0o755);
const dataDir = path.join(base, 'da ta');
const content = Buffer.from('the mail as it came\r\n\0');
const sha256 = createHash('sha256').update(content).digest('hex');
const storedIn = (directory: string) =>
  path.join(directory, 'files/sha256', sha256.slice(0, 2), sha256.slice(2));
let cluster: Cluster;
let owner: pg.Client;

before(async () => {
  cluster = await openCluster({ dataDir, mode: 'serve', log: quiet, settings });
  await migrate(cluster.connection('owner'));
  owner = await connect(cluster);
  await fill();
});

after(async () => {
  await owner.end();
  await cluster.stop();
  rmSync(base, { recursive: true, force: true });
});

async function connect(to: Cluster): Promise<pg.Client> {
  const client = new pg.Client(to.connection('owner'));
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Rows with everything that a text format can trip over: tabs, backslashes, NULL and its name, dates, arrays, JSON. */
async function fill(): Promise<void> {
  await owner.query(`
    INSERT INTO person (id, name, email, language, roles, state, created_at, deputy_id) VALUES
      ('00000000-0000-4000-8000-000000000001', E'Ana\\tRuiz \\\\N "x"', 'ana@example.org', 'nl', '{helpdesk,handler}', 'active', now(), '00000000-0000-4000-8000-000000000002'),
      ('00000000-0000-4000-8000-000000000002', '\\N', 'bo@example.org', 'fr', '{}', 'invited', '2024-02-29 23:59:59.999999+05', NULL);
    INSERT INTO incident (id, reference, title, status, tlp, personal_data, restricted, moments, declared_at, updated_at)
      VALUES ('00000000-0000-4000-8000-000000000003', 'INC-2026-0001', E'line\\nbreak', 'pending', 'TLP:AMBER', 'unknown', true, '{"a": [1, null, "é"]}', now(), now());
    INSERT INTO incident_participant (incident_id, person_id, role, since)
      VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', 'lead', now());
    INSERT INTO outbox (position, id, event, recorded_at, subject, incident_id, canonical)
      VALUES (1, gen_random_uuid(), 'incident.declared', now(), 'INC-2026-0001', '00000000-0000-4000-8000-000000000003', '{}');
    UPDATE outbox_head SET position = 1`);
  await owner.query(
    `INSERT INTO attachment (id, incident_id, name, media_type, size_bytes, sha256, added_at, added_by)
     VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000003', 'mail.eml', 'message/rfc822', $1, $2, now(), '{}')`,
    [content.length, sha256],
  );
  const store = await openDiskFileStore(path.join(dataDir, 'files'));
  await store.keep(Readable.from([content]), content.length);
  // An upload that a crash cut off belongs to nothing and is not saved.
  writeFileSync(path.join(dataDir, 'files/incoming/cut-off'), 'half');
}

async function rowsOf(client: pg.Client): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of rows) {
    if (name === 'schema_migration') continue;
    const found = await client.query<{ row: string }>(
      `SELECT t::text AS row FROM public.${name} t ORDER BY 1`,
    );
    all[name] = found.rows.map(({ row }) => row);
  }
  return all;
}

const failsWith = (code: OperationFailureCode) => (error: unknown) =>
  error instanceof OperationFailure && error.code === code;

async function aBackup(name: string): Promise<string> {
  const to = path.join(base, name);
  await backUp({ cluster, dataDir, to, clock: systemClock });
  return to;
}

const bringBack = (from: string, name: string, databaseUrl: string | null = null) =>
  restore({ from, dataDir: path.join(base, name), databaseUrl, log: quiet, settings });

describe('backUp() and restore()', () => {
  it('restore() gives back every row and file of a desk', async () => {
    const result = await bringBack(await aBackup('plain'), 'plain restored');
    assert.ok(result.rowCount > 5);
    assert.equal(existsSync(path.join(base, 'plain restored/files/incoming/cut-off')), false);
    const other = await openCluster({
      dataDir: path.join(base, 'plain restored'),
      mode: 'serve',
      log: quiet,
      settings,
    });
    try {
      const client = await connect(other);
      assert.deepEqual(await rowsOf(client), await rowsOf(owner));
      // The record stays append-only after a restore.
      await assert.rejects(client.query('DELETE FROM outbox'), /only ever appended/);
      await client.end();
    } finally {
      await other.stop();
    }
    assert.deepEqual(readFileSync(storedIn(path.join(base, 'plain restored'))), content);
  });

  // Danger: a backup that is whole is refused, because rows that were changed lie elsewhere than rows filled in at once.
  it('restore() takes tables whose rows lie in another order', async () => {
    await owner.query(`INSERT INTO rule_set (id, kind, name, added_at) VALUES (gen_random_uuid(), 'shipped', 'Rules', now());
      INSERT INTO detection_rule (id, rule_set_id, kind, sigma_id, path, title, yaml, digest, added_at, changed_at)
      SELECT gen_random_uuid(), (SELECT id FROM rule_set), 'rule', n::text, n || '.yml', 'A rule',
             repeat(md5(n::text), 1 + (n * 37) % 60), '', now(), now() FROM generate_series(1, 400) n`);
    const result = await bringBack(await aBackup('of rules'), 'rules restored');
    assert.ok(result.rowCount > 400);
  });

  // Danger: whoever steals a backup has the sealed identities and the key that opens them in one place.
  it('backUp() leaves the key of identities where it is, and takes every other key', async () => {
    writeFileSync(path.join(dataDir, 'keys/identity.key'), Buffer.alloc(32, 7), { mode: 0o600 });
    writeFileSync(path.join(dataDir, 'keys/other.key'), Buffer.alloc(32, 8), { mode: 0o600 });
    const from = await aBackup('without identity key');
    assert.equal(existsSync(path.join(from, 'keys/identity.key')), false);
    assert.equal(existsSync(path.join(from, 'keys/other.key')), true);
  });

  // A backup across two moments would hold an incident whose record says something else.
  it('backUp() saves one moment while a writer runs', async () => {
    let isWriting = true;
    const underWay = Promise.withResolvers<void>();
    const writer = (async () => {
      const client = await connect(cluster);
      for (let position = 2; isWriting; position += 1) {
        await client.query('BEGIN');
        await client.query('UPDATE outbox_head SET position = $1', [position]);
        await client.query(
          `INSERT INTO outbox (position, id, event, recorded_at, subject, canonical) VALUES ($1, gen_random_uuid(), 'x', now(), 'x', repeat('x', 2000))`,
          [position],
        );
        await client.query('COMMIT');
        if (position === 20) underWay.resolve();
      }
      await client.end();
    })();
    await underWay.promise;
    const to = await aBackup('moving');
    isWriting = false;
    await writer;
    await bringBack(to, 'moving restored');
    const other = await openCluster({
      dataDir: path.join(base, 'moving restored'),
      mode: 'serve',
      log: quiet,
      settings,
    });
    const client = await connect(other);
    const { rows } = await client.query<{ head: string; last: string; count: string }>(
      'SELECT (SELECT position FROM outbox_head) AS head, max(position) AS last, count(*) AS count FROM outbox',
    );
    await client.end();
    await other.stop();
    assert.ok(Number(rows[0]?.head) > 10);
    assert.equal(rows[0]?.head, rows[0]?.last);
    assert.equal(rows[0]?.head, rows[0]?.count);
  });

  it('backUp() refuses to overwrite and leaves nothing half done', async () => {
    const to = await aBackup('twice');
    await assert.rejects(aBackup('twice'), failsWith('backup.target_exists'));
    assert.equal(existsSync(`${to}.unfinished`), false);
  });
});

describe('restore() and bad input', () => {
  const changes: Record<string, (backup: string) => void> = {
    'a changed table': (backup) => {
      const file = path.join(backup, 'tables/incident.copy');
      writeFileSync(file, readFileSync(file, 'utf8').replace('INC-2026-0001', 'INC-2026-0002'));
    },
    'a longer table': (backup) => appendFileSync(path.join(backup, 'tables/person.copy'), 'x'),
    'a missing file': (backup) => rmSync(storedIn(backup)),
    'an added file': (backup) => writeFileSync(path.join(backup, 'files/more'), 'x'),
    'a cut manifest': (backup) => {
      const file = path.join(backup, 'manifest.json');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -10));
    },
    'a manifest that climbs out': (backup) => {
      const file = path.join(backup, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      manifest.files.push({ path: 'files/../../../../etc/passwd', size: 1, sha256: '0'.repeat(64) });
      writeFileSync(file, JSON.stringify(manifest));
    },
  };

  it('restore() refuses every altered backup before it writes anything', async () => {
    for (const [name, change] of Object.entries(changes)) {
      const backup = await aBackup(`altered ${name}`);
      change(backup);
      await assert.rejects(bringBack(backup, `from ${name}`), failsWith('backup.altered'), name);
      assert.equal(existsSync(path.join(base, `from ${name}`)), false, name);
    }
  });

  it('restore() refuses a directory in use, a directory that is no backup and a newer schema', async () => {
    const backup = await aBackup('good');
    await assert.rejects(bringBack(backup, 'da ta'), failsWith('restore.target_not_empty'));
    await assert.rejects(bringBack(path.join(base, 'nothing'), 'x'), failsWith('backup.unreadable'));
    const file = path.join(backup, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"schemaVersion": \d+/, '"schemaVersion": 9999'));
    await assert.rejects(bringBack(backup, 'newer'), failsWith('backup.newer'));
  });

  // A digest only says that the file is the one of the manifest; whoever rewrote both is stopped by the foreign keys.
  it('restore() empties the directory again when rows do not fit together', async () => {
    const backup = await aBackup('torn');
    const table = path.join(backup, 'tables/person.copy');
    writeFileSync(table, '');
    const file = path.join(backup, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const entry of manifest.files) {
      if (entry.path === 'tables/person.copy')
        Object.assign(entry, { size: 0, sha256: createHash('sha256').digest('hex') });
    }
    for (const entry of manifest.tables) if (entry.name === 'person') entry.rowCount = 0;
    writeFileSync(file, JSON.stringify(manifest));
    await assert.rejects(bringBack(backup, 'torn restored'), /foreign key/);
    assert.deepEqual(readdirSync(path.join(base, 'torn restored')), []);
  });

  // A crash in the middle of a restore must not become a desk with half of its record.
  it('openCluster() refuses a directory whose restore was interrupted', async () => {
    const dataDir = path.join(base, 'interrupted');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'restore-unfinished'), 'x');
    await assert.rejects(
      openCluster({ dataDir, mode: 'serve', log: quiet }),
      /restore into it was interrupted/,
    );
  });
});

describe('restore() into an external PostgreSQL', () => {
  it('backUp() and restore() work from and to a database of somebody else, without superuser', async () => {
    const port = String(40_000 + (process.pid % 20_000));
    const host = await openCluster({
      dataDir: path.join(base, 'host'),
      mode: 'serve',
      log: quiet,
      settings: { ...settings, listen_addresses: '127.0.0.1', port },
    });
    try {
      const landlord = await connect(host);
      await landlord.query(`CREATE ROLE landlord LOGIN CREATEROLE PASSWORD 'x'`);
      await landlord.query('GRANT belfry_app TO landlord WITH ADMIN OPTION');
      await landlord.query('CREATE DATABASE let_out OWNER landlord');
      await landlord.end();
      const databaseUrl = `postgresql://landlord:x@127.0.0.1:${port}/let_out`;
      await bringBack(await aBackup('for external'), 'external restored', databaseUrl);
      const external = await openCluster({
        dataDir: path.join(base, 'external restored'),
        mode: 'serve',
        databaseUrl,
        log: quiet,
      });
      const client = await connect(external);
      assert.deepEqual(await rowsOf(client), await rowsOf(owner));
      await client.end();
      await assert.rejects(
        bringBack(path.join(base, 'for external'), 'again', databaseUrl),
        failsWith('restore.target_not_empty'),
      );
      const to = path.join(base, 'from external');
      await backUp({
        cluster: external,
        dataDir: path.join(base, 'external restored'),
        to,
        clock: systemClock,
      });
      await bringBack(to, 'embedded again');
    } finally {
      await host.stop();
    }
  });
});

describe('examine()', () => {
  const look = (environment: Record<string, string> = {}) =>
    examine(readConfiguration({ args: ['--data', dataDir], environment }), quiet);
  const problemsIn = (findings: Finding[]) =>
    findings.filter((finding) => finding.state === 'problem').map((finding) => finding.subject);

  it('examine() finds a healthy desk healthy beside the running server', async () => {
    // The cluster of this test has fsync off for speed, which is a problem; no mail server is none.
    assert.deepEqual(problemsIn(await look()), ['durability']);
  });

  it('examine() names open keys, changed files, open tables and a plain http address', async () => {
    const stored = storedIn(dataDir);
    chmodSync(stored, 0o600);
    const keys = path.join(dataDir, 'keys/database.json');
    chmodSync(keys, 0o644);
    writeFileSync(stored, 'something else');
    await owner.query('ALTER TABLE task DISABLE ROW LEVEL SECURITY');
    const findings = await look({
      BELFRY_PUBLIC_URL: 'http://desk.example.org',
      BELFRY_SMTP_URL: 'smtp://127.0.0.1:1',
    });
    chmodSync(keys, 0o600);
    writeFileSync(stored, content);
    await owner.query('ALTER TABLE task ENABLE ROW LEVEL SECURITY');
    assert.deepEqual(problemsIn(findings), [
      'keys',
      'durability',
      'need-to-know',
      'files',
      'public address',
      'mail',
    ]);
    for (const finding of findings) assert.equal(finding.state !== 'ok', finding.whatToDo !== undefined);
  });

  it('examine() says when there is nothing to look at', async () => {
    const findings = await examine(
      readConfiguration({ args: ['--data', path.join(base, 'none')], environment: {} }),
      quiet,
    );
    assert.deepEqual(problemsIn(findings), ['data directory']);
  });
});
