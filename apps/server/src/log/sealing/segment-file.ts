// SPDX-License-Identifier: Apache-2.0
import { zstdDecompressSync } from 'node:zlib';

/** Entries of a closed segment: as many as one full tile of level 1 covers. */
export const SEGMENT_ENTRIES = 65_536;
/** Entries of a frame: as many as a tile of level 0 covers. */
export const FRAME_ENTRIES = 256;

const SKIPPABLE_MAGIC = 0x184d2a5e;
const SEEKABLE_MAGIC = 0x8f92eab1;
const FOOTER_BYTES = 9;
const FRAME_RECORD_BYTES = 8;
const LINE_FEED = 0x0a;

/** Tree index of the first entry of the segment that holds an entry. */
export const segmentOf = (index: number) => Math.floor(index / SEGMENT_ENTRIES) * SEGMENT_ENTRIES;
const named = (first: number) => `segments/${String(first).padStart(12, '0')}.ndjson`;
/** Where the segment that still grows lies in its log. */
export const growingPath = (first: number) => named(first);
/** Where a closed segment lies in its log. */
export const closedPath = (first: number) => `${named(first)}.zst`;

/** The size of the content a frame holds, and of the frame itself. */
export interface FrameSize {
  readonly compressed: number;
  readonly content: number;
}

/**
 * The seek table behind the frames: a skippable frame, which every zstd decoder passes over (RFC 8878 section
 * 3.1.2), in the zstd seekable format without checksums. The tree holds better ones.
 */
export function seekTable(frames: readonly FrameSize[]): Buffer {
  const content = frames.length * FRAME_RECORD_BYTES + FOOTER_BYTES;
  const bytes = Buffer.alloc(8 + content);
  bytes.writeUInt32LE(SKIPPABLE_MAGIC, 0);
  bytes.writeUInt32LE(content, 4);
  for (const [at, frame] of frames.entries()) {
    bytes.writeUInt32LE(frame.compressed, 8 + at * FRAME_RECORD_BYTES);
    bytes.writeUInt32LE(frame.content, 12 + at * FRAME_RECORD_BYTES);
  }
  bytes.writeUInt32LE(frames.length, bytes.length - FOOTER_BYTES);
  bytes.writeUInt8(0, bytes.length - 5);
  bytes.writeUInt32LE(SEEKABLE_MAGIC, bytes.length - 4);
  return bytes;
}

/** Reads bytes of a file: who opens it decides how. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** Where each frame of a closed segment begins; the last number is where the frames end. */
export type FrameStarts = readonly number[];

/**
 * Reads the seek table of a closed segment of so many bytes.
 *
 * @returns null when there is none, or it does not describe this file: the bytes may have been changed
 */
export async function readSeekTable(size: number, readAt: ReadAt): Promise<FrameStarts | null> {
  if (size < FOOTER_BYTES + 8) return null;
  const footer = await readAt(size - FOOTER_BYTES, FOOTER_BYTES);
  const count = footer.readUInt32LE(0);
  const tableBytes = count * FRAME_RECORD_BYTES + FOOTER_BYTES + 8;
  if (
    footer.readUInt32LE(5) !== SEEKABLE_MAGIC ||
    count > SEGMENT_ENTRIES / FRAME_ENTRIES ||
    tableBytes > size
  ) {
    return null;
  }
  const table = await readAt(size - tableBytes, tableBytes);
  const starts = [0];
  for (let at = 0; at < count; at += 1) {
    starts.push((starts[at] ?? 0) + table.readUInt32LE(8 + at * FRAME_RECORD_BYTES));
  }
  return starts[count] === size - tableBytes ? starts : null;
}

/** What a frame may give at most: 256 of the longest lines. A frame that claims more is not ours. */
const FRAME_CONTENT_BYTES_MAX = FRAME_ENTRIES * 65_536;

/** The lines of a frame, without their line feeds. @throws when it is no zstd, or gives more than a frame may */
export function linesOfFrame(frame: Uint8Array): Buffer[] {
  return linesOf(zstdDecompressSync(frame, { maxOutputLength: FRAME_CONTENT_BYTES_MAX }));
}

/** Cuts bytes into lines, without their line feeds; bytes behind the last line feed are no line yet. */
export function linesOf(content: Buffer, linesMax = Number.POSITIVE_INFINITY): Buffer[] {
  const lines: Buffer[] = [];
  let begin = 0;
  while (lines.length < linesMax) {
    const end = content.indexOf(LINE_FEED, begin);
    if (end < 0) break;
    lines.push(content.subarray(begin, end));
    begin = end + 1;
  }
  return lines;
}
