// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../../log-limits.ts';
import type { EntryPile } from '../http/packing.ts';

const LINE_FEED = 0x0a;
const EQUALS = 0x3d;
const SMALLEST = 1_024;
const NOTHING = Buffer.alloc(0);
/** Names have at most 64 characters; a line this long without a value is no line of a journal. */
const NAME_BYTES_MAX = 1_024;
/** No field is longer than systemd takes (768 MiB); a longer one is a length read at the wrong place. */
const FIELD_BYTES_MAX = 805_306_368n;

/**
 * Cuts the Journal Export Format into entries, in whatever pieces it comes. `NAME=value` is a line; `NAME` alone is
 * followed by a length (64 bits, little end first), as many bytes, and a line feed; a blank line ends the entry.
 * Memory holds the kept bytes of one entry, however long its fields are.
 */
export class JournalSplitter {
  readonly #pile: EntryPile;
  #buffer = NOTHING;
  #kept = 0;
  #length = 0;
  #lineLength = 0;
  #hasEquals = false;
  readonly #fieldLength = Buffer.alloc(8);
  #lengthBytes = 0;
  #left = 0;
  #expects: 'line' | 'length' | 'bytes' | 'feed' = 'line';

  constructor(pile: EntryPile) {
    this.#pile = pile;
  }

  /** @returns false when this is no journal: where its entries end cannot be known any more */
  push(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      const next = this.#step(chunk, at);
      if (next === -1) return false;
      at = next;
    }
    return true;
  }

  /** What stands there when the body ends is an entry too. */
  end(): void {
    if (this.#length === 0) return;
    const kept = this.#buffer.subarray(0, this.#kept);
    this.#pile.addCut([kept], this.#kept < this.#length ? this.#length : null);
    this.#buffer = NOTHING;
    this.#kept = 0;
    this.#length = 0;
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#expects) {
      case 'line':
        return this.#line(chunk, at);
      case 'length':
        return this.#lengthByte(chunk, at);
      case 'bytes': {
        const end = Math.min(chunk.length, at + this.#left);
        this.#take(chunk, at, end);
        this.#left -= end - at;
        if (this.#left === 0) this.#expects = 'feed';
        return end;
      }
      case 'feed':
        if (chunk[at] !== LINE_FEED) return -1;
        this.#take(chunk, at, at + 1);
        this.#expects = 'line';
        return at + 1;
    }
  }

  #line(chunk: Buffer, at: number): number {
    const feed = chunk.indexOf(LINE_FEED, at);
    const end = feed === -1 ? chunk.length : feed;
    this.#hasEquals ||= chunk.subarray(at, end).includes(EQUALS);
    this.#lineLength += end - at;
    if (!this.#hasEquals && this.#lineLength > NAME_BYTES_MAX) return -1;
    if (feed === -1) {
      this.#take(chunk, at, end);
      return end;
    }
    if (this.#lineLength === 0) this.end();
    else {
      this.#take(chunk, at, feed + 1);
      if (!this.#hasEquals) this.#expects = 'length';
    }
    this.#lineLength = 0;
    this.#hasEquals = false;
    return feed + 1;
  }

  #lengthByte(chunk: Buffer, at: number): number {
    this.#fieldLength[this.#lengthBytes] = chunk[at] ?? 0;
    this.#lengthBytes += 1;
    this.#take(chunk, at, at + 1);
    if (this.#lengthBytes < 8) return at + 1;
    const length = this.#fieldLength.readBigUInt64LE();
    if (length > FIELD_BYTES_MAX) return -1;
    this.#lengthBytes = 0;
    this.#left = Number(length);
    this.#expects = this.#left === 0 ? 'feed' : 'bytes';
    return at + 1;
  }

  #grow(wanted: number): void {
    const size = Math.min(logLimits.entryBytesMax, Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(wanted))));
    const grown = Buffer.allocUnsafeSlow(size);
    this.#buffer.copy(grown, 0, 0, this.#kept);
    this.#buffer = grown;
  }

  #take(chunk: Buffer, start: number, end: number): void {
    const room = Math.min(end - start, logLimits.entryBytesMax - this.#kept);
    if (room > 0) {
      // Copied into one buffer: a line of two bytes would else cost a hundred for being looked at.
      if (this.#kept + room > this.#buffer.length) this.#grow(this.#kept + room);
      chunk.copy(this.#buffer, this.#kept, start, start + room);
      this.#kept += room;
    }
    this.#length += end - start;
  }
}
