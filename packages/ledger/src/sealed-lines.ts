// SPDX-License-Identifier: Apache-2.0
const LINE_FEED = 0x0a;
const ZERO = 0x30;
const codes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const opening = codes('{"v":1,"seq":');
const receivedName = codes(',"received":"');
const partName = codes('"part":[');
const closing = 0x7d;
/** Of a moment such as `2026-11-22T01:25:00.123456Z`. */
const MOMENT_BYTES = 27;
const SEQ_DIGITS_MAX = 16;

const holds = (bytes: Uint8Array, at: number, wanted: Uint8Array) => {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
};

/**
 * Where lines lie in a piece of a segment: begin and end of each in turn, without line feeds. The last line counts only
 * when it is ended: what is behind it is still being written.
 *
 * @example
 * ```ts
 * lineBounds(utf8Bytes('ab\nc\nd'), 0); // [0, 2, 3, 4]
 * ```
 */
export function lineBounds(bytes: Uint8Array, begin: number): number[] {
  const bounds: number[] = [];
  let from = begin;
  for (let end = bytes.indexOf(LINE_FEED, from); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    bounds.push(from, end);
    from = end + 1;
  }
  return bounds;
}

/**
 * Reads what verification needs of a line, its number of receipt and its moment, without making an object of each: a
 * few hundred thousand of them pass in a second.
 */
export class SealedHead {
  seq = 0;
  /** Milliseconds since 1970. */
  receivedMs = 0;
  #day = new Uint8Array(10);
  #dayMs = Number.NaN;

  /** False for bytes that are no line of a segment; then the fields hold nothing. */
  read(bytes: Uint8Array, begin: number, end: number): boolean {
    if (end - begin < opening.length || bytes[end - 1] !== closing || !holds(bytes, begin, opening)) {
      return false;
    }
    const first = begin + opening.length;
    let at = first;
    let seq = 0;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
      seq = seq * 10 + digit;
      at += 1;
    }
    const isCount = at > first && at - first <= SEQ_DIGITS_MAX && (bytes[first] !== ZERO || at === first + 1);
    if (!isCount || !holds(bytes, at, receivedName)) return false;
    const moment = at + receivedName.length;
    if (moment + MOMENT_BYTES + 1 > end) return false;
    this.seq = seq;
    this.receivedMs = this.#momentAt(bytes, moment);
    return !Number.isNaN(this.receivedMs);
  }

  /** Milliseconds of a moment; the day is worked out once, because most lines share it. */
  #momentAt(bytes: Uint8Array, at: number): number {
    if (!holds(bytes, at, this.#day)) {
      this.#day = bytes.slice(at, at + 10);
      const day = String.fromCharCode(...this.#day);
      this.#dayMs = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    }
    const two = (place: number) => digitAt(bytes, at + place) * 10 + digitAt(bytes, at + place + 1);
    const milliseconds = digitAt(bytes, at + 20) * 100 + two(21);
    return this.#dayMs + ((two(11) * 60 + two(14)) * 60 + two(17)) * 1_000 + milliseconds;
  }
}

/** The digit at a place, or -1, behind the end too. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] as number) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/**
 * Whether a line is a part of an entry: only parts share their number of receipt.
 *
 * @example
 * ```ts
 * const line = utf8Bytes('{"v":1,"seq":7,"part":[2,3],"raw":""}');
 * isPart(line, 0, line.length); // true
 * ```
 */
export function isPart(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; at += 1) {
    if (bytes[at] === partName[0] && holds(bytes, at, partName)) return true;
  }
  return false;
}
