// SPDX-License-Identifier: Apache-2.0
import { createReadStream, createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Digesting } from './digesting.ts';
import { RowDigest } from './row-digest.ts';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Copied {
  readonly rowCount: number;
  readonly size: number;
  readonly sha256: string;
}

/** The text of a value must not depend on who copies: the same rows give the same bytes on both sides. */
const TEXT_SETTINGS = [
  `SET LOCAL datestyle = 'ISO, YMD'`,
  `SET LOCAL intervalstyle = 'iso_8601'`,
  `SET LOCAL timezone = 'UTC'`,
  `SET LOCAL bytea_output = 'hex'`,
  'SET LOCAL extra_float_digits = 3',
  `SET LOCAL client_encoding = 'UTF8'`,
  'SET LOCAL statement_timeout = 0',
  'SET LOCAL idle_in_transaction_session_timeout = 0',
];

export async function fixTextForm(client: pg.Client): Promise<void> {
  for (const setting of TEXT_SETTINGS) await client.query(setting);
}

/** Tables of the desk, without what a migration or a job runner makes again by itself. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'schema_migration'
      GROUP BY c.relname ORDER BY c.relname`,
  );
  return rows;
}

/** Tables in the order in which they can be filled: what a foreign key points at comes first. */
export async function orderByForeignKeys(client: pg.Client, tables: readonly Table[]): Promise<Table[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
       JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
      WHERE k.contype = 'f' AND f.oid <> t.oid`,
  );
  const waiting = [...tables];
  const ordered: Table[] = [];
  while (waiting.length > 0) {
    const names = new Set(waiting.map((table) => table.name));
    const index = waiting.findIndex(
      (table) => !rows.some((row) => row.from === table.name && names.has(row.to)),
    );
    const [next] = waiting.splice(index, 1);
    // A circle of foreign keys would be a mistake of a migration; the test of this file meets it first.
    if (index < 0 || next === undefined)
      throw new Error(`Foreign keys form a circle: ${[...names].join(', ')}`);
    ordered.push(next);
  }
  return ordered;
}

function target(table: Table): string {
  return `public.${pg.escapeIdentifier(table.name)} (${table.columns.map(pg.escapeIdentifier).join(', ')})`;
}

/** Writes a table's rows to a new file, which is on disk when this returns. */
export async function copyTableToFile(client: pg.Client, table: Table, file: string): Promise<Copied> {
  const digesting = new Digesting();
  const source = client.query(copyTo(`COPY ${target(table)} TO STDOUT`));
  await pipeline(source, digesting, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  return { rowCount: source.rowCount, size: digesting.size, sha256: digesting.sha256() };
}

/** Rows of a table, and a digest of them that does not know their order. */
export interface Rows {
  readonly rowCount: number;
  readonly digest: string;
}

export async function measureTable(client: pg.Client, table: Table): Promise<Rows> {
  const digest = new RowDigest();
  const source = client.query(copyTo(`COPY ${target(table)} TO STDOUT`));
  await pipeline(source, digest, new Writable({ write: (_chunk, _encoding, done) => done() }));
  return { rowCount: source.rowCount, digest: digest.sum() };
}

/** The rows as they stand in the file. */
export async function copyTableFromFile(client: pg.Client, table: Table, file: string): Promise<Rows> {
  const digest = new RowDigest();
  const sink = client.query(copyFrom(`COPY ${target(table)} FROM STDIN`));
  await pipeline(createReadStream(file), digest, sink);
  return { rowCount: sink.rowCount, digest: digest.sum() };
}
