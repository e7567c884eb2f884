// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

/** A migration that cannot be applied: the start stops, and says what to do. */
export class MigrationFailed extends Error {
  readonly code = 'migration.failed';
}

/** One number for every Belfry: two that start at once on one database wait for each other. */
const MIGRATION_LOCK = 4_207_849_112;
const migrationsDir = new URL('../../migrations/', import.meta.url);

/** The migrations that ship, in order. Numbers run from 1 without a gap. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, migrationsDir), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { version: Number(name.slice(0, 4)), name, text, sha256 };
    }),
  );
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) {
      throw new MigrationFailed(
        `Cannot read migrations: "${migration.name}" stands where number ${index + 1} belongs`,
      );
    }
  });
  return migrations;
}

/**
 * Brings the schema forward, each migration in a transaction of its own, under a lock.
 *
 * @param upTo the version to stop at; the newest when absent
 * @returns the version the schema has now
 * @throws MigrationFailed when one fails, was changed after it was applied, or the schema is newer than this Belfry
 */
export async function migrate(owner: pg.ClientConfig, upTo?: number): Promise<number> {
  const migrations = (await readMigrations()).filter((m) => upTo === undefined || m.version <= upTo);
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await client.query('GRANT SELECT ON schema_migration TO belfry_app');
    const applied = await client.query<{ version: number; name: string; sha256: string }>(
      'SELECT version, name, sha256 FROM schema_migration ORDER BY version',
    );
    const newest = applied.rows.at(-1)?.version ?? 0;
    refuseStrangers(applied.rows, await readMigrations());
    for (const migration of migrations.filter((m) => m.version > newest)) {
      await apply(client, migration);
    }
    return Math.max(newest, migrations.at(-1)?.version ?? 0);
  } finally {
    await client.end();
  }
}

function refuseStrangers(
  applied: readonly { version: number; name: string; sha256: string }[],
  known: readonly Migration[],
): void {
  for (const row of applied) {
    const ours = known[row.version - 1];
    if (ours === undefined) {
      throw new MigrationFailed(
        `Cannot open the database: its schema has version ${row.version} ("${row.name}"), this Belfry knows up to ${known.length}: start the newer Belfry, or restore a backup of this version`,
      );
    }
    if (ours.sha256 !== row.sha256) {
      throw new MigrationFailed(
        `Cannot open the database: migration "${row.name}" was applied with SHA-256 ${row.sha256}, this Belfry has ${ours.sha256}: install the release that made this database`,
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.text);
    await client.query('INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.sha256,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new MigrationFailed(
      `Cannot migrate the database to version ${migration.version} ("${migration.name}"): ${error instanceof Error ? error.message : String(error)}: nothing was changed; restore the release before this one, or report this message`,
      { cause: error },
    );
  }
}
