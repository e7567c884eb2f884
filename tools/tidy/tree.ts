// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseSources, type Source } from './source.ts';

export interface TreeFile {
  readonly path: string;
  readonly bytes: number;
  /** Null for what is not text. */
  readonly text: string | null;
}

export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly sources: readonly Source[];
}

const BINARY = /\.(png|ico|woff2|jpg|pdf)$/;
const SOURCE = /\.(ts|tsx|mjs)$/;

/** Everything that is or would be committed: what git ignores is not part of the house. */
export function readTree(root: string): Tree {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1_048_576,
  });
  const paths = [...new Set(listed.split('\n'))].filter(
    (path) => path !== '' && existsSync(join(root, path)),
  );
  return treeOf(
    paths.map((path) => ({
      path,
      bytes: statSync(join(root, path)).size,
      text: BINARY.test(path) ? null : readFileSync(join(root, path), 'utf8'),
    })),
  );
}

function treeOf(files: readonly TreeFile[]): Tree {
  const texts = files.flatMap(({ path, text }) =>
    SOURCE.test(path) && text !== null ? [[path, text] as const] : [],
  );
  return { files: new Map(files.map((file) => [file.path, file])), sources: parseSources(new Map(texts)) };
}

/** A made-up tree for the tests of a rule. */
export function aTree(texts: Readonly<Record<string, string>>): Tree {
  return treeOf(
    Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), text })),
  );
}

export const isTest = (path: string) =>
  /\.(test|e2e|contract)\.tsx?$/.test(path) || /\/(test|e2e)\//.test(path);
export const isGenerated = (path: string) =>
  path.includes('.generated.') || path.startsWith('docs/reference/');
