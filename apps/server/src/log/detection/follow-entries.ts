// SPDX-License-Identifier: Apache-2.0
import type { SealedLine } from '@belfry/contract';
import type { ReadableLog } from '../sealing/index.ts';
import { FRAME_ENTRIES, SEGMENT_ENTRIES, segmentOf } from '../sealing/segment-file.ts';

/** Logs as they lie in their directory. */
export interface LogsToFollow {
  names(): Promise<string[]>;
  open(name: string): ReadableLog;
}

/** An entry, its parts put together, and where it stands. */
export interface FollowedEntry {
  readonly log: string;
  /** Of its first line. */
  readonly index: number;
  readonly line: SealedLine;
}

/** Where the next entry of each log is read from. */
export type Places = Readonly<Record<string, number>>;

interface ReadLine {
  readonly index: number;
  readonly line: SealedLine;
}

/** What is read of a log at once beyond the frame that is asked for, in entries. */
const AHEAD_ENTRIES = 7 * FRAME_ENTRIES;
/** No more frames are read once their lines have so many bytes. */
const AHEAD_BYTES = 2_097_152;

/** Reads one log, some frames ahead. */
interface Cursor {
  readonly log: ReadableLog;
  /** Sealed so far. */
  size: number;
  /** Where the next frame is read from. */
  readFrom: number;
  lines: ReadLine[];
  /** Of `lines`: what was given already. */
  given: number;
}

/**
 * Gives the entries of all logs in the order of their receipt: a failed login in one log and the success after it in
 * another follow one another, and whoever reads them again reads the same. Only what every log has sealed is given.
 */
export class EntryFollower {
  readonly #logs: LogsToFollow;
  readonly #cursors = new Map<string, Cursor>();
  readonly #places: Record<string, number>;
  #seq: number;
  #gone = 0;
  #lookedFor = -1;

  /** @param seq number of receipt of the last entry that is done: none up to it is given */
  constructor(logs: LogsToFollow, places: Places, seq: number) {
    this.#logs = logs;
    this.#places = { ...places };
    this.#seq = seq;
  }

  /** Behind the last entry that was given. */
  get places(): Places {
    return { ...this.#places };
  }

  /** Entries that were sealed and cannot be read any more: their segment is gone, or damaged. */
  get gone(): number {
    return this.#gone;
  }

  /**
   * The next entries, some at a time.
   *
   * @param toSeq up to and with this number of receipt everything is sealed, in whatever log it is
   * @returns none when there are none any more up to that number
   */
  async next(toSeq: number): Promise<FollowedEntry[]> {
    if (toSeq <= this.#seq) return [];
    if (toSeq !== this.#lookedFor) await this.#look();
    this.#lookedFor = toSeq;
    const entries: FollowedEntry[] = [];
    while (entries.length < FRAME_ENTRIES) {
      const hungry = this.#hungry();
      if (hungry !== null) {
        await this.#read(hungry);
        continue;
      }
      const cursor = this.#nearest(toSeq);
      if (cursor === null) break;
      const head = cursor.lines[cursor.given] as ReadLine;
      entries.push(head.line.part === undefined ? this.#takeWhole(cursor, head) : await this.#take(cursor));
    }
    return entries;
  }

  /** What was sealed since, and logs that were begun since. */
  async #look(): Promise<void> {
    for (const name of await this.#logs.names()) {
      const log = this.#logs.open(name);
      const size = (await log.checkpoint())?.size ?? 0;
      const cursor = this.#cursors.get(name);
      const readFrom = this.#places[name] ?? 0;
      if (cursor === undefined) this.#cursors.set(name, { log, size, readFrom, lines: [], given: 0 });
      else cursor.size = size;
    }
  }

  /** A log with more to give of which nothing is read; what is done already is passed over. */
  #hungry(): Cursor | null {
    for (const cursor of this.#cursors.values()) {
      for (;;) {
        const head = cursor.lines[cursor.given];
        if (head === undefined || head.line.seq > this.#seq) break;
        // Places say so too, unless the log was new when they were written.
        cursor.given += 1;
        this.#places[cursor.log.name] = head.index + 1;
      }
      if (cursor.given >= cursor.lines.length && cursor.readFrom < cursor.size) return cursor;
    }
    return null;
  }

  /** The log with the oldest entry that is next; null when all are behind the number. */
  #nearest(toSeq: number): Cursor | null {
    let nearest: Cursor | null = null;
    let seq = toSeq;
    for (const cursor of this.#cursors.values()) {
      const head = cursor.lines[cursor.given];
      if (head !== undefined && head.line.seq <= seq) {
        nearest = cursor;
        seq = head.line.seq;
      }
    }
    return nearest;
  }

  async #read(cursor: Cursor): Promise<void> {
    const { log, readFrom, size } = cursor;
    const frameEnd = Math.min(readFrom - (readFrom % FRAME_ENTRIES) + FRAME_ENTRIES, size);
    cursor.lines = [];
    cursor.given = 0;
    // Where nothing can be read because it is gone, all of its segment is.
    let next = Math.min(segmentOf(readFrom) + SEGMENT_ENTRIES, size);
    let [read, bytes] = [0, 0];
    try {
      for await (const { first, lines } of log.lines(readFrom, Math.min(size, frameEnd + AHEAD_ENTRIES))) {
        for (const line of this.#linesOf(lines, first)) cursor.lines.push(line);
        next = first + lines.length;
        read += lines.length;
        bytes += lines.reduce((sum, line) => sum + line.length, 0);
        if (bytes > AHEAD_BYTES) break;
      }
    } catch (error) {
      // A file that was damaged rings elsewhere. Here it must not keep the entries behind it from being looked at.
      if (!(error instanceof Error && 'code' in error && error.code === 'log.unreadable')) throw error;
      if (read === 0) next = frameEnd;
    }
    this.#gone += next - readFrom - read;
    if (cursor.lines.length === 0) this.#places[log.name] = next;
    cursor.readFrom = next;
  }

  #linesOf(read: readonly Buffer[], first: number): ReadLine[] {
    const lines: ReadLine[] = [];
    for (const [at, bytes] of read.entries()) {
      const line = lineOf(bytes);
      if (line === null) this.#gone += 1;
      else lines.push({ index: first + at, line });
    }
    return lines;
  }

  #takeWhole(cursor: Cursor, { index, line }: ReadLine): FollowedEntry {
    cursor.given += 1;
    this.#places[cursor.log.name] = index + 1;
    this.#seq = line.seq;
    return { log: cursor.log.name, index, line };
  }

  /** The entry at the head, with all its parts: they are sealed together with its number. */
  async #take(cursor: Cursor): Promise<FollowedEntry> {
    const first = cursor.lines[cursor.given] as ReadLine;
    const { seq } = first.line;
    const parts: SealedLine[] = [];
    const name = cursor.log.name;
    for (;;) {
      const head = await this.#partOf(cursor, seq);
      if (head === null) break;
      parts.push(head.line);
      cursor.given += 1;
      this.#places[name] = head.index + 1;
    }
    this.#seq = Math.max(this.#seq, seq);
    return { log: name, index: first.index, line: parts.length === 1 ? first.line : joined(parts) };
  }

  async #partOf(cursor: Cursor, seq: number): Promise<ReadLine | null> {
    while (cursor.given >= cursor.lines.length && cursor.readFrom < cursor.size) await this.#read(cursor);
    const head = cursor.lines[cursor.given];
    return head?.line.seq === seq ? head : null;
  }
}

/** Null for bytes that are no line of ours any more. */
export function lineOf(bytes: Buffer): SealedLine | null {
  try {
    const line = JSON.parse(bytes.toString()) as SealedLine | null;
    return typeof line?.seq === 'number' && typeof line.received === 'string' ? line : null;
  } catch {
    return null;
  }
}

/** A long entry is sealed in parts; what it says it says as a whole. */
function joined(parts: readonly SealedLine[]): SealedLine {
  const { part: _part, raw: _raw, raw64: _raw64, ...head } = parts[0] as SealedLine;
  const bytes = Buffer.concat(
    parts.map(({ raw, raw64 }) =>
      raw === undefined ? Buffer.from(raw64 ?? '', 'base64') : Buffer.from(raw),
    ),
  );
  return { ...head, raw64: bytes.toString('base64') };
}

/**
 * Where each log goes on behind a number of receipt. Within a log numbers grow, so it is found by halving; an entry
 * that cannot be read counts as one before.
 */
export async function placesBehind(logs: LogsToFollow, seq: number): Promise<Places> {
  const places: Record<string, number> = {};
  for (const name of await logs.names()) {
    const log = logs.open(name);
    let low = 0;
    let high = (await log.checkpoint())?.size ?? 0;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const bytes = await log.line(middle).catch(() => null);
      const line = bytes === null ? null : lineOf(bytes);
      if (line !== null && line.seq > seq) high = middle;
      else low = middle + 1;
    }
    places[name] = low;
  }
  return places;
}
