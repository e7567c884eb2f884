// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from '../../platform/files/sync-directory.ts';

/** A file of the journal: its name is the number of its first entry, so nobody has to open it to know. */
export interface JournalFile {
  readonly firstSeq: number;
  readonly path: string;
}

const NAME = /^(\d{16})\.wal$/;

/** In the order of their entries. */
export async function journalFiles(directory: string): Promise<JournalFile[]> {
  const names = await readdir(directory);
  return names
    .flatMap((name) => {
      const firstSeq = NAME.exec(name)?.[1];
      return firstSeq === undefined ? [] : [{ firstSeq: Number(firstSeq), path: path.join(directory, name) }];
    })
    .sort((one, other) => one.firstSeq - other.firstSeq);
}

/** A new file whose name survives a crash: its directory is synced too. */
export async function createJournalFile(
  directory: string,
  firstSeq: number,
): Promise<{ file: JournalFile; handle: FileHandle }> {
  const file = { firstSeq, path: path.join(directory, `${String(firstSeq).padStart(16, '0')}.wal`) };
  const handle = await open(file.path, 'wx+', 0o640);
  await handle.sync();
  await syncDirectory(directory);
  return { file, handle };
}

/** Writes all of it, whatever share the system takes at a time. */
export async function writeWhole(
  handle: FileHandle,
  buffers: readonly Buffer[],
  position: number,
): Promise<number> {
  let total = 0;
  for (const { length } of buffers) total += length;
  let written = (await handle.writev([...buffers], position)).bytesWritten;
  if (written < total) {
    const rest = Buffer.concat(buffers);
    while (written < total) {
      written += (await handle.write(rest, written, total - written, position + written)).bytesWritten;
    }
  }
  return total;
}
