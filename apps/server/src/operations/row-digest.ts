// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

const NEWLINE = 0x0a;
const MODULUS = 1n << 256n;

/**
 * Digests the lines of COPY's text form, whatever their order: where rows lie differs between a table
 * that lived and one that was filled at once. The sum finds faults; against forgery stands the
 * SHA-256 of the whole file.
 */
export class RowDigest extends Transform {
  #sum = 0n;
  #pending: Buffer[] = [];

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#pending.push(chunk.subarray(start, end));
      this.#addRow();
      start = end + 1;
    }
    if (start < chunk.length) this.#pending.push(Buffer.from(chunk.subarray(start)));
    done(null, chunk);
  }

  override _flush(done: () => void): void {
    if (this.#pending.length > 0) this.#addRow();
    done();
  }

  #addRow(): void {
    const hash = createHash('sha256');
    for (const part of this.#pending) hash.update(part);
    this.#pending = [];
    this.#sum = (this.#sum + BigInt(`0x${hash.digest('hex')}`)) % MODULUS;
  }

  /** Lower-case hex; asked once, at the end. */
  sum(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }
}
