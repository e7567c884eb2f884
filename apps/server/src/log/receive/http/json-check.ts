// SPDX-License-Identifier: Apache-2.0
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
} from './json-bytes.ts';

const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const SCALAR_BYTES_MAX = 1_024;
const inScalar = new Set(Buffer.from('+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'));
const escapes: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Whether bytes are one JSON value and white space (RFC 8259). Makes nothing of it: 64 MiB of `[],` would be gigabytes
 * of arrays, and who only cuts a body into entries wants none of them. Bytes that are not UTF-8 are let pass in text.
 */
export function isJson(bytes: Buffer, start = 0, end = bytes.length): boolean {
  /** Whether each open level is an object; a byte a level, so depth costs what it is worth. */
  let levels = new Uint8Array(64);
  let depth = 0;
  let expects: 'value' | 'value or end' | 'name' | 'name or end' | 'rest' = 'value';
  for (let at = start; at < end; ) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      at += 1;
    } else if (expects === 'rest') {
      const isObject = levels[depth - 1] === 1;
      if (depth === 0) return false;
      if (byte === COMMA) expects = isObject ? 'name' : 'value';
      else if (byte === (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) depth -= 1;
      else return false;
      at += 1;
    } else if (expects === 'name' || expects === 'name or end') {
      if (byte === CLOSE_BRACE && expects === 'name or end') {
        depth -= 1;
        expects = 'rest';
        at += 1;
        continue;
      }
      at = byte === QUOTE ? afterColon(bytes, textEnd(bytes, at, end), end) : -1;
      expects = 'value';
    } else if (byte === CLOSE_BRACKET && expects === 'value or end') {
      depth -= 1;
      expects = 'rest';
      at += 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === levels.length) levels = grown(levels);
      levels[depth] = byte === OPEN_BRACE ? 1 : 0;
      depth += 1;
      expects = byte === OPEN_BRACE ? 'name or end' : 'value or end';
      at += 1;
    } else {
      at = byte === QUOTE ? textEnd(bytes, at, end) : scalarEnd(bytes, at, end);
      expects = 'rest';
    }
    if (at === -1) return false;
  }
  return depth === 0 && expects === 'rest';
}

function grown(levels: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(levels.length * 2);
  larger.set(levels);
  return larger;
}

function afterColon(bytes: Buffer, from: number, end: number): number {
  if (from === -1) return -1;
  const at = skipSpace(bytes, from, end);
  return at < end && bytes[at] === COLON ? at + 1 : -1;
}

function textEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    if (byte !== BACKSLASH) continue;
    at += 1;
    const kind = at < end ? (bytes[at] ?? 0) : 0;
    if (kind === 0x75) {
      if (!/^[0-9a-fA-F]{4}$/.test(bytes.toString('latin1', at + 1, Math.min(at + 5, end)))) return -1;
      at += 4;
    } else if (!escapes.has(kind)) return -1;
  }
  return -1;
}

function scalarEnd(bytes: Buffer, start: number, end: number): number {
  const limit = Math.min(end, start + SCALAR_BYTES_MAX);
  let at = start;
  while (at < limit && inScalar.has(bytes[at] ?? 0)) at += 1;
  return scalar.test(bytes.toString('latin1', start, at)) ? at : -1;
}
