// SPDX-License-Identifier: Apache-2.0
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Checkpoint,
  consistencyProof,
  inclusionProof,
  isFault,
  type Note,
  parseCheckpoint,
  parseNote,
  readFromTiles,
  type Tile,
  tilePath,
} from '@belfry/ledger';
import { isAbsent } from '../../platform/files/is-absent.ts';
import { LogUnreadable, type OpenSegment, openSegments } from './open-segments.ts';
import { FRAME_ENTRIES, segmentOf } from './segment-file.ts';
import { fastSha256 } from './tree-on-disk.ts';

/** A checkpoint as it lies in the directory: what it states, and the signed note around it. */
export interface PublishedCheckpoint extends Checkpoint {
  readonly note: Note;
  /** The file, byte for byte. */
  readonly content: string;
}

/** A checkpoint that was time-stamped, cosigned, or both. */
export interface Anchor {
  readonly size: number;
  readonly checkpoint: string;
  /** DER of the TimeStampResp; null when there is none. */
  readonly timeStamp: Buffer | null;
}

/** Lines that follow one another. */
export interface LineRun {
  /** Tree index of the first. */
  readonly first: number;
  /** Without line feeds. */
  readonly lines: readonly Buffer[];
}

/**
 * Reads one log, while it is sealed or at rest. Only what the checkpoint covers is read: lines behind it are not
 * sealed yet. Nothing is believed to be true because it was read: who needs to know hashes it.
 */
export interface ReadableLog {
  readonly name: string;
  /** Null before the first one. */
  checkpoint(): Promise<PublishedCheckpoint | null>;
  /** The line at an index, without line feed; null when it is not sealed or its segment is gone. */
  line(index: number): Promise<Buffer | null>;
  /** Lines from one index to before another, in runs of a frame at most; ends early where the log does. */
  lines(from: number, to: number): AsyncIterable<LineRun>;
  /** Hashes that prove the entry at an index to be among the first `size`. */
  proof(index: number, size: number): Promise<Uint8Array[]>;
  /** Hashes that prove the tree of the first `size` to begin with that of the first `old`. */
  consistency(old: number, size: number): Promise<Uint8Array[]>;
  /** Time-stamped and cosigned checkpoints, the smallest first; those that cover so many entries when it is given. */
  anchors(fromSize?: number): Promise<Anchor[]>;
  /** The smallest time-stamped checkpoint that covers so many entries; null when none does yet. */
  firstTimeStamped(size: number): Promise<Anchor | null>;
  lastTimeStamped(): Promise<Anchor | null>;
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** @param directory `DATA/log` */
export function openLogDirectory(directory: string): {
  /** Names of the logs, in the order of the alphabet. */
  names(): Promise<string[]>;
  open(name: string): ReadableLog;
} {
  const opened = new Map<string, ReadableLog>();
  return {
    names: async () =>
      (await namesIn(directory)).filter((name) => /^(technical|functional|audit)-\d{4}$/.test(name)).sort(),
    open: (name) => {
      if (!/^(technical|functional|audit)-\d{4}$/.test(name)) {
        throw new RangeError(`Cannot open log "${name}": that is no name of a log`);
      }
      const log = opened.get(name) ?? openLog(path.join(directory, name), name);
      opened.set(name, log);
      return log;
    },
  };
}

function openLog(root: string, name: string): ReadableLog {
  const segments = openSegments(root);
  const checkpoint = async () => {
    const bytes = await readOrNull(path.join(root, 'checkpoint'));
    return bytes === null ? null : readCheckpoint(bytes.toString(), name);
  };
  async function* lines(from: number, to: number): AsyncIterable<LineRun> {
    const end = Math.min(to, (await checkpoint())?.size ?? 0);
    let segment: OpenSegment | null = null;
    try {
      for (let at = from; at < end; ) {
        if (segment?.first !== segmentOf(at)) {
          await segment?.close();
          segment = await segments.open(at);
        }
        if (segment === null) return;
        const frameEnd = Math.min(at - (at % FRAME_ENTRIES) + FRAME_ENTRIES, end);
        yield { first: at, lines: await segment.frame(at, frameEnd) };
        at = frameEnd;
      }
    } finally {
      await segment?.close();
    }
  }
  return {
    name,
    checkpoint,
    lines,
    line: async (index) => {
      for await (const run of lines(index, index + 1)) return run.lines[0] ?? null;
      return null;
    },
    proof: (index, size) => withTiles(root, size, (read) => inclusionProof(index, size, read, fastSha256)),
    consistency: (old, size) =>
      withTiles(root, size, (read) => consistencyProof(old, size, read, fastSha256)),
    anchors: async (fromSize = 0) => {
      const sizes = await anchorSizes(root, 'checkpoint');
      return await readAnchors(
        root,
        sizes.filter((size) => size >= fromSize),
      );
    },
    firstTimeStamped: async (size) => {
      const first = (await anchorSizes(root, 'tsr')).find((each) => each >= size);
      return first === undefined ? null : ((await readAnchors(root, [first]))[0] ?? null);
    },
    lastTimeStamped: async () =>
      (await readAnchors(root, (await anchorSizes(root, 'tsr')).slice(-1)))[0] ?? null,
  };
}

/** Reads a checkpoint of a log; its signatures are not checked. @throws LogUnreadable */
export function readCheckpoint(content: string, name: string): PublishedCheckpoint {
  const note = parseNote(content);
  const checkpoint = isFault(note) ? note : parseCheckpoint(note.text);
  if (isFault(note) || isFault(checkpoint)) {
    throw new LogUnreadable(`Cannot read the checkpoint of log "${name}": restore it from a copy`);
  }
  return { ...checkpoint, note, content };
}

async function anchorSizes(root: string, kind: 'checkpoint' | 'tsr'): Promise<number[]> {
  const files = await namesIn(path.join(root, 'timestamps'));
  return files
    .filter((file) => /^\d+\.[a-z]+$/.test(file) && file.endsWith(`.${kind}`))
    .map((file) => Number.parseInt(file, 10))
    .sort((one, other) => one - other);
}

async function readAnchors(root: string, sizes: readonly number[]): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for (const size of sizes) {
    const file = path.join(root, 'timestamps', String(size));
    const checkpoint = await readOrNull(`${file}.checkpoint`);
    if (checkpoint === null) continue;
    anchors.push({ size, checkpoint: checkpoint.toString(), timeStamp: await readOrNull(`${file}.tsr`) });
  }
  return anchors;
}

/**
 * Runs a computation over tiles. The tree asks for a tile at a time and cannot wait, so the ones it asks for are read
 * and it is asked again: a proof touches a few tiles a level.
 */
async function withTiles<T>(
  root: string,
  size: number,
  compute: (read: ReturnType<typeof readFromTiles>) => T,
): Promise<Exclude<T, { readonly fault: unknown }>> {
  const known = new Map<string, Buffer>();
  for (;;) {
    const missing: Tile[] = [];
    const read = readFromTiles(
      size,
      (tile) => {
        const bytes = known.get(`${tile.level} ${tile.index}`);
        if (bytes !== undefined) return bytes;
        missing.push(tile);
        return Buffer.alloc(8_192);
      },
      fastSha256,
    );
    const result = compute(read);
    if (isFault(result)) throw new RangeError(`Cannot prove: ${result.detail}`);
    if (missing.length === 0) return result as Exclude<T, { readonly fault: unknown }>;
    for (const tile of missing) {
      known.set(`${tile.level} ${tile.index}`, await readTile(root, tile));
    }
  }
}

/** A tile at least as wide as it is asked for: the full one may have come since, and the partial ones gone. */
async function readTile(root: string, tile: Tile): Promise<Buffer> {
  for (let look = 0; look < 2; look += 1) {
    const exact = await readOrNull(path.join(root, tilePath(tile)));
    const found = exact ?? (await readOrNull(path.join(root, tilePath({ ...tile, width: 256 }))));
    if (found !== null && found.length >= tile.width * 32) return found;
    const partials = path.join(root, `${tilePath({ ...tile, width: 256 })}.p`);
    const widths = (await namesIn(partials)).map(Number).filter((width) => width >= tile.width);
    const wider =
      widths.length === 0 ? null : await readOrNull(path.join(partials, String(Math.min(...widths))));
    if (wider !== null && wider.length >= tile.width * 32) return wider;
  }
  throw new LogUnreadable(`Cannot read ${tilePath(tile)} in "${root}": it is missing or too short`);
}
