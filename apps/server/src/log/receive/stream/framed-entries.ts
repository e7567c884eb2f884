// SPDX-License-Identifier: Apache-2.0
import type { Framed } from './protocol.ts';

/** Gathers where the entries of one piece of a stream lie in its bytes, and which of them are kept only in part. */
export class FramedEntries {
  readonly #entryBytesMax: number;
  #bounds: number[] = [];
  #cut: Map<number, number> | undefined;

  constructor(entryBytesMax: number) {
    this.#entryBytesMax = entryBytesMax;
  }

  /** A new piece: what was gathered belongs to whom it was given. */
  begin(): void {
    this.#bounds = [];
    this.#cut = undefined;
  }

  /**
   * Nothing to keep is kept as nothing.
   *
   * @param meant bytes of the whole entry, of which those from `start` to `end` are here
   */
  add(start: number, end: number, meant: number): void {
    if (meant === 0) return;
    const kept = Math.min(end - start, this.#entryBytesMax);
    if (kept < meant) {
      this.#cut ??= new Map();
      this.#cut.set(this.#bounds.length / 2, meant);
    }
    this.#bounds.push(start, start + kept);
  }

  /** @returns the entries, without the bytes behind the last; null when there are none */
  of(bytes: Buffer): Framed | null {
    const last = this.#bounds.at(-1);
    if (last === undefined) return null;
    const framed = { bytes: bytes.subarray(0, last), bounds: this.#bounds };
    return this.#cut === undefined ? framed : { ...framed, cut: this.#cut };
  }
}
