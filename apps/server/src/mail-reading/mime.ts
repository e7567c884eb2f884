// SPDX-License-Identifier: Apache-2.0
import { cutText, limits } from '@belfry/contract';
import { decodeText } from './charset.ts';
import { type Headers, parseHeaders, parseParameters } from './mail-headers.ts';
import type { Mark } from './mail-oddity.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** A part of a mail. Containers have parts, others a content. */
export interface Part {
  /** Unique in the whole mail, mails inside included; the order in which they stand there. */
  readonly number: number;
  readonly headers: Headers;
  /** Media type as stated, in lower case; `text/plain` where none is. */
  readonly type: string;
  readonly typeParameters: ReadonlyMap<string, string>;
  readonly disposition: string;
  readonly name: string;
  readonly parts: readonly Part[];
  /** Decoded; empty for a container. */
  readonly content: Uint8Array;
}

/** Counts over the whole mail, mails inside included, so that no nesting multiplies a limit. */
export interface Counting {
  parts: number;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** Where the headers end and the content begins. A block of headers beyond the limit is cut, its content is not lost. */
export function splitHead(bytes: Uint8Array): { head: Uint8Array; body: Uint8Array } {
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(LF, at);
    if (newline < 0) {
      break;
    }
    if (newline === at || (newline === at + 1 && bytes[at] === CR)) {
      return { head: bytes.subarray(0, at), body: bytes.subarray(newline + 1) };
    }
    at = newline + 1;
  }
  return { head: bytes, body: bytes.subarray(bytes.length) };
}

function readHead(head: Uint8Array, mark: Mark): Headers {
  if (head.length <= limits.mailHeaderBytesMax) {
    return parseHeaders(head, mark);
  }
  mark('headers_cut');
  return parseHeaders(headWithin(head), mark);
}

/** Every header keeps its beginning as long as there is room: one endless line does not hide those below it. */
function headWithin(head: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let room = limits.mailHeaderBytesMax;
  for (let at = 0; at < head.length && room > 0; ) {
    const newline = head.indexOf(LF, at);
    const end = newline < 0 ? head.length : newline + 1;
    const line = head.subarray(at, Math.min(end, at + Math.min(room, limits.mailHeaderBytesMax / 8)));
    kept.push(line.length < end - at ? Buffer.concat([line, Buffer.from('\n')]) : line);
    room -= line.length;
    at = end;
  }
  return Buffer.concat(kept);
}

/** Takes a mail or a part of one apart. */
export function readPart(
  bytes: Uint8Array,
  counting: Counting,
  mark: Mark,
  depth = 0,
  standard = 'text/plain',
): Part {
  const number = counting.parts;
  counting.parts += 1;
  const { body, head } = splitHead(bytes);
  const headers = readHead(head, mark);
  const stated = parseParameters(headers.first('content-type'), mark);
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(stated.value) ? cutText(stated.value, 200) : standard;
  const disposition = parseParameters(headers.first('content-disposition'), mark);
  const part = {
    number,
    headers,
    type,
    typeParameters: stated.parameters,
    disposition: disposition.value,
    name: disposition.parameters.get('filename') ?? stated.parameters.get('name') ?? '',
  };
  const encoding = (headers.first('content-transfer-encoding') ?? '')
    .replaceAll(/\([^)]*\)/g, '')
    .trim()
    .toLowerCase();
  if (!type.startsWith('multipart/')) {
    return { ...part, parts: [], content: decodeTransfer(body, encoding, mark) };
  }
  if (depth >= limits.mailPartDepthMax) {
    mark('nesting_cut');
    return { ...part, parts: [], content: body };
  }
  const pieces = splitParts(body, stated.parameters.get('boundary'), counting, mark);
  if (pieces === null) {
    // Nothing says where parts begin: what is there is read as words rather than lost.
    mark('boundary_missing');
    return { ...part, type: 'text/plain', parts: [], content: decodeTransfer(body, encoding, mark) };
  }
  const inner = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const parts: Part[] = [];
  for (const piece of pieces) {
    if (counting.parts >= limits.mailPartsMax) {
      mark('parts_cut');
      break;
    }
    parts.push(readPart(piece, counting, mark, depth + 1, inner));
  }
  return { ...part, parts, content: new Uint8Array() };
}

/** The pieces between the boundaries, or null when there is none. Reads each line once. */
function splitParts(
  body: Uint8Array,
  stated: string | undefined,
  counting: Counting,
  mark: Mark,
): Uint8Array[] | null {
  const boundary = boundaryBytes(body, stated, mark);
  if (boundary === null) {
    return null;
  }
  const pieces: Uint8Array[] = [];
  const piecesMax = limits.mailPartsMax - counting.parts + 1;
  let start = -1;
  for (let at = 0; at < body.length && pieces.length < piecesMax; ) {
    const newline = body.indexOf(LF, at);
    const end = newline < 0 ? body.length : newline + 1;
    const found = boundaryAt(body, at, end, boundary);
    if (found !== 'none') {
      if (start >= 0) {
        pieces.push(body.subarray(start, Math.max(start, endBefore(body, at))));
      }
      start = found === 'last' ? -1 : end;
      if (found === 'last') {
        return pieces;
      }
    }
    at = end;
  }
  if (start >= 0 && pieces.length < piecesMax) {
    pieces.push(body.subarray(start));
  }
  return pieces.length === 0 && start < 0 ? null : pieces;
}

/** The boundary as the header states it; a guess from the first line that looks like one when it states none. */
function boundaryBytes(body: Uint8Array, stated: string | undefined, mark: Mark): Uint8Array | null {
  if (stated !== undefined && stated !== '') {
    const bytes = Buffer.from(stated.trimEnd(), 'utf8');
    if (body.length > 0 && Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(bytes)) {
      return bytes;
    }
  }
  const guessed = /(?:^|\n)--([^\s].{0,200}?)(?:--)?[ \t]*\r?\n/.exec(
    new TextDecoder('latin1').decode(body.subarray(0, limits.mailHeaderBytesMax)),
  )?.[1];
  if (guessed === undefined || guessed === '') {
    return null;
  }
  mark('boundary_missing');
  return Buffer.from(guessed, 'latin1');
}

function boundaryAt(
  body: Uint8Array,
  at: number,
  end: number,
  boundary: Uint8Array,
): 'none' | 'next' | 'last' {
  if (body[at] !== DASH || body[at + 1] !== DASH || end - at < boundary.length + 2) {
    return 'none';
  }
  for (let each = 0; each < boundary.length; each += 1) {
    if (body[at + 2 + each] !== boundary[each]) {
      return 'none';
    }
  }
  let rest = at + 2 + boundary.length;
  const isLast = body[rest] === DASH && body[rest + 1] === DASH && rest + 2 <= end;
  rest += isLast ? 2 : 0;
  for (; rest < end; rest += 1) {
    const byte = body[rest];
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR && byte !== LF) {
      return 'none';
    }
  }
  return isLast ? 'last' : 'next';
}

/** The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
function endBefore(body: Uint8Array, at: number): number {
  const end = body[at - 1] === LF ? at - 1 : at;
  return body[end - 1] === CR && end < at ? end - 1 : end;
}

/** Words of a text part. HTML may name its charset in itself. */
export function textOf(part: Part, mark: Mark): string {
  const isCut = part.content.length > limits.mailTextBytesMax;
  if (isCut) {
    mark('text_cut');
  }
  const bytes = isCut ? part.content.subarray(0, limits.mailTextBytesMax) : part.content;
  const stated = part.typeParameters.get('charset');
  const inside =
    stated === undefined && part.type === 'text/html'
      ? /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(
          new TextDecoder('latin1').decode(bytes.subarray(0, 4_096)),
        )?.[1]
      : undefined;
  // Whatever a page says of itself, bytes that could be read here are no UTF-16.
  const text = decodeText(
    bytes,
    stated ?? (inside?.toLowerCase().startsWith('utf-16') ? 'utf-8' : inside),
    mark,
  );
  return part.typeParameters.get('format')?.toLowerCase() === 'flowed'
    ? unflowed(text, part.typeParameters.get('delsp')?.toLowerCase() === 'yes')
    : text;
}

/** Lines that were broken for the way only (RFC 3676). */
function unflowed(text: string, isBlankAdded: boolean): string {
  const lines: string[] = [];
  let open: string[] = [];
  for (const each of text.split(/\r?\n/)) {
    const line = each.startsWith(' ') ? each.slice(1) : each;
    const isSoft = line.endsWith(' ') && line !== '-- ';
    open.push(isSoft && isBlankAdded ? line.slice(0, -1) : line);
    if (!isSoft) {
      lines.push(open.join(''));
      open = [];
    }
  }
  return [...lines, ...(open.length > 0 ? [open.join('')] : [])].join('\n');
}
