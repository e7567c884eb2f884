// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/database.ts';
import { MigrationFailed, migrate, readMigrations } from './migrate.ts';

test('migrate() does nothing on a schema that is current, even from two starts at once', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  const versions = await Promise.all([migrate(owner), migrate(owner)]);
  const known = (await readMigrations()).length;
  assert.deepEqual(versions, [known, known]);
  assert.equal((await query('SELECT 1 FROM schema_migration')).length, known);
});

// Danger: an older Belfry that starts on a newer schema and writes what the newer one cannot read.
test('migrate() refuses a schema that is newer than this Belfry', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  await query(`INSERT INTO schema_migration (version, name, sha256) VALUES (9999, '9999-future.sql', 'x')`);
  await assert.rejects(migrate(owner), (error: unknown) => {
    assert.ok(error instanceof MigrationFailed);
    assert.match(error.message, /9999-future\.sql.*start the newer Belfry/s);
    return true;
  });
});

test('migrate() refuses a migration that was changed after it was applied', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  await query(`UPDATE schema_migration SET sha256 = 'other' WHERE version = 1`);
  await assert.rejects(migrate(owner), /was applied with SHA-256 other/);
});

// Danger: half a migration, and a desk that starts on it.
test('migrate() leaves nothing of a migration that fails, and stops the start', async (t) => {
  const { owner, query } = await openTestDatabase(t);
  const last = (await readMigrations()).at(-1);
  await query('DELETE FROM schema_migration WHERE version = $1', [last?.version]);
  const before = await query('SELECT count(*) FROM information_schema.columns');
  await assert.rejects(migrate(owner), MigrationFailed);
  assert.deepEqual(await query('SELECT count(*) FROM information_schema.columns'), before);
});
