// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import {
  digestLine,
  digestPath,
  HASH_BYTES,
  readFromTiles,
  rootAt,
  TILE_WIDTH,
  tilePath,
} from '@belfry/ledger';
import type { LogFiles } from './log-files.ts';
import {
  closedPath,
  FRAME_ENTRIES,
  type FrameSize,
  growingPath,
  linesOf,
  SEGMENT_ENTRIES,
  seekTable,
} from './segment-file.ts';
import { fastSha256, openTree, type TreeOnDisk } from './tree-on-disk.ts';

/**
 * A frame comes out in one piece, with room to spare: where the last piece is full to its end, zlib appends an empty
 * frame behind it.
 */
export const compressFrame = (frame: Buffer): Buffer =>
  zstdCompressSync(frame, { chunkSize: compressedBytesMax(frame.length), pledgedSrcSize: frame.length });
/** More than zstd ever makes of so many bytes: a 256th of them, and the heads of its blocks. */
const compressedBytesMax = (bytes: number): number => bytes + (bytes >> 8) + 1_024;
/** Lines gather in so much memory before they go to the file. */
const SCRATCH_BYTES = 4_194_304;
const LINE_FEED = 0x0a;
const LEAF_PREFIX = Buffer.of(0);

/** How many segments of a log are closed. Null when one in the middle is missing. */
function closedSegments(files: LogFiles): number | null {
  const closed = files
    .list('segments')
    .filter((name) => name.endsWith('.ndjson.zst'))
    .sort();
  return closed.every((name, at) => `segments/${name}` === closedPath(at * SEGMENT_ENTRIES))
    ? closed.length
    : null;
}

/** Number of entries a log holds in its directory, covered by a checkpoint or not. Null when segments are missing. */
export function entriesHeld(files: LogFiles): number | null {
  const segmentCount = closedSegments(files);
  if (segmentCount === null) return null;
  const first = segmentCount * SEGMENT_ENTRIES;
  return first + linesOf(files.read(growingPath(first)) ?? Buffer.alloc(0)).length;
}

/**
 * Root over the first entries, from what lies in the directory and without changing it: for comparing with
 * checkpoints before anything is written.
 *
 * @returns null when the directory does not hold so many, or lacks tiles it needs
 */
export function rootOfFirst(files: LogFiles, size: number): Buffer | null {
  const segmentCount = closedSegments(files);
  if (segmentCount === null) return null;
  if (size >= segmentCount * SEGMENT_ENTRIES) {
    return openGrowingLog(onlyReading(files), size)?.root() ?? null;
  }
  let isWhole = true;
  const read = readFromTiles(
    size,
    (tile) => {
      const bytes = files.read(tilePath({ ...tile, width: TILE_WIDTH })) ?? files.read(tilePath(tile));
      isWhole &&= bytes !== null && bytes.length >= tile.width * HASH_BYTES;
      return bytes ?? Buffer.alloc(TILE_WIDTH * HASH_BYTES);
    },
    fastSha256,
  );
  const root = Buffer.from(rootAt(size, read, fastSha256));
  return isWhole ? root : null;
}

const nothing = () => undefined;
const onlyReading = (files: LogFiles): LogFiles => ({
  read: files.read,
  list: files.list,
  append: nothing,
  sync: nothing,
  syncAll: nothing,
  truncate: nothing,
  writeDurably: nothing,
  writeLightly: nothing,
  remove: nothing,
  close: nothing,
});

/**
 * Opens a log whose growing segment is to hold its first lines only: what lies behind them is not covered by any
 * checkpoint, and the journal gives it once more. Every tile to the right of the closed segments is made again.
 *
 * @param size entries the log has to have
 * @returns null when the directory does not hold so many, or lacks tiles of closed segments
 */
export function openGrowingLog(files: LogFiles, size: number): GrowingLog | null {
  const segmentCount = closedSegments(files);
  const first = (segmentCount ?? 0) * SEGMENT_ENTRIES;
  const tree = segmentCount === null ? null : openTree(files, segmentCount);
  if (tree === null || size < first || size > first + SEGMENT_ENTRIES) return null;
  if (first > 0) {
    // The crash came between writing the closed form and removing the growing one: the closed one is whole.
    files.remove(growingPath(first - SEGMENT_ENTRIES));
  }
  const content = files.read(growingPath(first)) ?? Buffer.alloc(0);
  const lines = linesOf(content).slice(0, size - first);
  if (lines.length < size - first) return null;
  const frameStarts: number[] = [];
  let end = 0;
  for (const [at, line] of lines.entries()) {
    if (at % FRAME_ENTRIES === 0) frameStarts.push(end);
    tree.append(hash('sha256', Buffer.concat([LEAF_PREFIX, line]), 'binary'));
    end += line.length + 1;
  }
  if (end < content.length) files.truncate(growingPath(first), end);
  return new GrowingLog(files, tree, { first, frameStarts, end, compressed: new Map() });
}

/** The segment that grows: where it begins in the tree, where its frames begin in the file, and where the file ends. */
interface Segment {
  readonly first: number;
  readonly frameStarts: number[];
  end: number;
  /** Frames that were compressed while the segment grew; those of a start before, or written in two goes, are not here. */
  readonly compressed: Map<number, Buffer>;
}

/** A log that takes lines: its growing segment and its tree. */
export class GrowingLog {
  readonly #files: LogFiles;
  readonly #tree: TreeOnDisk;
  readonly #scratch = Buffer.alloc(SCRATCH_BYTES);
  #held = 0;
  /** Where in the scratch the frame begins that grows; null when its beginning went to the file already. */
  #frameAt: number | null = null;
  #segment: Segment;

  constructor(files: LogFiles, tree: TreeOnDisk, segment: Segment) {
    this.#files = files;
    this.#tree = tree;
    this.#segment = segment;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** Lines the growing segment still takes; at 0 it asks for a checkpoint and `closeSegment`. */
  get room(): number {
    return this.#segment.first + SEGMENT_ENTRIES - this.#tree.size;
  }

  /** Takes a line without its line feed. Not on disk before `sync`. */
  append(line: Uint8Array): void {
    if (this.#held + line.length + 2 > SCRATCH_BYTES) this.#flush();
    if ((this.#tree.size - this.#segment.first) % FRAME_ENTRIES === 0) {
      this.#segment.frameStarts.push(this.#segment.end);
      this.#frameAt = this.#held;
    }
    // The byte before a line is the line feed of the line before it. While the line is hashed, it is the zero that
    // makes it a leaf (RFC 6962 section 2.1): so nothing is copied for it.
    const scratch = this.#scratch;
    const begin = this.#held;
    const end = begin + 1 + line.length;
    scratch.set(line, begin + 1);
    scratch[begin] = 0;
    this.#tree.append(hash('sha256', scratch.subarray(begin, end), 'binary'));
    scratch[begin] = LINE_FEED;
    this.#held = end;
    this.#segment.end += line.length + 1;
    if ((this.#tree.size - this.#segment.first) % FRAME_ENTRIES === 0) this.#compressFrame();
  }

  /**
   * A full frame is compressed at once: all 256 of a segment at its end would keep sealing waiting. In this thread,
   * because handing a frame to another costs more than it, and the journal's syncs wait in the same queue.
   */
  #compressFrame(): void {
    if (this.#frameAt === null) return;
    const { compressed, frameStarts } = this.#segment;
    this.#scratch[this.#held] = LINE_FEED;
    const frame = this.#scratch.subarray(this.#frameAt + 1, this.#held + 1);
    // Copied, because what comes out holds memory for a frame that does not shrink: 256 of them until the segment closes.
    compressed.set(frameStarts.length - 1, Buffer.from(compressFrame(frame)));
  }

  /** From here the lines survive a crash of the machine. */
  sync(): void {
    this.#flush();
    if (this.#segment.end > 0) this.#files.sync(growingPath(this.#segment.first));
  }

  root(): Buffer {
    return this.#tree.root();
  }

  /** Writes the tiles a checkpoint of the present size needs. */
  writeEdge(): void {
    this.#tree.writeEdge();
  }

  /**
   * Turns the full growing segment into its closed form, once, and begins the next. Only after a checkpoint covers
   * it: a closed segment is never changed again.
   */
  closeSegment(): void {
    const { compressed, end, first, frameStarts } = this.#segment;
    const content = this.#files.read(growingPath(first));
    if (this.room !== 0 || content?.length !== end) {
      throw new Error(
        `Cannot close segment ${first}: it has ${content?.length} bytes where ${end} were written`,
      );
    }
    const frames = frameStarts.map(
      (start, at) => compressed.get(at) ?? compressFrame(content.subarray(start, frameStarts[at + 1] ?? end)),
    );
    const sizes = frames.map(
      (frame, at): FrameSize => ({
        compressed: frame.length,
        content: (frameStarts[at + 1] ?? end) - (frameStarts[at] ?? 0),
      }),
    );
    const tiles = frameStarts.map((_, at) =>
      tilePath({ level: 0, index: first / TILE_WIDTH + at, width: TILE_WIDTH }),
    );
    // Until now a lost tile could be made from the growing segment: it is about to go.
    this.#files.syncAll(tiles);
    const closed = Buffer.concat([...frames, seekTable(sizes)]);
    // First, so that no closed segment is ever without its digest. After a crash in between it is written again with
    // the segment, which still grows then.
    const digest = Buffer.from(digestLine(closedPath(first), hash('sha256', closed, 'buffer')));
    this.#files.writeDurably(digestPath(closedPath(first)), digest);
    this.#files.writeDurably(closedPath(first), closed);
    this.#files.remove(growingPath(first));
    this.#segment = { first: first + SEGMENT_ENTRIES, frameStarts: [], end: 0, compressed: new Map() };
  }

  #flush(): void {
    if (this.#held === 0) return;
    this.#scratch[this.#held] = LINE_FEED;
    this.#files.append(growingPath(this.#segment.first), this.#scratch.subarray(1, this.#held + 1));
    this.#held = 0;
    this.#frameAt = null;
  }
}
