// SPDX-License-Identifier: Apache-2.0
import { crc32 } from 'node:zlib';
import { type ClockState, clockStates } from '@belfry/contract';
import type { Batch, JournalEntry, Origin } from '../batch.ts';

/**
 * A batch on disk. All numbers little-endian:
 *
 *     0 u32 magic      4 u32 CRC-32 of everything from byte 8      8 u32 length of the frame
 *    12 u32 entries   16 u64 number of the first entry            24 u64 where its group begins in the file
 *    32 u64 wall clock, µs   40 u64 monotonic clock, ns           48 u8 clock state   49 u8 zero
 *    50 u16 length of the origin                                  52 u32 entries that were cut
 *    56 origin (JSON) · salts (16 each) · start and end of each entry in the bytes (u32, u32)
 *       · what was cut (u32 index, f64 bytes meant) · bytes
 *
 * A group is what one write and one fdatasync put on disk. Groups follow each other, so a good frame of a later group
 * proves that everything before that group was once on disk whole. A frame without entries closes the journal.
 */
const MAGIC = 0x314a_4642;
const HEADER_BYTES = 56;
const SALT_BYTES = 16;
const BOUND_BYTES = 8;
const CUT_BYTES = 12;
/** A frame that claims more is no frame; what `append` takes is far below. */
const FRAME_BYTES_MAX = 256 * 1_048_576;

/** Times of a batch, taken when it was handed over. */
export interface Receipt {
  readonly wallUs: number;
  readonly monotonicNs: bigint;
  readonly clock: ClockState;
}

export interface FrameHead {
  readonly firstSeq: number;
  readonly groupOffset: number;
  readonly count: number;
  readonly frameBytes: number;
}

/** Why bytes are no frame: they end too early, or they are not what was written. */
export type FrameProblem = 'short' | 'damaged';

/**
 * @param numbers assigned only now, because a batch that waits has no number yet
 * @returns head and bytes apart, so that the bytes of the sender are not copied; written one after the other
 */
export function encodeFrame(
  batch: Batch,
  receipt: Receipt,
  numbers: { readonly firstSeq: number; readonly groupOffset: number },
  fillRandom: (bytes: Uint8Array) => void,
): [Buffer, Buffer] {
  const count = batch.bounds.length / 2;
  const { bytes, starts } = packed(batch);
  const origin = originBytes(batch.origin);
  const cuts = batch.cut === undefined ? [] : [...batch.cut];
  const saltsAt = HEADER_BYTES + origin.length;
  const boundsAt = saltsAt + count * SALT_BYTES;
  const cutsAt = boundsAt + count * BOUND_BYTES;
  const head = Buffer.allocUnsafe(cutsAt + cuts.length * CUT_BYTES);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(head.length + bytes.length, 8);
  head.writeUInt32LE(count, 12);
  writeNumber(head, numbers.firstSeq, 16);
  writeNumber(head, numbers.groupOffset, 24);
  writeNumber(head, receipt.wallUs, 32);
  head.writeBigUInt64LE(receipt.monotonicNs, 40);
  head.writeUInt8(clockStates.indexOf(receipt.clock), 48);
  head.writeUInt8(0, 49);
  head.writeUInt16LE(origin.length, 50);
  head.writeUInt32LE(cuts.length, 52);
  origin.copy(head, HEADER_BYTES);
  fillRandom(head.subarray(saltsAt, boundsAt));
  for (let index = 0; index < count; index += 1) {
    const length = (batch.bounds[2 * index + 1] ?? 0) - (batch.bounds[2 * index] ?? 0);
    const start = starts(index);
    head.writeUInt32LE(start, boundsAt + index * BOUND_BYTES);
    head.writeUInt32LE(start + length, boundsAt + index * BOUND_BYTES + 4);
  }
  for (const [place, [index, meantBytes]] of cuts.entries()) {
    head.writeUInt32LE(index, cutsAt + place * CUT_BYTES);
    head.writeDoubleLE(meantBytes, cutsAt + place * CUT_BYTES + 4);
  }
  head.writeUInt32LE(crc32(bytes, crc32(head.subarray(8))), 4);
  return [head, bytes];
}

/** Where entries lie close together their buffer goes to disk as it is; scattered ones are gathered first. */
function packed({ bytes, bounds }: Batch): { bytes: Buffer; starts: (index: number) => number } {
  let first = bytes.length;
  let last = 0;
  let wanted = 0;
  for (let at = 0; at < bounds.length; at += 2) {
    const start = bounds[at] ?? 0;
    const end = bounds[at + 1] ?? 0;
    if (start < first) first = start;
    if (end > last) last = end;
    wanted += end - start;
  }
  if (last <= first) return { bytes: bytes.subarray(0, 0), starts: () => 0 };
  if (last - first <= wanted + wanted / 4 + bounds.length) {
    return { bytes: bytes.subarray(first, last), starts: (index) => (bounds[2 * index] ?? 0) - first };
  }
  const gathered = Buffer.allocUnsafe(wanted);
  const starts: number[] = [];
  let at = 0;
  for (let index = 0; index < bounds.length; index += 2) {
    starts.push(at);
    at += bytes.copy(gathered, at, bounds[index] ?? 0, bounds[index + 1] ?? 0);
  }
  return { bytes: gathered, starts: (index) => starts[index] ?? 0 };
}

/** @returns the head of the frame at `at` whose every byte is there and right, or why there is none */
export function frameAt(bytes: Buffer, at: number): FrameHead | FrameProblem {
  const left = bytes.length - at;
  if (left < HEADER_BYTES) return 'short';
  if (bytes.readUInt32LE(at) !== MAGIC) return 'damaged';
  const frameBytes = bytes.readUInt32LE(at + 8);
  if (frameBytes < HEADER_BYTES || frameBytes > FRAME_BYTES_MAX) return 'damaged';
  if (frameBytes > left) return 'short';
  if (crc32(bytes.subarray(at + 8, at + frameBytes)) !== bytes.readUInt32LE(at + 4)) return 'damaged';
  return {
    firstSeq: readNumber(bytes, at + 16),
    groupOffset: readNumber(bytes, at + 24),
    count: bytes.readUInt32LE(at + 12),
    frameBytes,
  };
}

/** A frame without entries, written when the journal is closed: whoever finds damage before it knows it is no torn tail. */
export function closingFrame(firstSeq: number, groupOffset: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(HEADER_BYTES, 8);
  writeNumber(head, firstSeq, 16);
  writeNumber(head, groupOffset, 24);
  head.writeUInt32LE(crc32(head.subarray(8)), 4);
  return head;
}

/** Bytes the frame at `at` says it has; 0 when its head is not whole yet or no head at all. */
export function claimedBytes(bytes: Buffer, at: number): number {
  if (bytes.length - at < HEADER_BYTES || bytes.readUInt32LE(at) !== MAGIC) return 0;
  const claimed = bytes.readUInt32LE(at + 8);
  return claimed >= HEADER_BYTES && claimed <= FRAME_BYTES_MAX ? claimed : 0;
}

/** The next place from `from` on where a good frame begins; null when none does. */
export function nextFrame(bytes: Buffer, from: number): { at: number; head: FrameHead } | null {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(MAGIC);
  for (let at = bytes.indexOf(magic, from); at !== -1; at = bytes.indexOf(magic, at + 1)) {
    const head = frameAt(bytes, at);
    if (typeof head !== 'string') return { at, head };
  }
  return null;
}

/** The entries of a frame that `frameAt` found good, from number `fromSeq` on. They share the buffer. */
export function entriesOf(bytes: Buffer, at: number, head: FrameHead, fromSeq: number): JournalEntry[] {
  const originLength = bytes.readUInt16LE(at + 50);
  const cutCount = bytes.readUInt32LE(at + 52);
  const saltsAt = at + HEADER_BYTES + originLength;
  const boundsAt = saltsAt + head.count * SALT_BYTES;
  const cutsAt = boundsAt + head.count * BOUND_BYTES;
  const rawAt = cutsAt + cutCount * CUT_BYTES;
  const origin = originOf(bytes.subarray(at + HEADER_BYTES, saltsAt));
  const receivedUs = readNumber(bytes, at + 32);
  const monotonicNs = bytes.readBigUInt64LE(at + 40);
  const clock = clockStates[bytes.readUInt8(at + 48)] ?? 'unknown';
  const cuts = new Map<number, number>();
  for (let place = cutsAt; place < rawAt; place += CUT_BYTES) {
    cuts.set(bytes.readUInt32LE(place), bytes.readDoubleLE(place + 4));
  }
  const entries: JournalEntry[] = [];
  for (let index = Math.max(0, fromSeq - head.firstSeq); index < head.count; index += 1) {
    const bound = boundsAt + index * BOUND_BYTES;
    const salt = saltsAt + index * SALT_BYTES;
    entries.push({
      seq: head.firstSeq + index,
      origin,
      receivedUs,
      monotonicNs,
      clock,
      salt: bytes.subarray(salt, salt + SALT_BYTES),
      raw: bytes.subarray(rawAt + bytes.readUInt32LE(bound), rawAt + bytes.readUInt32LE(bound + 4)),
      cut: cuts.get(index) ?? null,
    });
  }
  return entries;
}

const known = new WeakMap<Origin, Buffer>();

/** A connection hands over the same origin again and again. */
function originBytes(origin: Origin): Buffer {
  const before = known.get(origin);
  if (before !== undefined) return before;
  const { sourceId, stream, retentionClass, transport, peer } = origin;
  const bytes = Buffer.from(JSON.stringify([sourceId, stream, retentionClass, transport, peer]));
  known.set(origin, bytes);
  return bytes;
}

/** Trusted: the checksum says that these are the bytes `encodeFrame` wrote. */
function originOf(bytes: Buffer): Origin {
  const [sourceId, stream, retentionClass, transport, peer] = JSON.parse(bytes.toString()) as [
    string,
    Origin['stream'],
    Origin['retentionClass'],
    Origin['transport'],
    string,
  ];
  return { sourceId, stream, retentionClass, transport, peer };
}

const HIGH = 0x1_0000_0000;

function writeNumber(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32LE(value % HIGH, at);
  bytes.writeUInt32LE(Math.floor(value / HIGH), at + 4);
}

const readNumber = (bytes: Buffer, at: number) => bytes.readUInt32LE(at + 4) * HIGH + bytes.readUInt32LE(at);
