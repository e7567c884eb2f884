// SPDX-License-Identifier: Apache-2.0
import type { Refusal } from '@belfry/contract';

export interface StoredFile {
  /** SHA-256 of the content, lower-case hex: the only name a file has here. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface OpenFile {
  readonly sizeBytes: number;
  /**
   * The content. Its digest is checked while it flows; the last piece is held back until it matches, so a reader
   * never takes an altered file for a whole one.
   *
   * @throws FileStoreFailed `files.altered` before the last piece when the digest differs
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Files by the digest of their content, written once and never changed. Names, types and owners belong to the
 * database: nothing a sender chooses reaches a path.
 */
export interface FileStore {
  /**
   * Keeps a content. When it returns, the file survives a crash of the process and of the machine. When it throws,
   * the file is either absent or whole; keeping it again is always safe and gives the same digest. A crash in
   * the middle leaves at most a temporary file, which `sweep` removes.
   *
   * @returns a refusal when the content is longer than `bytesMax`; nothing of it is left then
   * @throws FileStoreFailed `files.disk_full` or `files.not_written`
   */
  keep(
    content: AsyncIterable<Uint8Array>,
    bytesMax: number,
  ): Promise<StoredFile | Refusal<'request.too_large'>>;

  /** Opens a content. @throws FileStoreFailed `files.missing` when it is not here */
  open(sha256: string): Promise<OpenFile>;

  /**
   * Removes a content nobody refers to. Spares one that was kept or kept again after `keptBefore`: whoever just
   * kept it may not have written down yet that they need it. @returns whether it is gone
   */
  discard(sha256: string, keptBefore: Date): Promise<boolean>;

  /** Removes what interrupted writes left behind before this moment. @returns how many */
  sweep(leftBefore: Date): Promise<number>;
}

export type FileStoreFailureCode =
  | 'files.disk_full'
  | 'files.not_written'
  | 'files.missing'
  | 'files.altered';

/** The store cannot do what it was asked; what that leaves behind stands at each verb. */
export class FileStoreFailed extends Error {
  readonly code: FileStoreFailureCode;
  constructor(code: FileStoreFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
