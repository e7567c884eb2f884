// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { isAbsent } from '../../platform/files/is-absent.ts';
import {
  closedPath,
  FRAME_ENTRIES,
  growingPath,
  linesOf,
  linesOfFrame,
  readSeekTable,
  segmentOf,
} from './segment-file.ts';

/** A file of the log is missing or damaged; the code is that of an alarm. */
export class LogUnreadable extends Error {
  readonly code = 'log.unreadable';
}

/** A segment that is open: runs that follow one another are read from one opened file. */
export interface OpenSegment {
  /** Tree index of its first entry. */
  readonly first: number;
  /** Lines from an index to before another in the same frame. @throws LogUnreadable */
  frame(from: number, to: number): Promise<Buffer[]>;
  close(): Promise<void>;
}

export interface Segments {
  /** The segment that holds an entry; null when it is gone. */
  open(index: number): Promise<OpenSegment | null>;
}

const OPEN_SEGMENTS_MAX = 8;

/** Where each run of 256 lines begins in a growing segment: found once and kept, as sealed lines do not move. */
interface GrowingStarts {
  readonly first: number;
  readonly starts: number[];
}

export function openSegments(root: string): Segments {
  const tables = new Map<number, readonly number[]>();
  let growing: GrowingStarts = { first: -1, starts: [0] };
  const tableOf = async (first: number, handle: FileHandle) => {
    const known = tables.get(first);
    if (known !== undefined) return known;
    const { size } = await handle.stat();
    const read = await readSeekTable(size, (at, length) => readAt(handle, at, length));
    if (read === null) return null;
    if (tables.size >= OPEN_SEGMENTS_MAX) tables.clear();
    tables.set(first, read);
    return read;
  };
  const closed = (first: number, handle: FileHandle): OpenSegment => ({
    first,
    close: () => handle.close(),
    frame: async (from, to) => {
      const table = await tableOf(first, handle);
      const frame = Math.floor((from - first) / FRAME_ENTRIES);
      const begin = table?.[frame];
      const end = table?.[frame + 1];
      if (begin === undefined || end === undefined) {
        throw new LogUnreadable(`Cannot read "${closedPath(first)}" in "${root}": its seek table is damaged`);
      }
      const lines = linesOfFrame(await readAt(handle, begin, end - begin));
      const skip = first + frame * FRAME_ENTRIES;
      return lines.slice(from - skip, to - skip);
    },
  });
  return {
    open: async (index) => {
      const first = segmentOf(index);
      // A segment that is closed right now is under its old name, its new one, or for a moment under both.
      for (let look = 0; look < 2; look += 1) {
        const whole = await openOrNull(path.join(root, closedPath(first)));
        if (whole !== null) return closed(first, whole);
        const part = await openOrNull(path.join(root, growingPath(first)));
        if (part === null) continue;
        if (growing.first !== first) growing = { first, starts: [0] };
        return new GrowingSegment(growing, part);
      }
      return null;
    },
  };
}

async function openOrNull(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  // What it holds before it is read is never given away: only the bytes that were read are.
  const bytes = Buffer.allocUnsafeSlow(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

/** About four runs of 256 lines of a usual length. */
const PIECE_BYTES = 655_360;
/** About one of them: whoever wants one line reads no more. */
const FIRST_PIECE_BYTES = 163_840;

/** Reads lines of a growing segment. */
class GrowingSegment implements OpenSegment {
  readonly first: number;
  readonly #handle: FileHandle;
  readonly #starts: number[];
  /** The bytes that were read last, and where they begin: runs that follow lie in them. */
  #bytes: Buffer = Buffer.alloc(0);
  #bytesAt = 0;

  constructor({ first, starts }: GrowingStarts, handle: FileHandle) {
    this.first = first;
    this.#starts = starts;
    this.#handle = handle;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async frame(from: number, to: number): Promise<Buffer[]> {
    const run = Math.floor((from - this.first) / FRAME_ENTRIES);
    // The first run whose beginning is not known is found behind those that are.
    for (let before = this.#starts.length - 1; before < run; before += 1) {
      await this.#linesOf(before, FRAME_ENTRIES);
    }
    const skip = from - this.first - run * FRAME_ENTRIES;
    return (await this.#linesOf(run, skip + to - from)).slice(skip);
  }

  /** The first lines of a run; when these are all of it, where the next begins is known from then on. */
  async #linesOf(run: number, wanted: number): Promise<Buffer[]> {
    const begin = this.#starts[run] ?? 0;
    const isRead = begin >= this.#bytesAt && begin < this.#bytesAt + this.#bytes.length;
    let content = isRead ? this.#bytes.subarray(begin - this.#bytesAt) : Buffer.alloc(0);
    let lines = linesOf(content, wanted);
    while (lines.length < wanted) {
      const length = this.#bytes.length === 0 ? FIRST_PIECE_BYTES : PIECE_BYTES;
      const piece = await readAt(this.#handle, begin + content.length, length);
      if (piece.length === 0) {
        const index = this.first + run * FRAME_ENTRIES + lines.length;
        throw new LogUnreadable(`Cannot read entry ${index}: the segment is shorter than its checkpoint`);
      }
      content = content.length === 0 ? piece : Buffer.concat([content, piece]);
      this.#bytes = content;
      this.#bytesAt = begin;
      lines = linesOf(content, wanted);
    }
    if (wanted === FRAME_ENTRIES) {
      // At its place, not behind the last: whoever reads at the same time finds the same.
      this.#starts[run + 1] ??= begin + lines.reduce((bytes, line) => bytes + line.length + 1, 0);
    }
    return lines;
  }
}
