// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from 'node:buffer';
import type { LineFormat, ParseState } from '@belfry/contract';
import type { JournalEntry, Origin } from '../batch.ts';

/** How an entry was read, as its line says it. */
export interface ReadAs {
  readonly format: LineFormat;
  readonly parse: ParseState;
}

/** A leaf of tlog-tiles carries its size in two bytes. */
export const LINE_BYTES_MAX = 65_535;
/** Base64 of so many bytes and the longest head stay below `LINE_BYTES_MAX`. */
const PART_BYTES = 45_000;

/** Microseconds since 1970 as RFC 3339 in UTC. Entries come in runs of one second, so its text is kept. */
let keptSecond = Number.NaN;
let keptText = '';
export function momentText(microseconds: number): string {
  const second = Math.floor(microseconds / 1_000_000);
  if (second !== keptSecond) {
    keptSecond = second;
    keptText = new Date(second * 1_000).toISOString().slice(0, -4);
  }
  return `${keptText}${String(microseconds - second * 1_000_000).padStart(6, '0')}Z`;
}

const heads = new WeakMap<Origin, string>();
/** The members that tell the sender: the same for each entry of a batch. */
function headOf(origin: Origin): string {
  const known = heads.get(origin);
  if (known !== undefined) {
    return known;
  }
  const { peer, sourceId, stream, transport } = origin;
  const head = `","source":${JSON.stringify(sourceId)},"stream":"${stream}","transport":"${transport}","peer":${JSON.stringify(peer)},"format":"`;
  heads.set(origin, head);
  return head;
}

/** What is the same for each entry of a batch, as bytes: kept until the next batch. */
interface Receipt {
  readonly receivedUs: number;
  readonly monotonicNs: bigint;
  readonly clock: string;
  readonly origin: Origin | null;
  readonly bytes: Buffer;
}
let keptReceipt: Receipt = {
  receivedUs: Number.NaN,
  monotonicNs: 0n,
  clock: '',
  origin: null,
  bytes: Buffer.alloc(0),
};

function receiptBytes({ clock, monotonicNs, origin, receivedUs }: JournalEntry): Buffer {
  const kept = keptReceipt;
  if (
    kept.origin !== origin ||
    kept.receivedUs !== receivedUs ||
    kept.monotonicNs !== monotonicNs ||
    kept.clock !== clock
  ) {
    const text = `,"received":"${momentText(receivedUs)}","mono":"${monotonicNs}","clock":"${clock}${headOf(origin)}`;
    keptReceipt = { receivedUs, monotonicNs, clock, origin, bytes: Buffer.from(text) };
  }
  return keptReceipt.bytes;
}

/** A byte of text becomes at most six; what stands before them is shorter than a leaf. */
const MEMORY_BYTES = 8 * LINE_BYTES_MAX;
/** Lines are made in here: as bytes from the beginning, because text is copied at every step. */
const memory = Buffer.alloc(MEMORY_BYTES);

const BACKSLASH = 0x5c;
const DIGIT_ZERO = 0x30;
const DIGIT_A = 0x61;
/** How a byte stands in a text of JSON, as `JSON.stringify` writes it: 0 as it is, else the letter behind a backslash. */
const escapes = new Uint8Array(256);
escapes.fill('u'.charCodeAt(0), 0, 0x20);
for (const [byte, letter] of ['\bb', '\tt', '\nn', '\ff', '\rr', '""', '\\\\']) {
  escapes[(byte ?? '').charCodeAt(0)] = (letter ?? '').charCodeAt(0);
}
const ESCAPED_BY_NUMBER = 'u'.charCodeAt(0);
const hexDigit = (value: number) => (value < 10 ? DIGIT_ZERO + value : DIGIT_A - 10 + value);

/** @returns where the text ends */
function putText(raw: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < raw.length; index += 1) {
    const byte = raw[index] ?? 0;
    const letter = escapes[byte] ?? 0;
    if (letter === 0) {
      memory[at] = byte;
      at += 1;
      continue;
    }
    memory[at] = BACKSLASH;
    memory[at + 1] = letter;
    at += 2;
    if (letter !== ESCAPED_BY_NUMBER) continue;
    memory[at] = DIGIT_ZERO;
    memory[at + 1] = DIGIT_ZERO;
    memory[at + 2] = hexDigit(byte >> 4);
    memory[at + 3] = hexDigit(byte & 15);
    at += 4;
  }
  return at;
}

const base64Digits = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

/** @returns where the base64 ends */
function putBase64(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const three = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    memory[at] = base64Digits[three >> 18] ?? 0;
    memory[at + 1] = base64Digits[(three >> 12) & 63] ?? 0;
    memory[at + 2] = left > 1 ? (base64Digits[(three >> 6) & 63] ?? 0) : PADDING;
    memory[at + 3] = left > 2 ? (base64Digits[three & 63] ?? 0) : PADDING;
    at += 4;
  }
  return at;
}

const put = (text: string, at: number) => at + memory.write(text, at, 'latin1');

/**
 * The bytes of an entry as its last member: as text where they are UTF-8 and the text is not longer than base64,
 * so that a person can read the segment; both give the bytes back exactly.
 *
 * @returns where the line ends
 */
function putRaw(raw: Uint8Array, from: number): number {
  if (isUtf8(raw)) {
    const begin = put(',"raw":"', from);
    const end = putText(raw, begin);
    // Two quotes and the two letters of the longer member's name are not counted: they are the same for both.
    if (end - begin <= Math.ceil(raw.length / 3) * 4) return put('"}', end);
  }
  return put('"}', putBase64(raw, put(',"raw64":"', from)));
}

/** Cuts long bytes where a character begins, so that a part of a text is a text. */
function partsOf(raw: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let begin = 0; begin < raw.length; ) {
    let end = Math.min(begin + PART_BYTES, raw.length);
    for (let back = 0; back < 3 && end < raw.length && ((raw[end] ?? 0) & 0xc0) === 0x80; back += 1) {
      end -= 1;
    }
    parts.push(raw.subarray(begin, end));
    begin = end;
  }
  return parts;
}

/** Everything before the salt. @returns where it ends */
function putHead(entry: JournalEntry, read: ReadAs, dup: number | null): number {
  const receipt = receiptBytes(entry);
  let at = put(String(entry.seq), put('{"v":1,"seq":', 0));
  memory.set(receipt, at);
  at = put(read.format, at + receipt.length);
  at = put(read.parse, put('","parse":"', at));
  at = put('"', at);
  if (dup !== null) at = put(`,"dup":${dup}`, at);
  return entry.cut === null ? at : put(`,"cut":${entry.cut}`, at);
}

/** @returns where the line ends */
function putTail(salt: Uint8Array, raw: Uint8Array, from: number): number {
  return putRaw(raw, put('"', putBase64(salt, put(',"salt":"', from))));
}

/**
 * The line of an entry, or the lines of one longer than a leaf may be, without line feeds. The order of members is
 * that of `sealedLine` in the contract: these bytes are what is hashed, so it is fixed for version 1.
 *
 * @param dup number of receipt of an earlier entry with the same bytes from the same source; null when there is none
 * @returns bytes in memory that the next entry is written into: whoever keeps them copies them
 */
export function sealedLineOf(entry: JournalEntry, read: ReadAs, dup: number | null): Buffer[] {
  const { raw, salt } = entry;
  const headEnd = putHead(entry, read, dup);
  if (raw.length < LINE_BYTES_MAX) {
    const end = putTail(salt, raw, headEnd);
    if (end <= LINE_BYTES_MAX) return [memory.subarray(0, end)];
  }
  const parts = partsOf(raw);
  return parts.map((part, at) => {
    const end = putTail(salt, part, put(`,"part":[${at + 1},${parts.length}]`, headEnd));
    return Buffer.from(memory.subarray(0, end));
  });
}
