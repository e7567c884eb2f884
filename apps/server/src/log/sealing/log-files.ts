// SPDX-License-Identifier: Apache-2.0
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { isAbsent } from '../../platform/files/is-absent.ts';

/**
 * The files of one log, as sealing uses them. Synchronous, because sealing has a thread of its own and every step
 * waits for the one before. An error of a sync ends the process: after it nobody knows what is on disk.
 */
export interface LogFiles {
  /** Null when it is not there. */
  read(file: string): Buffer | null;
  /** Names in a directory; none when it is not there. */
  list(directory: string): string[];
  /** Adds to the end of a file. Survives a crash of the machine after `sync`. */
  append(file: string, bytes: Uint8Array): void;
  sync(file: string): void;
  /** Makes files that were written lightly survive a crash of the machine, and their names. */
  syncAll(files: readonly string[]): void;
  /** Cuts a file to its first bytes; survives a crash of the machine. */
  truncate(file: string, size: number): void;
  /** Writes a file so that it is whole or absent whenever the machine stops. */
  writeDurably(file: string, bytes: Uint8Array): void;
  /** Writes a file so that it is whole or absent when the process dies; after a loss of power it has to be made again. */
  writeLightly(file: string, bytes: Uint8Array): void;
  /** Removes a file, or a directory with all that is in it. */
  remove(file: string): void;
  close(): void;
}

/** A sync failed: after it the system may call lost data written (fsyncgate), so nothing is tried again. */
export class SyncFailed extends Error {
  readonly code = 'log.sync_failed';
}

function synced(sync: () => void, file: string): void {
  try {
    sync();
  } catch (error) {
    throw new SyncFailed(`Cannot sync "${file}": the disk may have lost what was written`, { cause: error });
  }
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  synced(() => fsyncSync(handle), directory);
  closeSync(handle);
}

/** Makes a directory; its name survives a crash like that of a file. */
function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (let made = directory; first !== undefined && made.length >= first.length; made = path.dirname(made)) {
    syncDirectory(path.dirname(made));
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(handle, bytes, at);
  }
}

/** @param root directory of the log, such as `DATA/log/technical-2026` */
export function openLogFiles(root: string): LogFiles {
  const appending = new Map<string, number>();
  const made = new Set<string>();
  const at = (file: string) => path.join(root, file);
  const ready = (file: string) => {
    const directory = path.dirname(at(file));
    if (!made.has(directory)) {
      makeDirectory(directory);
      // A few thousand tile directories a year: forgetting them only costs a look.
      if (made.size > 1_000) made.clear();
      made.add(directory);
    }
    return at(file);
  };
  const replace = (file: string, bytes: Uint8Array, isDurable: boolean) => {
    const whole = ready(file);
    const temporary = `${whole}.new`;
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeAll(handle, bytes);
      if (isDurable) synced(() => fsyncSync(handle), file);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, whole);
    if (isDurable) syncDirectory(path.dirname(whole));
  };
  const handleOf = (file: string): number => {
    const open = appending.get(file) ?? openSync(ready(file), 'a', 0o600);
    if (!appending.has(file)) {
      appending.set(file, open);
      syncDirectory(path.dirname(at(file)));
    }
    return open;
  };
  const release = (file: string) => {
    const open = appending.get(file);
    if (open !== undefined) closeSync(open);
    appending.delete(file);
  };
  return {
    read: (file) => {
      try {
        return readFileSync(at(file));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    list: (directory) => {
      try {
        return readdirSync(at(directory));
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    },
    append: (file, bytes) => writeAll(handleOf(file), bytes),
    sync: (file) => {
      const handle = handleOf(file);
      synced(() => fdatasyncSync(handle), file);
    },
    syncAll: (files) => {
      // In this thread: beside it, each step would wait for its turn, and on a busy machine those turns add up to seconds.
      for (const file of files) {
        const handle = openSync(at(file), 'r');
        synced(() => fsyncSync(handle), file);
        closeSync(handle);
      }
      for (const directory of new Set(files.map((file) => path.dirname(at(file))))) {
        syncDirectory(directory);
      }
    },
    truncate: (file, size) => {
      if (statSync(at(file)).size <= size) return;
      release(file);
      const handle = openSync(at(file), 'r+');
      ftruncateSync(handle, size);
      synced(() => fsyncSync(handle), file);
      closeSync(handle);
    },
    writeDurably: (file, bytes) => replace(file, bytes, true),
    writeLightly: (file, bytes) => replace(file, bytes, false),
    remove: (file) => {
      release(file);
      made.delete(at(file));
      rmSync(at(file), { recursive: true, force: true });
    },
    close: () => [...appending.keys()].forEach(release),
  };
}
