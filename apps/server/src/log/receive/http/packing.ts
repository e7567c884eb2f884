// SPDX-License-Identifier: Apache-2.0
import type { Batch, Origin } from '../../batch.ts';
import { logLimits } from '../../log-limits.ts';

/**
 * Batches of entries that lie in one buffer: views of it, no copy. An entry beyond the limit keeps its first bytes and
 * is marked with its true length; nothing is left out.
 *
 * @param bounds start and end of each entry in `bytes`, in order
 */
export function pack(origin: Origin, bytes: Buffer, bounds: readonly number[]): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  while (from < bounds.length) {
    const first = bounds[from] ?? 0;
    let to = from;
    do to += 2;
    while (
      to < bounds.length &&
      (to - from) / 2 < logLimits.batchEntriesMax &&
      (bounds[to + 1] ?? 0) - first <= logLimits.batchBytesMax
    );
    batches.push(batchOf(origin, bytes.subarray(first, bounds[to - 1]), bounds.slice(from, to), first));
    from = to;
  }
  return batches;
}

function batchOf(origin: Origin, bytes: Buffer, bounds: readonly number[], shift: number): Batch {
  const cut = new Map<number, number>();
  const own: number[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const start = (bounds[at] ?? 0) - shift;
    const end = (bounds[at + 1] ?? 0) - shift;
    const keptEnd = Math.min(end, start + logLimits.entryBytesMax);
    if (keptEnd < end) cut.set(at / 2, end - start);
    own.push(start, keptEnd);
  }
  const kept = bytes.subarray(0, own.at(-1));
  return cut.size === 0 ? { origin, bytes: kept, bounds: own } : { origin, bytes: kept, bounds: own, cut };
}

/** Entries that are put together from pieces, laid one after the other. */
export class EntryPile {
  readonly #pieces: Uint8Array[] = [];
  readonly #bounds: number[] = [];
  #length = 0;

  add(...pieces: readonly Uint8Array[]): void {
    this.#bounds.push(this.#length);
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.#length += piece.length;
    }
    this.#bounds.push(this.#length);
  }

  get count(): number {
    return this.#bounds.length / 2;
  }

  get bytesLength(): number {
    return this.#length;
  }

  packed(origin: Origin): Batch[] {
    return pack(origin, Buffer.concat(this.#pieces, this.#length), this.#bounds);
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Whether a stretch of bytes holds nothing but blanks. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== CARRIAGE_RETURN && byte !== 0x09) return false;
  }
  return true;
}

/** Start and end of each line that is not blank, without its line feed; the last needs none. */
export function lineBounds(bytes: Buffer): number[] {
  const bounds: number[] = [];
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isBlank(bytes, start, end)) bounds.push(start, end);
    start = end + 1;
  }
  return bounds;
}
