// SPDX-License-Identifier: Apache-2.0
import { lineBounds } from './sealed-lines.ts';
import { TILE_WIDTH } from './tiles.ts';
import type { Findings } from './verify-report.ts';
import { type FrameSizes, isSeekTableOf, zstdPieceAt } from './zstd-frames.ts';

/** Entries of a segment. */
export const SEGMENT_ENTRIES = 65_536;
/** Read at once; a frame that needs more is read whole. */
const CHUNK_BYTES = 4_194_304;
/** A line of 65,535 bytes and its line feed, 256 times, hardly compressed. */
const FRAME_BYTES_MAX = 33_554_432;
const LINE_FEED = 0x0a;

/** Files of one log, wherever they lie: a directory, an archive, memory. */
export interface LogFiles {
  /** Paths of all files below, with `/` between their parts. */
  list(): Promise<readonly string[]>;
  /** Bytes of a file from `begin` up to `end`, fewer where it ends before; null where there is no such file. */
  read(path: string, begin: number, end: number): Promise<Uint8Array | null>;
}

/** Content of one zstd frame, or null where it cannot be decoded. Handed in, as the platform has it. */
export type Unzstd = (frame: Uint8Array) => Uint8Array | null;

/** Lines of a segment as they are read, a piece at a time. */
export interface SegmentChunk {
  /** The byte before each line may be overwritten: hashing puts the zero byte of a leaf there. */
  readonly bytes: Uint8Array;
  /** Begin and end of each line in `bytes`, in turn. */
  readonly bounds: readonly number[];
  /** Where the lines lie in the file: exactly, when one byte of `bytes` is one byte of the file, else as a whole. */
  readonly file: { readonly begin: number; readonly end: number; readonly isExact: boolean };
}

/** A segment file: closed ones are compressed. */
export interface SegmentFile {
  readonly path: string;
  readonly first: number;
  readonly isClosed: boolean;
}

/**
 * The segment a path names, or null.
 *
 * @example
 * ```ts
 * segmentOfPath('segments/000000065536.ndjson.zst')?.first; // 65536
 * ```
 */
export function segmentOfPath(path: string): SegmentFile | null {
  const [, digits, zst] = /^segments\/(\d{12})\.ndjson(\.zst)?$/.exec(path) ?? [];
  return digits === undefined || Number(digits) % SEGMENT_ENTRIES !== 0
    ? null
    : { path, first: Number(digits), isClosed: zst !== undefined };
}

/** Reads the lines of a segment from its first to its last. What its form says against it goes to `findings`. */
export function segmentLines(
  files: LogFiles,
  segment: SegmentFile,
  unzstd: Unzstd,
  findings: Findings,
): AsyncGenerator<SegmentChunk> {
  return segment.isClosed ? closedLines(files, segment, unzstd, findings) : growingLines(files, segment.path);
}

async function* growingLines(files: LogFiles, path: string): AsyncGenerator<SegmentChunk> {
  let offset = 0;
  let want = CHUNK_BYTES;
  for (;;) {
    const read = await files.read(path, offset, offset + want);
    if (read === null || read.length === 0) return;
    const end = read.lastIndexOf(LINE_FEED) + 1;
    if (end === 0 && read.length < want) return;
    if (end === 0) {
      // Nothing that long is a line; it is read on, so that what follows is still looked at.
      want *= 2;
      continue;
    }
    const bytes = new Uint8Array(end + 1);
    bytes.set(read.subarray(0, end), 1);
    const file = { begin: offset, end: offset + end, isExact: true };
    yield { bytes, bounds: lineBounds(bytes, 1), file };
    offset += end;
    want = CHUNK_BYTES;
  }
}

const malformed = (
  segment: SegmentFile,
  bytes: readonly [number, number],
  words: string,
  entries?: readonly [number, number],
) =>
  ({
    code: 'segment.malformed',
    weight: 'altered',
    file: segment.path,
    bytes,
    ...(entries === undefined ? {} : { entries }),
    words,
  }) as const;

async function* closedLines(
  files: LogFiles,
  segment: SegmentFile,
  unzstd: Unzstd,
  findings: Findings,
): AsyncGenerator<SegmentChunk> {
  const sizes: FrameSizes[] = [];
  let hasTable = false;
  for await (const piece of pieces(files, segment, findings)) {
    const file = { begin: piece.begin, end: piece.begin + piece.bytes.length, isExact: false };
    const at = [file.begin, file.end] as const;
    const first = segment.first + sizes.length * TILE_WIDTH;
    if (hasTable) {
      findings.add(malformed(segment, at, `Bytes stand behind the seek table of ${segment.path}`));
      return;
    }
    if (piece.kind === 'seekTable') {
      hasTable = true;
      if (!isSeekTableOf(piece.bytes, sizes)) {
        findings.add(
          malformed(
            segment,
            at,
            `The seek table of ${segment.path} is not that of its ${sizes.length} frames`,
          ),
        );
      }
      continue;
    }
    const content = unzstd(piece.bytes);
    const before = sizes.at(-1);
    if (content?.length === 0 && before !== undefined) {
      // An empty frame, as some encoders append to what fills their buffer, is a part of the one before it.
      sizes[sizes.length - 1] = [before[0] + piece.bytes.length, before[1]];
      continue;
    }
    sizes.push([piece.bytes.length, content?.length ?? 0]);
    const entries = [first, first + TILE_WIDTH - 1] as const;
    if (content === null || (content.length > 0 && content.at(-1) !== LINE_FEED)) {
      const what = content === null ? 'cannot be decompressed' : 'does not end with a line';
      const words = `Frame ${sizes.length - 1} of ${segment.path}, entries ${entries[0]} to ${entries[1]}, ${what}`;
      findings.add(malformed(segment, at, words, entries));
      // Lines keep their places: what cannot be read is empty lines, which no entry is.
      yield { bytes: new Uint8Array(1), bounds: Array<number>(2 * TILE_WIDTH).fill(1), file };
      continue;
    }
    const bytes = new Uint8Array(content.length + 1);
    bytes.set(content, 1);
    yield { bytes, bounds: lineBounds(bytes, 1), file };
  }
  if (!hasTable) {
    findings.add(malformed(segment, [0, 0], `${segment.path} has no seek table at its end`));
  }
}

interface Piece {
  readonly kind: 'frame' | 'seekTable';
  readonly begin: number;
  readonly bytes: Uint8Array;
}

/** Cuts a closed segment into its frames and its seek table. */
async function* pieces(files: LogFiles, segment: SegmentFile, findings: Findings): AsyncGenerator<Piece> {
  let offset = 0;
  let at = 0;
  let want = CHUNK_BYTES;
  let bytes = (await files.read(segment.path, 0, want)) ?? new Uint8Array(0);
  while (at < bytes.length || bytes.length === want) {
    const piece = zstdPieceAt(bytes, at);
    if (typeof piece !== 'string') {
      yield { kind: piece.kind, begin: offset + at, bytes: bytes.subarray(at, piece.end) };
      at = piece.end;
    } else if (piece === 'cut' && bytes.length === want && want <= FRAME_BYTES_MAX) {
      want = at === 0 ? want * 2 : CHUNK_BYTES;
      offset += at;
      at = 0;
      bytes = (await files.read(segment.path, offset, offset + want)) ?? new Uint8Array(0);
    } else {
      const words =
        piece === 'cut'
          ? `${segment.path} ends inside a frame`
          : `No zstd frame begins at byte ${offset + at} of ${segment.path}`;
      findings.add(malformed(segment, [offset + at, offset + bytes.length], words));
      return;
    }
  }
}
