// SPDX-License-Identifier: Apache-2.0
import { createHash, createPublicKey, hash, verify } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import {
  type CheckSignature,
  cosignatureVerifier,
  ed25519Verifier,
  isFault,
  type LogFiles,
  type NoteVerifier,
  parseVkey,
  type RunningSha256,
  type Sha256,
  signatureTypes,
  type Unzstd,
} from '@belfry/ledger';

/** 256 lines of the longest. */
const FRAME_CONTENT_BYTES_MAX = 16_777_216;
const ed25519Header = Buffer.from('302a300506032b6570032100', 'hex');
const mlDsa44Header = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');

/** What verification needs of the platform. */
export const platform: {
  readonly hash: Sha256;
  readonly startSha256: () => RunningSha256;
  readonly unzstd: Unzstd;
} = {
  hash: (bytes) => hash('sha256', bytes, 'buffer'),
  startSha256: () => createHash('sha256'),
  unzstd: (frame) => {
    try {
      return zstdDecompressSync(frame, { maxOutputLength: FRAME_CONTENT_BYTES_MAX });
    } catch {
      return null;
    }
  },
};

const checkedBy =
  (header: Buffer): CheckSignature =>
  (publicKey, message, signature) => {
    try {
      const key = createPublicKey({ key: Buffer.concat([header, publicKey]), format: 'der', type: 'spki' });
      return verify(null, message, key, signature);
    } catch {
      // A point that is on no curve is a key nobody can have signed with.
      return false;
    }
  };

/** Verifies with a key given as a vkey; null when the line is none. */
export function verifierOfVkey(line: string): NoteVerifier | null {
  const key = parseVkey(line);
  if (isFault(key)) return null;
  if (key.type === signatureTypes.ed25519) return ed25519Verifier(key, checkedBy(ed25519Header));
  const header = key.type === signatureTypes.cosignatureMlDsa44 ? mlDsa44Header : ed25519Header;
  return cosignatureVerifier(key, checkedBy(header));
}

/** A link is absent too: what it leads to is not what was handed over, and may be another thing tomorrow. */
const absent: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO']);
const isAbsent = (error: unknown) => error instanceof Error && 'code' in error && absent.has(error.code);
/** A pipe that stands where a file should would keep us waiting for ever. */
const READ_FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Files of a log in a directory. The file read last stays open: segments are read from front to back. */
export function filesIn(directory: string): LogFiles & AsyncDisposable {
  let held: { readonly file: string; readonly handle: FileHandle } | null = null;
  const handleOf = async (file: string): Promise<FileHandle> => {
    if (held?.file === file) return held.handle;
    await held?.handle.close();
    held = null;
    held = { file, handle: await open(path.join(directory, file), READ_FILE) };
    return held.handle;
  };
  return {
    list: async () => {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
        (error: unknown) => {
          if (isAbsent(error)) return [];
          throw error;
        },
      );
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          path.relative(directory, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
        );
    },
    read: async (file, begin, end) => {
      try {
        const handle = await handleOf(file);
        const about = await handle.stat();
        if (!about.isFile()) return null;
        const { size } = about;
        const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, size) - begin));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
        return bytes.subarray(0, bytesRead);
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await held?.handle.close();
      held = null;
    },
  };
}
