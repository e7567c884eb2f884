// SPDX-License-Identifier: Apache-2.0

/** Where a value lies in a buffer. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The next byte that is no white space, before `end`. */
export function skipSpace(bytes: Uint8Array, start: number, end = bytes.length): number {
  let at = start;
  while (at < end && isSpace(bytes[at])) at++;
  return at;
}

/**
 * Where the JSON value that begins at `start` ends, or -1 when it does not end. Counts brackets outside of strings and
 * nothing else: depth costs no stack, every byte is looked at once, and what is no JSON is left for others to notice.
 */
export function valueEnd(bytes: Buffer, start: number, end = bytes.length): number {
  const first = bytes[start];
  if (first === QUOTE) return stringEnd(bytes, start, end);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return scalarEnd(bytes, start, end);
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at, end) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) return at + 1;
  }
  return -1;
}

function scalarEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)) break;
    at++;
  }
  return at === start ? -1 : at;
}

/** Members of the object at `span`, in order, repeated names too; ends early where it is no object any more. */
export function* membersOf(bytes: Buffer, span: Span): Generator<Span & { readonly name: string }> {
  if (bytes[span.start] !== OPEN_BRACE) return;
  let at = skipSpace(bytes, span.start + 1, span.end);
  while (at < span.end && bytes[at] === QUOTE) {
    const nameEnd = stringEnd(bytes, at, span.end);
    if (nameEnd === -1) return;
    const colon = skipSpace(bytes, nameEnd, span.end);
    if (bytes[colon] !== COLON) return;
    const start = skipSpace(bytes, colon + 1, span.end);
    const end = valueEnd(bytes, start, span.end);
    if (end === -1) return;
    yield { name: nameIn(bytes, at, nameEnd), start, end };
    const next = skipSpace(bytes, end, span.end);
    if (bytes[next] !== COMMA) return;
    at = skipSpace(bytes, next + 1, span.end);
  }
}

/** The value of a member; of one that is repeated, the last. */
export function memberOf(bytes: Buffer, span: Span, ...wanted: readonly string[]): Span | null {
  let found: Span | null = null;
  for (const member of membersOf(bytes, span)) if (wanted.includes(member.name)) found = member;
  return found;
}

/** Elements of the array at `span`, in order. */
export function* elementsOf(bytes: Buffer, span: Span): Generator<Span> {
  if (bytes[span.start] !== OPEN_BRACKET) return;
  let at = skipSpace(bytes, span.start + 1, span.end);
  while (at < span.end && bytes[at] !== CLOSE_BRACKET) {
    const end = valueEnd(bytes, at, span.end);
    if (end === -1) return;
    yield { start: at, end };
    const next = skipSpace(bytes, end, span.end);
    if (bytes[next] !== COMMA) return;
    at = skipSpace(bytes, next + 1, span.end);
  }
}

/** A name longer than those anybody asks for is not unpacked. */
function nameIn(bytes: Buffer, start: number, end: number): string {
  if (end - start > 200) return '';
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\\')) return text.slice(1, -1);
  const read = parsed(text);
  return typeof read === 'string' ? read : '';
}

/** The value a text stands for; undefined when they are no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
