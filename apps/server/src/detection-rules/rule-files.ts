// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '@belfry/contract';
import { type UnzipFileInfo, unzipSync } from 'fflate';

/** Why rules cannot be read at all; a file that is wrong by itself does not end the others. */
export type ReadFailure =
  | 'zip.not_valid'
  | 'zip.path_not_allowed'
  | 'rules.too_many_files'
  | 'rules.too_many_documents'
  | 'rules.too_large'
  | 'rules.none'
  | 'rules.not_text'
  | 'path.not_readable'
  | 'path.not_allowed'
  | 'path.changing'
  | 'read.too_long'
  | 'read.broken';

export class ReadFailed extends Error {
  readonly code: ReadFailure;
  constructor(code: ReadFailure, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A file as it was read: null is one that is larger than a rule may be. */
export interface RuleFile {
  readonly path: string;
  readonly bytes: Uint8Array | null;
}

export interface RuleFiles {
  readonly files: readonly RuleFile[];
  /** Files that are none of rules, or are links out of the folder. */
  readonly skipped: number;
}

const isRuleName = (name: string) => /\.ya?ml$/i.test(name);

/** Names somebody else chose: nothing is ever written under them, and none may look as if it stood elsewhere. */
function isPlainPath(name: string): boolean {
  return (
    name.length <= limits.rulePathCharactersMax &&
    !/[\p{Cc}\\]|^\/|^[a-z]:/iu.test(name) &&
    !name.split('/').includes('..')
  );
}

/**
 * Takes the rules out of a zip. Its directory says how large everything becomes, and that is believed only as a
 * bound: nothing is unpacked beyond it, so a bomb is refused before it goes off.
 */
export function filesOfZip(bytes: Uint8Array): RuleFiles {
  let total = 0;
  let entries = 0;
  const tooLarge: string[] = [];
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    entries += 1;
    if (entries > limits.ruleSetFilesMax) tooMany(entries);
    if (!isPlainPath(name)) {
      throw new ReadFailed(
        'zip.path_not_allowed',
        `${JSON.stringify(name.slice(0, 200))} leads out of the zip`,
      );
    }
    if (!isRuleName(name) || isHidden(name)) return false;
    if (originalSize > limits.ruleFileBytesMax) {
      tooLarge.push(name);
      return false;
    }
    total += originalSize;
    if (total > limits.ruleSetBytesMax) {
      throw new ReadFailed('rules.too_large', `Unpacked it has more than ${limits.ruleSetBytesMax} bytes`);
    }
    return true;
  };
  const unpacked = unzipped(bytes, filter);
  const files = Object.entries(unpacked).map(([name, content]): RuleFile => ({ path: name, bytes: content }));
  const withoutBytes = tooLarge.map((name): RuleFile => ({ path: name, bytes: null }));
  return {
    files: sorted(withoutRoot([...files, ...withoutBytes])),
    skipped: entries - files.length - tooLarge.length,
  };
}

function unzipped(bytes: Uint8Array, filter: (file: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof ReadFailed) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ReadFailed('zip.not_valid', `The zip cannot be unpacked: ${detail}`);
  }
}

/** A zip of a checkout has everything in one folder named after its version: the name would make all rules new. */
function withoutRoot(files: readonly RuleFile[]): readonly RuleFile[] {
  const [first] = files;
  const root = first?.path.split('/')[0] ?? '';
  const isShared =
    first?.path.includes('/') === true && files.every((file) => file.path.startsWith(`${root}/`));
  return isShared ? files.map((file) => ({ ...file, path: file.path.slice(root.length + 1) })) : files;
}

const isHidden = (name: string) =>
  name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

const sorted = (files: readonly RuleFile[]) =>
  [...files].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));

function tooMany(count: number): never {
  throw new ReadFailed(
    'rules.too_many_files',
    `${count} files or more are more than ${limits.ruleSetFilesMax}`,
  );
}

/** One file that was handed in by itself, or a zip: told by its first bytes, not by its name. */
export function filesOfUpload(bytes: Uint8Array, name: string): RuleFiles {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isZip) return filesOfZip(bytes);
  if (bytes.length > limits.ruleFileBytesMax) {
    throw new ReadFailed('rules.too_large', `A file of rules may have ${limits.ruleFileBytesMax} bytes`);
  }
  const plain = path.posix.basename(name.replaceAll('\\', '/')).replaceAll(/\p{Cc}/gu, ' ');
  return { files: [{ path: plain === '' ? 'rules.yml' : plain, bytes }], skipped: 0 };
}

/** A file of a folder, and what tells that it was touched. */
interface FolderEntry {
  readonly path: string;
  readonly real: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Lists the files of rules in a folder. A link is followed only to a file that stands in the folder itself, so that
 * whoever may write there cannot show us another part of this machine.
 *
 * @param allowed directories the configuration names; the folder has to stand in one, wherever its own links lead
 */
async function listFolder(
  folder: string,
  allowed: readonly string[],
): Promise<{ entries: FolderEntry[]; skipped: number }> {
  const root = await rootOf(folder, allowed);
  const entries: FolderEntry[] = [];
  let seen = 0;
  let skipped = 0;
  const open = [''];
  for (let inside = open.pop(); inside !== undefined; inside = open.pop()) {
    for (const each of await readdir(path.join(root, inside), { withFileTypes: true })) {
      seen += 1;
      if (seen > limits.ruleSetFilesMax) tooMany(seen);
      const name = inside === '' ? each.name : `${inside}/${each.name}`;
      if (each.name.startsWith('.')) continue;
      if (each.isDirectory()) open.push(name);
      else if (!isRuleName(name) || !isPlainPath(name)) skipped += 1;
      else {
        const real = each.isFile()
          ? path.join(root, name)
          : each.isSymbolicLink()
            ? await linkedFile(root, name)
            : null;
        if (real === null) skipped += 1;
        else {
          const { mtimeMs, size } = await lstat(real);
          entries.push({ path: name, real, size, mtimeMs });
        }
      }
    }
  }
  entries.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { entries, skipped };
}

async function rootOf(folder: string, allowed: readonly string[]): Promise<string> {
  const root = await realOf(folder);
  if (root === null || !(await lstat(root)).isDirectory()) {
    throw new ReadFailed('path.not_readable', `${folder} is no folder that can be read`);
  }
  for (const each of allowed) {
    const real = await realOf(each);
    if (real !== null && (root === real || root.startsWith(`${real}${path.sep}`))) return root;
  }
  throw new ReadFailed('path.not_allowed', `${folder} is not inside of a directory ruleFolders names`);
}

async function realOf(name: string): Promise<string | null> {
  try {
    return await realpath(name);
  } catch {
    return null;
  }
}

async function linkedFile(root: string, name: string): Promise<string | null> {
  const real = await realOf(path.join(root, name));
  return real?.startsWith(`${root}${path.sep}`) && (await lstat(real)).isFile() ? real : null;
}

/** Names, sizes and times of change of a folder as one text: two that are alike mean nobody wrote in between. */
function lookOf(entries: readonly FolderEntry[]): string {
  return entries.map(({ mtimeMs, path: name, size }) => `${name}\0${size}\0${mtimeMs}`).join('\n');
}

/** What tells that nobody wrote into a folder between two looks. */
export async function lookAt(folder: string, allowed: readonly string[]): Promise<string> {
  return lookOf((await listed(folder, allowed)).entries);
}

/** A file that goes while it is listed means that somebody writes: that is looked at another time. */
async function listed(folder: string, allowed: readonly string[]) {
  try {
    return await listFolder(folder, allowed);
  } catch (error) {
    if (error instanceof ReadFailed) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    throw code === 'ENOENT'
      ? new ReadFailed('path.changing', 'A file went while the folder was listed')
      : new ReadFailed('path.not_readable', `${folder} cannot be read: ${code}`);
  }
}

/** Reads the rules of a folder, whole: one that changes under the hand is read another time. */
export async function filesOfFolder(
  folder: string,
  allowed: readonly string[],
): Promise<RuleFiles & { readonly look: string }> {
  const { entries, skipped } = await listed(folder, allowed);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.ruleSetBytesMax) {
    throw new ReadFailed('rules.too_large', `${total} bytes are more than ${limits.ruleSetBytesMax}`);
  }
  const look = lookOf(entries);
  const files: RuleFile[] = [];
  for (const { path: name, real, size } of entries) {
    files.push({ path: name, bytes: size > limits.ruleFileBytesMax ? null : await contentOf(real, size) });
  }
  if ((await lookAt(folder, allowed)) !== look) {
    throw new ReadFailed('path.changing', 'The folder changed while it was read');
  }
  return { files, skipped, look };
}

/**
 * Reads a file that was listed. Whoever writes there may have put something else in its place since: a link out of the
 * folder, a pipe nobody writes to, a file without end. What was opened is looked at, not its name.
 */
export async function contentOf(real: string, size: number): Promise<Uint8Array> {
  let file: FileHandle | null = null;
  try {
    file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const [opened, named] = [
      await file.stat({ bigint: true }),
      await lstat(await realpath(real), { bigint: true }),
    ];
    const isListed =
      opened.isFile() &&
      opened.ino === named.ino &&
      opened.dev === named.dev &&
      (await realpath(real)) === real;
    if (!isListed || opened.size !== BigInt(size)) {
      throw new ReadFailed('path.changing', `${real} is another file than was listed`);
    }
    const bytes = new Uint8Array(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof ReadFailed) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const isChanging = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(code);
    throw new ReadFailed(isChanging ? 'path.changing' : 'path.not_readable', `${real}: ${code}`);
  } finally {
    await file?.close();
  }
}
