// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** Counts and digests what flows through. */
export class Digesting extends Transform {
  size = 0;
  readonly #hash = createHash('sha256');

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    this.size += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  /** Lower-case hex; asked once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}
