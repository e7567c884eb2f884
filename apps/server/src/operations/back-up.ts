// SPDX-License-Identifier: Apache-2.0
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import type { Clock } from '../platform/clock/clock.ts';
import { BACKUP_LOCK } from '../platform/database/backup-lock.ts';
import type { Cluster } from '../platform/database/cluster.ts';
import { syncDirectory } from '../platform/files/sync-directory.ts';
import {
  listFiles,
  MANIFEST_NAME,
  type Manifest,
  type ManifestFile,
  writeManifest,
} from './backup-manifest.ts';
import { Digesting } from './digesting.ts';
import { OperationFailure } from './operation-failure.ts';
import { savingLog } from './save-log.ts';
import { copyTableToFile, fixTextForm, listTables } from './table-copy.ts';

export interface BackUpOptions {
  readonly cluster: Cluster;
  readonly dataDir: string;
  /** The directory to make; it must not exist yet. */
  readonly to: string;
  readonly clock: Clock;
}

export interface BackUpResult {
  readonly rowCount: number;
  readonly fileCount: number;
  readonly size: number;
}

/** Directories below DATA that go along with the database. Files are written once and never changed; keys hardly ever. */
const SAVED_DIRECTORIES = ['files', 'keys'] as const;
const KEY_KEPT_APART = 'identity.key';

/**
 * Saves one moment of the desk while it runs. The rows come from one snapshot. Files are copied after it: a file is stored before
 * its row is committed, so every row of the snapshot finds its file.
 * The directory gets its name when it is complete and on disk; what a crash leaves is called `.unfinished` and restores nowhere.
 */
export async function backUp(options: BackUpOptions): Promise<BackUpResult> {
  const to = path.resolve(options.to);
  const unfinished = `${to}.unfinished`;
  if (existsSync(to)) {
    throw new OperationFailure(
      'backup.target_exists',
      `Cannot back up to "${to}": it exists: choose a new directory`,
    );
  }
  if (existsSync(unfinished)) {
    throw new OperationFailure(
      'backup.target_exists',
      `Cannot back up to "${to}": "${unfinished}" exists: wait for the backup that writes it, or remove it when none does`,
    );
  }
  await mkdir(path.dirname(to), { recursive: true });
  await mkdir(unfinished, { mode: 0o700 });
  try {
    const manifest = await save(options, unfinished);
    await writeFile(path.join(unfinished, MANIFEST_NAME), writeManifest(manifest), {
      mode: 0o600,
      flush: true,
    });
    for (const name of ['tables', ...SAVED_DIRECTORIES, 'log', 'journal', '.'])
      await syncDirectories(path.join(unfinished, name));
    await rename(unfinished, to);
    await syncDirectory(path.dirname(to));
    return {
      rowCount: manifest.tables.reduce((sum, table) => sum + table.rowCount, 0),
      fileCount: manifest.files.length,
      size: manifest.files.reduce((sum, file) => sum + file.size, 0),
    };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function save(
  options: BackUpOptions,
  into: string,
): Promise<Omit<Manifest, 'format' | 'formatVersion'>> {
  const saving = savingLog(options.dataDir, into);
  await saving.ahead();
  const { tables, sequences, files, schemaVersion, postgresVersion } = await saveTables(
    options.cluster,
    into,
    () => saving.moment(),
  );
  for (const name of SAVED_DIRECTORIES) {
    files.push(...(await saveDirectory(path.join(options.dataDir, name), path.join(into, name), name)));
  }
  const madeAt = options.clock.now().toISOString();
  return { madeAt, schemaVersion, postgresVersion, tables, sequences, files };
}

/**
 * Rows of one snapshot, and the log of the same moment: nothing of the record reaches the log between the two, so
 * that what is sealed in the copy is in its database too.
 */
async function saveTables(cluster: Cluster, into: string, saveLogs: () => Promise<ManifestFile[]>) {
  const client = new pg.Client({ ...cluster.connection('owner'), application_name: 'belfry backup' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [BACKUP_LOCK]);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await fixTextForm(client);
    // The first look at a table fixes what the transaction sees.
    const versions = await readVersions(client);
    const files: ManifestFile[] = await saveLogs();
    await client.query('SELECT pg_advisory_unlock($1)', [BACKUP_LOCK]);
    await mkdir(path.join(into, 'tables'), { mode: 0o700 });
    const tables: Manifest['tables'] = [];
    for (const table of await listTables(client)) {
      const file = `tables/${table.name}.copy`;
      const { rowCount, size, sha256 } = await copyTableToFile(client, table, path.join(into, file));
      tables.push({ name: table.name, columns: [...table.columns], rowCount, path: file });
      files.push({ path: file, size, sha256 });
    }
    const sequences = await readSequences(client);
    await client.query('COMMIT');
    return { tables, sequences, files, ...versions };
  } finally {
    await client.end();
  }
}

async function readVersions(client: pg.Client): Promise<{ schemaVersion: number; postgresVersion: string }> {
  const known = await client.query<{ present: boolean }>(
    `SELECT to_regclass('public.schema_migration') IS NOT NULL AS present`,
  );
  if (known.rows[0]?.present !== true) {
    throw new OperationFailure(
      'backup.nothing_to_save',
      'Cannot back up: the database is empty: start Belfry once first',
    );
  }
  const { rows } = await client.query<{ schema: number; postgres: string }>(
    `SELECT max(version) AS schema, current_setting('server_version') AS postgres FROM schema_migration`,
  );
  return { schemaVersion: rows[0]?.schema ?? 0, postgresVersion: rows[0]?.postgres ?? '' };
}

/** Sequences stand outside of snapshots: they are read last, so they are never behind the rows. */
async function readSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of rows) {
    const found = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM public.${pg.escapeIdentifier(name)}`,
    );
    sequences.push({
      name,
      lastValue: found.rows[0]?.value ?? '1',
      isCalled: found.rows[0]?.called ?? false,
    });
  }
  return sequences;
}

async function saveDirectory(from: string, to: string, name: string): Promise<ManifestFile[]> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const saved: ManifestFile[] = [];
  for (const file of await listFiles(from)) {
    // Uploads on their way: no row speaks of them yet, and a crash leaves them to be swept.
    if (name === 'files' && file.startsWith('incoming/')) continue;
    // Sealed identities and the key that opens them never lie in one place that travels: see docs/operating/backup.md.
    if (name === 'keys' && file === KEY_KEPT_APART) continue;
    const target = path.join(to, file);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const copied = await copyFile(path.join(from, file), target);
    if (copied !== null) saved.push({ path: `${name}/${file}`, ...copied });
  }
  return saved;
}

/** Copies and digests in one pass. Null when the file has gone since it was listed: an upload that was given up. */
export async function copyFile(from: string, to: string): Promise<{ size: number; sha256: string } | null> {
  const digesting = new Digesting();
  try {
    const target = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(createReadStream(from), digesting, target);
  } catch (error) {
    if ((await stat(from).catch(() => null)) !== null) throw error;
    await rm(to, { force: true });
    return null;
  }
  return { size: digesting.size, sha256: digesting.sha256() };
}

/** Names survive a crash only once the directories that hold them are on disk. */
export async function syncDirectories(directory: string): Promise<void> {
  const directories = new Set([directory]);
  for (const file of await listFiles(directory)) {
    for (
      let at = path.dirname(path.join(directory, file));
      at.length > directory.length;
      at = path.dirname(at)
    )
      directories.add(at);
  }
  for (const name of directories) await syncDirectory(name);
}
