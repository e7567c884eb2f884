// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import pg from 'pg';
import type { Cluster } from '../platform/database/cluster.ts';
import { readMigrations } from '../platform/database/migrate.ts';
import { placeInStore } from '../platform/files/disk-file-store.ts';
import { digestOf } from './backup-manifest.ts';
import { type Finding, ok, problem } from './doctor-finding.ts';

const NAMED_MAX = 5;

export async function examineDatabase(
  cluster: Cluster,
  filesDir: string,
  isEmbedded: boolean,
): Promise<Finding[]> {
  const owner = new pg.Client(cluster.connection('owner'));
  const application = new pg.Client(cluster.connection('application'));
  for (const client of [owner, application]) client.on('error', () => {});
  await owner.connect();
  try {
    const findings = [await examineVersion(owner, isEmbedded), await examineDurability(owner)];
    const schema = await examineSchema(owner);
    findings.push(schema);
    if (schema.state === 'problem') return findings;
    await application.connect();
    try {
      findings.push(await examineRole(application), ...(await examineWalls(owner, application)));
    } finally {
      await application.end();
    }
    findings.push(await examineFiles(owner, filesDir));
    return findings;
  } finally {
    await owner.end();
  }
}

async function examineVersion(owner: pg.Client, isEmbedded: boolean): Promise<Finding> {
  const { rows } = await owner.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  return ok(
    'PostgreSQL',
    `version ${rows[0]?.version}, ${isEmbedded ? 'embedded' : 'by BELFRY_DATABASE_URL'}`,
  );
}

async function examineDurability(owner: pg.Client): Promise<Finding> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY 1`,
  );
  if (rows.length === 0) return ok('durability', 'what is acknowledged is on disk');
  const names = rows.map((row) => row.name).join(' and ');
  return problem(
    'durability',
    `${names} is off`,
    'Switch it on: a power cut loses acknowledged changes otherwise',
  );
}

async function examineSchema(owner: pg.Client): Promise<Finding> {
  const known = (await readMigrations()).length;
  const present = await owner.query<{ table: string | null }>(
    `SELECT to_regclass('public.schema_migration')::text AS table`,
  );
  if (present.rows[0]?.table == null) {
    return problem('schema', 'the database is empty', 'Start Belfry once, or restore a backup');
  }
  const { rows } = await owner.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM schema_migration',
  );
  const version = rows[0]?.version ?? 0;
  if (version === known) return ok('schema', `version ${version}`);
  const text = `version ${version}, this Belfry knows ${known}`;
  return problem('schema', text, version < known ? 'Start Belfry once: it migrates' : 'Use the newer Belfry');
}

async function examineRole(application: pg.Client): Promise<Finding> {
  const { rows } = await application.query<{ name: string; mighty: boolean; owned: number }>(
    `SELECT current_user AS name, rolsuper OR rolbypassrls AS mighty,
            (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname = current_user`,
  );
  const role = rows[0];
  if (role?.mighty === false && role.owned === 0)
    return ok('application role', `"${role.name}" is bound by row-level security`);
  const text = `"${role?.name}" passes row-level security (superuser, BYPASSRLS or owner of ${role?.owned} tables)`;
  return problem('application role', text, 'Give the tables to another role and take those rights away');
}

/** Everything that belongs to a case has a wall, and without a context the wall shows nothing. */
async function examineWalls(owner: pg.Client, application: pg.Client): Promise<Finding[]> {
  const { rows } = await owner.query<{ name: string; secured: boolean }>(
    `SELECT c.relname AS name, c.relrowsecurity AS secured FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        AND (c.relname IN ('incident', 'report') OR EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('incident_id', 'report_id') AND NOT a.attisdropped))
      ORDER BY 1`,
  );
  const open = rows.filter((row) => !row.secured).map((row) => row.name);
  const leaking: string[] = [];
  for (const { name } of rows.filter((row) => row.secured)) {
    if (await showsRows(application, name)) leaking.push(name);
  }
  if (open.length === 0 && leaking.length === 0)
    return [ok('need-to-know', `${rows.length} tables are walled`)];
  const findings: Finding[] = [];
  if (open.length > 0) {
    findings.push(
      problem(
        'need-to-know',
        `no row-level security on ${open.join(', ')}`,
        'Restore the schema: start Belfry of this version',
      ),
    );
  }
  if (leaking.length > 0) {
    findings.push(
      problem(
        'need-to-know',
        `${leaking.join(', ')} show rows to nobody in particular`,
        'Report this: the policies were changed',
      ),
    );
  }
  return findings;
}

async function showsRows(application: pg.Client, table: string): Promise<boolean> {
  try {
    const { rows } = await application.query<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM public.${pg.escapeIdentifier(table)}) AS some`,
    );
    return rows[0]?.some === true;
  } catch (error) {
    // Not even allowed to look: as closed as can be.
    if (error instanceof pg.DatabaseError && error.code === '42501') return false;
    throw error;
  }
}

/** Every attachment's content lies in the store and is what was received. */
async function examineFiles(owner: pg.Client, filesDir: string): Promise<Finding> {
  const { rows } = await owner.query<{ sha256: string; size: string }>(
    'SELECT DISTINCT sha256, size_bytes::text AS size FROM attachment ORDER BY 1',
  );
  const wrong: string[] = [];
  for (const { sha256, size } of rows) {
    const file = await findStored(filesDir, sha256);
    if (file === null) wrong.push(`${sha256} is missing`);
    else if ((await stat(file)).size !== Number(size) || (await digestOf(file)) !== sha256)
      wrong.push(`${sha256} was changed`);
  }
  if (wrong.length === 0) return ok('files', `${rows.length} are present and unchanged`);
  const named = wrong.slice(0, NAMED_MAX).join(', ');
  const text = `${wrong.length} of ${rows.length}: ${named}${wrong.length > NAMED_MAX ? ' ...' : ''}`;
  return problem('files', text, `Put them back into "${filesDir}" from a backup`);
}

async function findStored(filesDir: string, sha256: string): Promise<string | null> {
  const file = placeInStore(filesDir, sha256);
  return (await stat(file).catch(() => null))?.isFile() === true ? file : null;
}
