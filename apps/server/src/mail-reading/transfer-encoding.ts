// SPDX-License-Identifier: Apache-2.0
import type { Mark } from './mail-oddity.ts';

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const SKIPPED = 64;
const WRONG = 65;

const sextets = new Uint8Array(256).fill(WRONG);
for (const [value, letter] of Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries()) {
  sextets[letter.charCodeAt(0)] = value;
}
for (const blank of [0x20, 0x09, LF, CR]) {
  sextets[blank] = SKIPPED;
}

/** Content of a part as it was before it was made fit for mail (RFC 2045 section 6). Damage is marked and read past. */
export function decodeTransfer(body: Uint8Array, encoding: string, mark: Mark): Uint8Array {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body, mark);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    default:
      return body;
  }
}

/** Padding ends a unit, not the content: some programs pad every line. */
export function decodeBase64(body: Uint8Array, mark: Mark): Uint8Array {
  const decoded = new Uint8Array(Math.ceil((body.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  let isBroken = false;
  for (const byte of body) {
    const sextet = sextets[byte] ?? WRONG;
    if (sextet < 64) {
      bits = ((bits << 6) | sextet) & 0xffff;
      held += 6;
      if (held >= 8) {
        held -= 8;
        decoded[length++] = (bits >> held) & 0xff;
      }
    } else if (byte === EQUALS) {
      isBroken ||= held === 6;
      held = 0;
    } else if (sextet === WRONG) {
      isBroken = true;
    }
  }
  if (isBroken || held === 6) {
    mark('base64_broken');
  }
  return decoded.subarray(0, length);
}

/** Escapes that are none stay as they are; blanks at the end of a line were added on the way (RFC 2045 section 6.7). */
function decodeQuotedPrintable(body: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(body.length);
  let length = 0;
  let at = 0;
  while (at < body.length) {
    const newline = body.indexOf(LF, at);
    const next = newline < 0 ? body.length : newline + 1;
    let end = newline < 0 ? body.length : newline;
    if (end > at && newline >= 0 && body[end - 1] === CR) {
      end -= 1;
    }
    const hard = end;
    while (end > at && (body[end - 1] === 0x20 || body[end - 1] === 0x09)) {
      end -= 1;
    }
    const isSoft = end > at && body[end - 1] === EQUALS;
    if (isSoft) {
      end -= 1;
    }
    length = decodeLine(body, at, end, decoded, length);
    if (!isSoft) {
      decoded.set(body.subarray(hard, next), length);
      length += next - hard;
    }
    at = next;
  }
  return decoded.subarray(0, length);
}

function decodeLine(body: Uint8Array, from: number, end: number, decoded: Uint8Array, start: number): number {
  let length = start;
  for (let at = from; at < end; at += 1) {
    const byte = body[at] ?? 0;
    const high = byte === EQUALS && at + 2 < end ? nibble(body[at + 1]) : -1;
    const low = high < 0 ? -1 : nibble(body[at + 2]);
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low;
      at += 2;
    } else {
      decoded[length++] = byte;
    }
  }
  return length;
}

function nibble(byte: number | undefined): number {
  if (byte === undefined) {
    return -1;
  }
  if (byte >= 0x30 && byte <= 0x39) {
    return byte - 0x30;
  }
  const letter = byte & 0xdf;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}
