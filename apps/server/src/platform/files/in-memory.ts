// SPDX-License-Identifier: Apache-2.0
import type { FileStore } from './file-store.ts';

/** A content in memory, whole. Only for what has a limit that memory can bear. */
export async function readWhole(files: Pick<FileStore, 'open'>, sha256: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await files.open(sha256)).content) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Bytes as a content to keep. */
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Bytes that lie in no store, to be opened like a file of one. */
export function fileInMemory(bytes: Uint8Array): Pick<FileStore, 'open'> {
  return { open: async () => ({ sizeBytes: bytes.byteLength, content: inOnePiece(bytes) }) };
}
