// SPDX-License-Identifier: Apache-2.0
import { Carry, type CarryBudget } from '../stream/carry.ts';
import { FramedEntries } from '../stream/framed-entries.ts';
import type { Framed, StreamFailure, StreamProtocol, Taken } from '../stream/protocol.ts';

const LF = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LESS_THAN = 0x3c;
const COUNT_DIGITS_MAX = 7;

/**
 * Frames of syslog over a stream (RFC 6587): octet counting and lines, decided for each frame, because relays mix
 * them. A count may include a line feed at the end, which rsyslog sends and which is framing, not entry. What begins
 * like a count and is none is a line, as long as the sender has not counted before; then it has lost its place, and
 * guessing on would store nonsense as entries.
 */
export class SyslogFraming implements StreamProtocol {
  readonly farewell = null;
  readonly #entries: FramedEntries;
  readonly #carry: Carry;
  /** `start` also holds digits that may become a count. */
  #state: 'start' | 'line' | 'counted' = 'start';
  /** Bytes of the frame in progress so far (line), or in all (counted). */
  #length = 0;
  #remaining = 0;
  #hasCounted = false;
  #failure: StreamFailure | null = null;

  constructor(entryBytesMax: number, budget: CarryBudget) {
    this.#entries = new FramedEntries(entryBytesMax);
    this.#carry = new Carry(entryBytesMax, budget);
  }

  get failure(): StreamFailure | null {
    return this.#failure;
  }

  get heldBytes(): number {
    return this.#carry.held;
  }

  get isInFrame(): boolean {
    return this.#state !== 'start' || this.#carry.length > 0;
  }

  push(chunk: Buffer): Taken | null {
    this.#entries.begin();
    const { at, bytes } = this.#resume(chunk);
    if (bytes === null) return null;
    this.#readFrames(bytes, at);
    const framed = this.#entries.of(bytes);
    return framed === null ? null : { framed, reply: null, isLast: false };
  }

  end(): Framed | null {
    if (!this.isInFrame) return null;
    this.#entries.begin();
    const kept = this.#carry.length;
    const meant = this.#state === 'start' ? kept : this.#length;
    const bytes = this.#carry.joined(Buffer.alloc(0));
    this.#state = 'start';
    if (kept > 0) this.#entries.add(0, kept, meant);
    return this.#entries.of(bytes);
  }

  release(): void {
    this.#carry.release();
  }

  /** Ends the frame that an earlier piece began, where this one brings its end. */
  #resume(chunk: Buffer): { bytes: Buffer | null; at: number } {
    if (this.#state === 'start') {
      return { bytes: this.#carry.length === 0 ? chunk : this.#carry.joined(chunk), at: 0 };
    }
    const isLine = this.#state === 'line';
    const end = isLine ? chunk.indexOf(LF) : this.#remaining <= chunk.length ? this.#remaining : -1;
    const head = end === -1 ? chunk : chunk.subarray(0, end);
    if (!this.#carry.keep(head)) this.#failure = 'memory';
    if (isLine) this.#length += head.length;
    else this.#remaining -= head.length;
    if (end === -1 || this.#failure !== null) return { bytes: null, at: 0 };
    const kept = this.#carry.length;
    const bytes = this.#carry.joined(chunk.subarray(isLine ? end + 1 : end));
    const hasLineFeed = !isLine && this.#length === kept && bytes[kept - 1] === LF;
    this.#entries.add(0, hasLineFeed ? kept - 1 : kept, hasLineFeed ? kept - 1 : this.#length);
    this.#state = 'start';
    return { bytes, at: kept };
  }

  #readFrames(bytes: Buffer, from: number): void {
    let at = from;
    while (at < bytes.length && this.#failure === null) {
      const first = bytes[at] ?? LF;
      if (first === LF) {
        at += 1;
        continue;
      }
      const isDigit = first > ZERO && first <= NINE;
      const count = isDigit ? readCount(bytes, at) : null;
      if (count === 'more') {
        this.#keep(bytes.subarray(at));
        return;
      }
      if (count !== null) {
        this.#hasCounted = true;
        at = this.#counted(bytes, count.at, count.length);
      } else if (this.#hasCounted && first !== LESS_THAN) {
        this.#failure = 'bad_frame';
      } else {
        this.#hasCounted = false;
        at = this.#line(bytes, at);
      }
    }
  }

  #counted(bytes: Buffer, at: number, length: number): number {
    const end = at + length;
    if (end > bytes.length) {
      this.#state = 'counted';
      this.#length = length;
      this.#remaining = end - bytes.length;
      this.#keep(bytes.subarray(at));
      return bytes.length;
    }
    const hasLineFeed = bytes[end - 1] === LF;
    this.#entries.add(at, hasLineFeed ? end - 1 : end, hasLineFeed ? length - 1 : length);
    return end;
  }

  #line(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(LF, at);
    if (end === -1) {
      this.#state = 'line';
      this.#length = bytes.length - at;
      this.#keep(bytes.subarray(at));
      return bytes.length;
    }
    this.#entries.add(at, end, end - at);
    return end + 1;
  }

  #keep(bytes: Buffer): void {
    if (!this.#carry.keep(bytes)) this.#failure = 'memory';
  }
}

/** @returns the count and where its frame begins; `more` when its end has not come; null when it is none. */
function readCount(bytes: Buffer, from: number): { length: number; at: number } | 'more' | null {
  let length = 0;
  const last = from + COUNT_DIGITS_MAX;
  for (let at = from; at <= last; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return 'more';
    if (byte === SPACE) return { length, at: at + 1 };
    if (byte < ZERO || byte > NINE) return null;
    length = length * 10 + byte - ZERO;
  }
  return null;
}
