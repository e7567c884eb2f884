// SPDX-License-Identifier: Apache-2.0
import type { Batch, Origin } from '../../batch.ts';
import { logLimits } from '../../log-limits.ts';

/**
 * Batches of entries that lie in one buffer: views of it, no copy. An entry beyond the limit keeps its first bytes and
 * is marked with its true length; nothing is left out.
 *
 * @param bounds start and end of each entry in `bytes`, in order
 * @param meant entries that came here cut already: their place in `bounds` -> the bytes they should have had
 */
export function pack(
  origin: Origin,
  bytes: Buffer,
  bounds: readonly number[],
  meant: ReadonlyMap<number, number> = new Map(),
): Batch[] {
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
    batches.push(batchOf(origin, bytes, bounds.slice(from, to), (at) => meant.get(from / 2 + at)));
    from = to;
  }
  return batches;
}

function batchOf(
  origin: Origin,
  all: Buffer,
  bounds: readonly number[],
  meantBytes: (entry: number) => number | undefined,
): Batch {
  const shift = bounds[0] ?? 0;
  const cut = new Map<number, number>();
  const own: number[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const start = (bounds[at] ?? 0) - shift;
    const end = (bounds[at + 1] ?? 0) - shift;
    const keptEnd = Math.min(end, start + logLimits.entryBytesMax);
    const meant = meantBytes(at / 2) ?? end - start;
    if (keptEnd - start < meant) cut.set(at / 2, meant);
    own.push(start, keptEnd);
  }
  const bytes = all.subarray(shift, shift + (own.at(-1) ?? 0));
  return cut.size === 0 ? { origin, bytes, bounds: own } : { origin, bytes, bounds: own, cut };
}

/**
 * Entries that are put together from pieces, laid one after the other. What many entries of a request share stands in
 * each of them, so a small request may be a huge pile: beyond its bound it keeps nothing more, and says so.
 */
export class EntryPile {
  #pieces: Uint8Array[] = [];
  #bounds: number[] = [];
  #meant = new Map<number, number>();
  #length = 0;
  #isTooMuch = false;

  add(...pieces: readonly Uint8Array[]): void {
    this.addCut(pieces, null);
  }

  /** Adds an entry of which only the first bytes are there. */
  addCut(pieces: readonly Uint8Array[], meantBytes: number | null): void {
    const { entryBytesMax, requestEntriesMax, requestEntryBytesMax } = logLimits;
    const whole = pieces.reduce((sum, { length }) => sum + length, 0);
    const kept = Math.min(whole, entryBytesMax);
    if (this.count >= requestEntriesMax || this.#length + kept > requestEntryBytesMax) this.#isTooMuch = true;
    if (this.#isTooMuch) return;
    const meant = meantBytes ?? whole;
    if (kept < meant) this.#meant.set(this.count, meant);
    const end = this.#length + kept;
    this.#bounds.push(this.#length, end);
    for (const piece of pieces) {
      const room = end - this.#length;
      if (room === 0) break;
      this.#pieces.push(piece.length > room ? piece.subarray(0, room) : piece);
      this.#length += Math.min(piece.length, room);
    }
  }

  /** Whether there was more than a request may hold: then it is refused as a whole. */
  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  get count(): number {
    return this.#bounds.length / 2;
  }

  get bytesLength(): number {
    return this.#length;
  }

  /** Takes all entries off the pile, as batches. */
  packed(origin: Origin): Batch[] {
    const batches = pack(origin, Buffer.concat(this.#pieces, this.#length), this.#bounds, this.#meant);
    this.#pieces = [];
    this.#bounds = [];
    this.#meant = new Map();
    this.#length = 0;
    return batches;
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

/** Start and end of each line that is not blank, without its line feed; the last needs none. Ends one line beyond what a request may hold. */
export function lineBounds(bytes: Buffer): number[] {
  const bounds: number[] = [];
  for (let start = 0; start < bytes.length && bounds.length / 2 <= logLimits.requestEntriesMax; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isBlank(bytes, start, end)) bounds.push(start, end);
    start = end + 1;
  }
  return bounds;
}
