// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { type Cluster, openCluster } from '../platform/database/cluster.ts';
import { RESTORE_MARKER } from '../platform/database/cluster-directory.ts';
import type { ClusterLog } from '../platform/database/cluster-postmaster.ts';
import { migrate, readMigrations } from '../platform/database/migrate.ts';
import { syncDirectory } from '../platform/files/sync-directory.ts';
import { copyFile, syncDirectories } from './back-up.ts';
import { type Manifest, readVerifiedManifest } from './backup-manifest.ts';
import { OperationFailure } from './operation-failure.ts';
import {
  copyTableFromFile,
  fixTextForm,
  listTables,
  measureTable,
  orderByForeignKeys,
  type Table,
} from './table-copy.ts';

export interface RestoreOptions {
  /** A directory made by backUp(). */
  readonly from: string;
  /** A directory that is empty or does not exist. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly log: ClusterLog;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RestoreResult {
  readonly rowCount: number;
  readonly fileCount: number;
  readonly madeAt: string;
  readonly schemaVersion: number;
}

/**
 * Brings a backup back into an empty place. The backup is proved whole before anything is written; a marker keeps a server from
 * starting on a half restored directory, and a failure empties the directory again.
 */
export async function restore(options: RestoreOptions): Promise<RestoreResult> {
  const dataDir = path.resolve(options.dataDir);
  await refuseFilledDirectory(dataDir);
  const manifest = await readVerifiedManifest(options.from);
  await refuseNewer(manifest);
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const marker = path.join(dataDir, RESTORE_MARKER);
  await writeFile(marker, `${options.from}\n`, { flush: true });
  try {
    await bringBackFiles(options.from, dataDir, manifest);
    const schemaVersion = await bringBackDatabase({ ...options, dataDir }, manifest);
    await rm(marker);
    await syncDirectory(dataDir);
    const rowCount = manifest.tables.reduce((sum, table) => sum + table.rowCount, 0);
    return { rowCount, fileCount: manifest.files.length, madeAt: manifest.madeAt, schemaVersion };
  } catch (error) {
    for (const name of await readdir(dataDir))
      await rm(path.join(dataDir, name), { recursive: true, force: true });
    throw error;
  }
}

async function refuseFilledDirectory(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const names = await readdir(dataDir);
  if (names.length === 0) return;
  const what = names.includes(RESTORE_MARKER)
    ? 'a restore into it was interrupted'
    : `it holds "${names[0]}"`;
  throw new OperationFailure(
    'restore.target_not_empty',
    `Cannot restore into "${dataDir}": ${what}: empty it or choose another directory`,
  );
}

async function refuseNewer(manifest: Manifest): Promise<void> {
  const known = (await readMigrations()).length;
  if (manifest.schemaVersion <= known) return;
  throw new OperationFailure(
    'backup.newer',
    `Cannot restore: the backup has schema version ${manifest.schemaVersion}, this Belfry knows up to ${known}: use the release that made it, or a later one`,
  );
}

async function bringBackFiles(from: string, dataDir: string, manifest: Manifest): Promise<void> {
  for (const { path: file, sha256 } of manifest.files) {
    if (file.startsWith('tables/')) continue;
    const target = path.join(dataDir, file);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const copied = await copyFile(path.join(from, file), target);
    // Proved a moment ago and copied now: the bytes that arrive are the ones that count.
    if (copied?.sha256 !== sha256) throw mismatch(`"${file}" changed while it was read`);
  }
  for (const name of ['files', 'keys', 'log', 'journal']) {
    if (existsSync(path.join(dataDir, name))) await syncDirectories(path.join(dataDir, name));
  }
}

async function bringBackDatabase(options: RestoreOptions, manifest: Manifest): Promise<number> {
  const { dataDir, databaseUrl, log, settings } = options;
  const cluster = await openCluster({
    dataDir,
    mode: 'serve',
    databaseUrl,
    log,
    isRestoring: true,
    ...(settings === undefined ? {} : { settings }),
  });
  try {
    await refuseFilledDatabase(cluster);
    // The rows fit the schema they were saved from; what is newer comes afterwards, by the same migrations as at every start.
    await migrate(cluster.connection('owner'), manifest.schemaVersion);
    await fillTables(cluster, options.from, manifest);
    return await migrate(cluster.connection('owner'));
  } finally {
    await cluster.stop();
  }
}

async function refuseFilledDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1 LIMIT 1`,
    );
    if (rows[0] === undefined) return;
    throw new OperationFailure(
      'restore.target_not_empty',
      `Cannot restore into the database of BELFRY_DATABASE_URL: it holds table "${rows[0].name}": create an empty database and name that`,
    );
  } finally {
    await client.end();
  }
}

/** All rows in one transaction: the database is empty or whole. PostgreSQL itself checks every foreign key on the way in. */
async function fillTables(cluster: Cluster, from: string, manifest: Manifest): Promise<void> {
  const client = new pg.Client({ ...cluster.connection('owner'), application_name: 'belfry restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN');
    await fixTextForm(client);
    const tables = await orderByForeignKeys(client, await listTables(client));
    refuseOtherTables(tables, manifest);
    // Our triggers ran when the rows were made; here they would run a second time, or refuse.
    for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} DISABLE TRIGGER USER`);
    // A migration may have put rows of its own; the backup has them too, as they were.
    for (const table of tables.toReversed()) await client.query(`DELETE FROM ${quoted(table)}`);
    for (const table of tables) await fillTable(client, from, manifest, table);
    for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} ENABLE TRIGGER USER`);
    for (const { name, lastValue, isCalled } of manifest.sequences) {
      await client.query('SELECT setval($1::regclass, $2, $3)', [
        `public.${pg.escapeIdentifier(name)}`,
        lastValue,
        isCalled,
      ]);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

function refuseOtherTables(tables: readonly Table[], manifest: Manifest): void {
  const describe = (list: readonly Table[]) =>
    list
      .map(({ name, columns }) => `${name}(${columns.join()})`)
      .sort()
      .join(' ');
  if (describe(tables) === describe(manifest.tables)) return;
  throw mismatch(`its tables are not those of schema version ${manifest.schemaVersion}`);
}

/** After the copy in, the table is copied out again and has to give the very rows of the backup. */
async function fillTable(client: pg.Client, from: string, manifest: Manifest, table: Table): Promise<void> {
  const saved = manifest.tables.find(({ name }) => name === table.name);
  const file = manifest.files.find((entry) => entry.path === saved?.path);
  if (saved === undefined || file === undefined) throw mismatch(`table "${table.name}" is missing`);
  // The backup's own order of columns, so that a later reordering of the schema cannot mix them up.
  const wanted = { name: saved.name, columns: saved.columns };
  const sent = await copyTableFromFile(client, wanted, path.join(from, saved.path));
  const found = await measureTable(client, wanted);
  if (found.rowCount === saved.rowCount && found.digest === sent.digest) return;
  throw mismatch(
    `table "${table.name}" has ${found.rowCount} rows with digest ${found.digest} instead of ${saved.rowCount} with ${sent.digest}`,
  );
}

function quoted(table: Table): string {
  return `public.${pg.escapeIdentifier(table.name)}`;
}

function mismatch(what: string): OperationFailure {
  return new OperationFailure(
    'restore.mismatch',
    `Cannot restore the backup: ${what}: use another backup, or report this message`,
  );
}
