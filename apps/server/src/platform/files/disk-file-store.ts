// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { limits, type Refusal, refuse } from '@belfry/contract';
import { type FileStore, FileStoreFailed, type OpenFile, type StoredFile } from './file-store.ts';
import { syncDirectory } from './sync-directory.ts';

/** The calls whose failure leaves a doubt; tests replace them to fail before and after the deed. */
export interface DiskCalls {
  rename(from: string, to: string): Promise<void>;
  syncDirectory(directory: string): Promise<void>;
  write(file: fs.FileHandle, chunk: Uint8Array): Promise<void>;
  syncFile(file: fs.FileHandle): Promise<void>;
  freeBytes(directory: string): Promise<number>;
}

export const diskCalls: DiskCalls = {
  rename: (from, to) => fs.rename(from, to),
  syncDirectory,
  write: async (file, chunk) => {
    for (let offset = 0; offset < chunk.byteLength; ) {
      const { bytesWritten } = await file.write(chunk, offset, chunk.byteLength - offset);
      offset += bytesWritten;
    }
  },
  syncFile: (file) => file.sync(),
  freeBytes: async (directory) => {
    const { bavail, bsize } = await fs.statfs(directory);
    return bavail * bsize;
  },
};

const sha256Form = /^[0-9a-f]{64}$/;
const READ_BYTES = 262_144;

const rootOf = (directory: string) => path.join(directory, 'sha256');
const placeOf = (root: string, sha256: string) => path.join(root, sha256.slice(0, 2), sha256.slice(2));

/** Where a store in this directory keeps a content; for the doctor, who looks and opens nothing. */
export function placeInStore(directory: string, sha256: string): string {
  return placeOf(rootOf(directory), sha256);
}

/** Keeps files on the local disk, under `<directory>/sha256/ab/cdef…`. */
export async function openDiskFileStore(directory: string, calls = diskCalls): Promise<FileStore> {
  const root = rootOf(directory);
  const incoming = path.join(directory, 'incoming');
  await fs.mkdir(root, { recursive: true, mode: 0o700 });
  await fs.mkdir(incoming, { recursive: true, mode: 0o700 });
  await calls.syncDirectory(directory);
  return new DiskFileStore(root, incoming, calls);
}

class DiskFileStore implements FileStore {
  readonly #root: string;
  readonly #incoming: string;
  readonly #calls: DiskCalls;

  constructor(root: string, incoming: string, calls: DiskCalls) {
    this.#root = root;
    this.#incoming = incoming;
    this.#calls = calls;
  }

  async keep(content: AsyncIterable<Uint8Array>, bytesMax: number) {
    const temporary = path.join(this.#incoming, randomUUID());
    try {
      await this.#leaveRoom();
      const stored = await this.#receive(content, bytesMax, temporary);
      if ('refused' in stored) {
        return stored;
      }
      await this.#place(temporary, stored);
      return stored;
    } catch (error) {
      throw asFailure(error);
    } finally {
      // Gone already when it was renamed; a temporary that stays is swept later.
      await fs.rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** Strangers may send files: they fill the disk up to the reserve, and never take the database down with it. */
  async #leaveRoom(): Promise<void> {
    const free = await this.#calls.freeBytes(this.#root);
    if (free < limits.diskReserveBytesMin) {
      throw new FileStoreFailed(
        'files.disk_full',
        `Cannot keep a file: the disk has ${free} bytes left, ${limits.diskReserveBytesMin} are held back: make room`,
      );
    }
  }

  async #receive(
    content: AsyncIterable<Uint8Array>,
    bytesMax: number,
    temporary: string,
  ): Promise<StoredFile | Refusal<'request.too_large'>> {
    const file = await fs.open(temporary, 'wx', 0o400);
    try {
      const digest = createHash('sha256');
      let sizeBytes = 0;
      for await (const chunk of content) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes > bytesMax) {
          return refuse('request.too_large', `A file may have ${bytesMax} bytes`);
        }
        digest.update(chunk);
        await this.#calls.write(file, chunk);
      }
      await this.#calls.syncFile(file);
      return { sha256: digest.digest('hex'), sizeBytes };
    } finally {
      await file.close();
    }
  }

  async #place(temporary: string, stored: StoredFile): Promise<void> {
    const target = this.#pathOf(stored.sha256);
    const directory = path.dirname(target);
    if ((await fs.mkdir(directory, { recursive: true, mode: 0o700 })) !== undefined) {
      await this.#calls.syncDirectory(this.#root);
    }
    const present = await fs.stat(target).catch(() => null);
    if (present !== null && present.size === stored.sizeBytes) {
      // Kept before: only its moment moves on, so that `discard` spares it. A rename that went through before the
      // crash may not be on the disk yet, so the directory is synced all the same.
      const now = new Date();
      await fs.utimes(target, now, now);
    } else {
      await this.#calls.rename(temporary, target);
    }
    // From here the file survives a crash of the machine.
    await this.#calls.syncDirectory(directory);
  }

  async open(sha256: string): Promise<OpenFile> {
    const place = this.#pathOf(sha256);
    try {
      const { size } = await fs.stat(place);
      return { sizeBytes: size, content: checked(place, sha256) };
    } catch (error) {
      throw new FileStoreFailed('files.missing', `Cannot open file ${sha256}: it is not in the store`, error);
    }
  }

  async discard(sha256: string, keptBefore: Date): Promise<boolean> {
    const target = this.#pathOf(sha256);
    const present = await fs.stat(target).catch(() => null);
    if (present === null) {
      return true;
    }
    if (present.mtime >= keptBefore) {
      return false;
    }
    await fs.rm(target, { force: true });
    return true;
  }

  async sweep(leftBefore: Date): Promise<number> {
    let swept = 0;
    for (const name of await fs.readdir(this.#incoming)) {
      const left = path.join(this.#incoming, name);
      const present = await fs.stat(left).catch(() => null);
      if (present !== null && present.mtime < leftBefore) {
        await fs.rm(left, { force: true });
        swept += 1;
      }
    }
    return swept;
  }

  #pathOf(sha256: string): string {
    if (!sha256Form.test(sha256)) {
      throw new FileStoreFailed('files.missing', 'Cannot open a file: its name is no SHA-256');
    }
    return placeOf(this.#root, sha256);
  }
}

/**
 * Reads a file to its end while checking its digest; the last piece waits for the verdict. Opened when the first piece
 * is asked for: a content nobody begins to read, as after HEAD or a lost connection, holds no handle that would end
 * the process when it is collected.
 */
async function* checked(place: string, sha256: string): AsyncGenerator<Uint8Array> {
  const digest = createHash('sha256');
  const file = await fs.open(place, 'r');
  try {
    let held: Uint8Array | null = null;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, null);
      if (bytesRead === 0) {
        break;
      }
      const chunk = buffer.subarray(0, bytesRead);
      digest.update(chunk);
      if (held !== null) {
        yield held;
      }
      held = chunk;
    }
    const found = digest.digest('hex');
    if (found !== sha256) {
      throw new FileStoreFailed(
        'files.altered',
        `Cannot serve file ${sha256}: its content now has SHA-256 ${found}: restore it from a backup`,
      );
    }
    if (held !== null) {
      yield held;
    }
  } finally {
    await file.close();
  }
}

function asFailure(error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FileStoreFailed('files.disk_full', 'Cannot keep a file: the disk is full', error);
  }
  if (code.startsWith('E')) {
    return new FileStoreFailed('files.not_written', `Cannot keep a file: ${code}`, error);
  }
  return error;
}
