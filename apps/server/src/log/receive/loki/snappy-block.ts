// SPDX-License-Identifier: Apache-2.0

/**
 * Unpacks a snappy block (the raw format, without frames). The sender decides every byte: lengths are checked before
 * anything is written, and each step moves forward, so it takes time in proportion to what comes out.
 *
 * @returns null when it is no such block, or `too large` when it says to be more than `bytesMax`
 */
export function unpackSnappy(packed: Buffer, bytesMax: number): Buffer | 'too large' | null {
  const head = readLength(packed);
  if (head === null) return null;
  if (head.length > bytesMax) return 'too large';
  const out = Buffer.allocUnsafe(head.length);
  let at = head.end;
  let written = 0;
  while (at < packed.length) {
    const tag = packed[at] ?? 0;
    const isLiteral = (tag & 3) === 0;
    const read = isLiteral ? literalAt(packed, at, tag) : copyAt(packed, at, tag);
    if (read === null || written + read.length > out.length) return null;
    at = read.end;
    if (isLiteral) {
      if (at + read.length > packed.length) return null;
      packed.copy(out, written, at, at + read.length);
      at += read.length;
      written += read.length;
      continue;
    }
    if (read.offset === 0 || read.offset > written) return null;
    // A copy may reach into what it writes itself: byte by byte it repeats.
    for (const end = written + read.length; written < end; written++) {
      out[written] = out[written - read.offset] ?? 0;
    }
  }
  return written === out.length ? out : null;
}

function readLength(packed: Buffer): { length: number; end: number } | null {
  let length = 0;
  for (let at = 0; at < 5 && at < packed.length; at++) {
    const byte = packed[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, end: at + 1 };
  }
  return null;
}

interface Element {
  readonly length: number;
  readonly offset: number;
  readonly end: number;
}

function literalAt(packed: Buffer, at: number, tag: number): Element | null {
  const size = tag >>> 2;
  if (size < 60) return { length: size + 1, offset: 0, end: at + 1 };
  const bytes = size - 59;
  if (at + 1 + bytes > packed.length) return null;
  return { length: packed.readUIntLE(at + 1, bytes) + 1, offset: 0, end: at + 1 + bytes };
}

function copyAt(packed: Buffer, at: number, tag: number): Element | null {
  const bytes = (tag & 3) === 3 ? 4 : tag & 3;
  if (at + 1 + bytes > packed.length) return null;
  const end = at + 1 + bytes;
  if (bytes === 1) {
    return { length: ((tag >>> 2) & 7) + 4, offset: ((tag >>> 5) << 8) | (packed[at + 1] ?? 0), end };
  }
  return { length: (tag >>> 2) + 1, offset: packed.readUIntLE(at + 1, bytes), end };
}
