// SPDX-License-Identifier: Apache-2.0
import { type Fault, fault } from './fault.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Int8Array(128).fill(-1);
for (let index = 0; index < alphabet.length; index += 1) {
  values[alphabet.charCodeAt(index)] = index;
}

/**
 * UTF-8 of a text.
 *
 * @example
 * ```ts
 * hexOfBytes(utf8Bytes('—')); // 'e28094'
 * ```
 *
 * @throws RangeError for a lone surrogate, which UTF-8 cannot carry
 */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point >= 0xd800 && point <= 0xdfff) {
      throw new RangeError('Cannot write a lone surrogate as UTF-8: replace it first');
    }
    if (point < 0x80) {
      bytes[size++] = point;
    } else if (point < 0x800) {
      bytes[size++] = 0xc0 | (point >> 6);
      bytes[size++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[size++] = 0xe0 | (point >> 12);
      bytes[size++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[size++] = 0x80 | (point & 0x3f);
    } else {
      bytes[size++] = 0xf0 | (point >> 18);
      bytes[size++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[size++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[size++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes.slice(0, size);
}

/** How a first byte begins: bytes that follow, bits it carries, and the least code point of that length. */
function lead(byte: number): readonly [more: number, bits: number, least: number] | null {
  if (byte < 0x80) return [0, byte, 0];
  if (byte >= 0xc2 && byte < 0xe0) return [1, byte & 0x1f, 0x80];
  if (byte >= 0xe0 && byte < 0xf0) return [2, byte & 0x0f, 0x800];
  if (byte >= 0xf0 && byte < 0xf5) return [3, byte & 0x07, 0x10000];
  return null;
}

/**
 * Text of UTF-8, strictly: no overlong form, no surrogate, nothing replaced (RFC 3629 section 3). One flipped bit
 * must not read like the text it was.
 *
 * @example
 * ```ts
 * utf8Text(Uint8Array.of(0xff)); // { fault: 'text.not_utf8', … }
 * ```
 */
export function utf8Text(bytes: Uint8Array): string | Fault {
  const characters: string[] = [];
  for (let index = 0; index < bytes.length; ) {
    const begun = lead(bytes[index] as number);
    if (begun === null) {
      return fault('text.not_utf8', `byte ${index} begins no character`);
    }
    const [more, bits, least] = begun;
    let point = bits;
    for (let next = 1; next <= more; next += 1) {
      const byte = bytes[index + next] ?? 0;
      if ((byte & 0xc0) !== 0x80) {
        return fault('text.not_utf8', `byte ${index + next} continues no character`);
      }
      point = (point << 6) | (byte & 0x3f);
    }
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      return fault('text.not_utf8', `bytes from ${index} on name no character`);
    }
    characters.push(String.fromCodePoint(point));
    index += more + 1;
  }
  return characters.join('');
}

/**
 * Base64 with padding (RFC 4648 section 4).
 *
 * @example
 * ```ts
 * base64OfBytes(Uint8Array.of(1, 2)); // 'AQI='
 * ```
 */
export function base64OfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

/**
 * Bytes of base64, in its one canonical form only: padding where it belongs, unused bits zero. Two texts for the
 * same bytes would let a file be changed without its hashes noticing.
 *
 * @example
 * ```ts
 * base64Bytes('AQJ='); // { fault: 'base64.not_canonical', … }: the last two bits are not zero
 * ```
 */
export function base64Bytes(text: string): Uint8Array | Fault {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0) {
    return fault('base64.not_canonical', `${text.length} characters are no multiple of four`);
  }
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let size = 0;
  for (let index = 0; index < text.length; index += 4) {
    let group = 0;
    for (let place = 0; place < 4; place += 1) {
      const isPadding = index + place >= text.length - padding;
      const value = isPadding ? 0 : (values[text.charCodeAt(index + place)] ?? -1);
      if (value < 0) {
        return fault('base64.not_canonical', `character ${index + place} is not of the alphabet`);
      }
      group = (group << 6) | value;
    }
    for (let shift = 16; shift >= 0; shift -= 8) {
      if (size < bytes.length) {
        bytes[size++] = (group >> shift) & 0xff;
      } else if (((group >> shift) & 0xff) !== 0) {
        return fault('base64.not_canonical', 'bits behind the end are not zero');
      }
    }
  }
  return bytes;
}

/**
 * Lower-case hex.
 *
 * @example
 * ```ts
 * hexOfBytes(Uint8Array.of(10, 255)); // '0aff'
 * ```
 */
export function hexOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += byte.toString(16).padStart(2, '0');
  }
  return text;
}

export function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let size = 0;
  for (const part of parts) {
    whole.set(part, size);
    size += part.length;
  }
  return whole;
}

/** Eight bytes, the most significant first. Numbers are safe integers: 2^53 entries outlive the machine. */
export function uint64Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(value / 0x1_0000_0000));
  view.setUint32(4, value % 0x1_0000_0000);
  return bytes;
}

/** The number in eight bytes, or null where it is beyond the safe integers. */
export function uint64Of(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const value = view.getUint32(0) * 0x1_0000_0000 + view.getUint32(4);
  return Number.isSafeInteger(value) ? value : null;
}

/** A count as the formats of C2SP write it: decimal, no leading zero, and a safe integer. */
export function countOf(text: string): number | null {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}
