// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OperationFailure } from './operation-failure.ts';

export const MANIFEST_NAME = 'manifest.json';
/** 2 since the log goes along; 1 is read too. */
const FORMAT_VERSION = 2;

/** Paths come from whoever made the backup: below the known directories, and never upwards. */
const manifestPath = z
  .string()
  .max(1_000)
  .regex(/^(tables|files|keys|log|journal)\/[^\0\\]+$/)
  .refine((value) => value.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const sqlName = z.string().min(1).max(63);

const manifestShape = z.strictObject({
  format: z.literal('belfry-backup'),
  formatVersion: z.literal([1, FORMAT_VERSION]),
  madeAt: z.iso.datetime(),
  schemaVersion: z.int().min(1),
  postgresVersion: z.string(),
  tables: z.array(
    z.strictObject({
      name: sqlName,
      columns: z.array(sqlName),
      rowCount: z.int().min(0),
      path: manifestPath,
    }),
  ),
  sequences: z.array(
    z.strictObject({ name: sqlName, lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() }),
  ),
  files: z.array(z.strictObject({ path: manifestPath, size: z.int().min(0), sha256: sha256Hex })),
});

/** What a backup holds; written last, so a directory with a manifest is a whole backup. */
export type Manifest = z.infer<typeof manifestShape>;
export type ManifestFile = Manifest['files'][number];

export function writeManifest(content: Omit<Manifest, 'format' | 'formatVersion'>): string {
  return `${JSON.stringify({ format: 'belfry-backup', formatVersion: FORMAT_VERSION, ...content }, null, 1)}\n`;
}

/** Reads the manifest and proves every file of the backup against it before anything else is touched. */
export async function readVerifiedManifest(from: string): Promise<Manifest> {
  const manifest = await readManifest(from);
  const expected = new Map(manifest.files.map((file) => [file.path, file]));
  for (const table of manifest.tables) {
    if (!expected.has(table.path)) throw altered(from, `table "${table.name}" has no file`);
  }
  const present = await listFiles(from);
  const stranger = present.find((name) => name !== MANIFEST_NAME && !expected.has(name));
  if (stranger !== undefined) throw altered(from, `"${stranger}" is not in the manifest`);
  for (const file of manifest.files) await verifyFile(from, file);
  return manifest;
}

async function readManifest(from: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(from, MANIFEST_NAME), 'utf8');
  } catch (cause) {
    throw new OperationFailure(
      'backup.unreadable',
      `Cannot read backup "${from}": it has no readable ${MANIFEST_NAME}: name the directory that "belfry backup" made`,
      { cause },
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw altered(from, `${MANIFEST_NAME} is no JSON`, cause);
  }
  const parsed = manifestShape.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw altered(from, `${MANIFEST_NAME} has an unexpected "${issue?.path.join('.') ?? ''}"`);
}

async function verifyFile(from: string, file: ManifestFile): Promise<void> {
  const full = path.join(from, file.path);
  const entry = await stat(full).catch(() => null);
  if (entry === null || !entry.isFile()) throw altered(from, `"${file.path}" is missing`);
  if (entry.size !== file.size) {
    throw altered(from, `"${file.path}" has ${entry.size} bytes, the manifest says ${file.size}`);
  }
  const sha256 = await digestOf(full);
  if (sha256 !== file.sha256) {
    throw altered(from, `"${file.path}" has SHA-256 ${sha256}, the manifest says ${file.sha256}`);
  }
}

function altered(from: string, what: string, cause?: unknown): OperationFailure {
  return new OperationFailure(
    'backup.altered',
    `Cannot restore backup "${from}": ${what}: it was changed or damaged after it was made: use another backup`,
    { cause },
  );
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** All regular files below a directory, as paths with slashes, sorted. Links are not followed and not listed. */
export async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}
