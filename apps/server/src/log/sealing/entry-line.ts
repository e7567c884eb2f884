// SPDX-License-Identifier: Apache-2.0
import { isAscii, isUtf8 } from 'node:buffer';
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

const bytesOf = (raw: Uint8Array) => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);

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

/**
 * The bytes of an entry as its last member: as text where they are UTF-8 and the text is not longer than base64,
 * so that a person can read the segment; both give the bytes back exactly.
 */
function rawMember(raw: Buffer): string {
  const base64Length = Math.ceil(raw.length / 3) * 4;
  if (isAscii(raw)) {
    const json = JSON.stringify(raw.toString('latin1'));
    // Two quotes and the two letters of the longer member's name are not counted: they are the same for both.
    return json.length - 2 <= base64Length ? `,"raw":${json}}` : `,"raw64":"${raw.toString('base64')}"}`;
  }
  if (isUtf8(raw)) {
    const json = JSON.stringify(raw.toString('utf8'));
    if (Buffer.byteLength(json) - 2 <= base64Length) {
      return `,"raw":${json}}`;
    }
  }
  return `,"raw64":"${raw.toString('base64')}"}`;
}

/** Cuts long bytes where a character begins, so that a part of a text is a text. */
function partsOf(raw: Buffer): Buffer[] {
  const parts: Buffer[] = [];
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

/**
 * The line of an entry, or the lines of one longer than a leaf may be, without line feeds. The order of members is
 * that of `sealedLine` in the contract: these bytes are what is hashed, so it is fixed for version 1.
 *
 * @param dup number of receipt of an earlier entry with the same bytes from the same source; null when there is none
 */
export function sealedLineOf(entry: JournalEntry, read: ReadAs, dup: number | null): string[] {
  const raw = bytesOf(entry.raw);
  const head =
    `{"v":1,"seq":${entry.seq},"received":"${momentText(entry.receivedUs)}","mono":"${entry.monotonicNs}","clock":"${entry.clock}` +
    `${headOf(entry.origin)}${read.format}","parse":"${read.parse}"` +
    (dup === null ? '' : `,"dup":${dup}`) +
    (entry.cut === null ? '' : `,"cut":${entry.cut}`);
  const salt = `,"salt":"${bytesOf(entry.salt).toString('base64')}"`;
  if (raw.length < LINE_BYTES_MAX) {
    const line = head + salt + rawMember(raw);
    // Characters never outnumber bytes: only a line in between has to be measured.
    if (line.length * 3 <= LINE_BYTES_MAX || Buffer.byteLength(line) <= LINE_BYTES_MAX) {
      return [line];
    }
  }
  const parts = partsOf(raw);
  return parts.map((part, at) => `${head},"part":[${at + 1},${parts.length}]${salt}${rawMember(part)}`);
}
