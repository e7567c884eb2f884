// SPDX-License-Identifier: Apache-2.0
import { isPart, SealedHead } from './sealed-lines.ts';
import {
  type LogFiles,
  SEGMENT_ENTRIES,
  type SegmentChunk,
  type SegmentFile,
  segmentLines,
  type Unzstd,
} from './segment-lines.ts';
import type { Sha256 } from './sha256.ts';
import { TILE_WIDTH } from './tiles.ts';
import { HASH_BYTES } from './tree.ts';
import type { Findings } from './verify-report.ts';
import { type ComputedLevels, edgeRoot, perfectRoot } from './verify-tree.ts';

/** A bundle of entries has this many bytes of leaf hashes. */
const BUNDLE_BYTES = TILE_WIDTH * HASH_BYTES;
/** Silence is sealed every five minutes; a minute more is no finding. */
const SILENCE_MS_MAX = 360_000;
/** Lines wait this long at most for their checkpoint. */
const SEAL_MS_MAX = 10_000;
const LINE_BYTES_MAX = 65_535;

/** What is gathered while the lines go by. */
export interface LinesRead {
  /** Root over the entries that fill no bundle, for each size that was asked for. */
  readonly rights: ReadonlyMap<number, Uint8Array>;
  /** Bundles whose lines differ from their tile on disk, or are not 256. */
  readonly suspects: ReadonlySet<number>;
  readonly pending: number;
}

export interface LinesToRead {
  readonly files: LogFiles;
  readonly segments: readonly SegmentFile[];
  readonly size: number;
  /** Sizes whose root will be asked for. */
  readonly sizes: readonly number[];
  readonly levels: ComputedLevels;
  readonly findings: Findings;
  readonly hash: Sha256;
  readonly unzstd: Unzstd;
  readonly isOn: (check: 'shape' | 'silence' | 'pending') => boolean;
  /** Hashes that lie on disk for a bundle, as many as there are. */
  readonly tileOf: (bundle: number) => Promise<Uint8Array | null>;
  /** Whether the log was sealed further while it was read. */
  readonly hasGrown: () => Promise<boolean>;
  readonly onProgress: (entries: number) => void;
}

/** Leaf hashes of a segment, one behind the other, growing as needed. */
class Leaves {
  bytes: Uint8Array = new Uint8Array(BUNDLE_BYTES);
  count = 0;

  push(leaf: Uint8Array): void {
    if ((this.count + 1) * HASH_BYTES > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(leaf, this.count * HASH_BYTES);
    this.count += 1;
  }

  /** Hashes `begin` up to `end`, those there are. */
  between(begin: number, end: number): Uint8Array {
    const last = Math.max(begin, Math.min(end, this.count));
    return this.bytes.subarray(begin * HASH_BYTES, last * HASH_BYTES);
  }
}

/** Hashes the line at a place. The byte before it becomes the zero byte of a leaf: nothing is copied. */
export function leafInPlace(bytes: Uint8Array, begin: number, end: number, hash: Sha256): Uint8Array {
  bytes[begin - 1] = 0;
  return hash(bytes.subarray(begin - 1, end));
}

/** Follows what lines say of themselves, in their order. */
class Story {
  readonly #head = new SealedHead();
  readonly #parts: LinesToRead;
  #seq = -1;
  #receivedMs = Number.NaN;
  #pendingFromMs = Number.NaN;
  #pendingToMs = Number.NaN;
  pending = 0;

  constructor(parts: LinesToRead) {
    this.#parts = parts;
  }

  sealed({ bytes, file }: SegmentChunk, begin: number, end: number, entry: number, path: string): void {
    const { findings, isOn } = this.#parts;
    const head = this.#head;
    const isLine = head.read(bytes, begin, end) && end - begin <= LINE_BYTES_MAX;
    const at = file.isExact
      ? ([file.begin + begin - 1, file.begin + end] as const)
      : ([file.begin, file.end] as const);
    const where = { weight: 'altered', entries: [entry, entry], file: path, bytes: at } as const;
    if (!isLine) {
      if (isOn('shape')) {
        findings.add({ ...where, code: 'line.malformed', words: `Entry ${entry} is no line of a log` });
      }
      return;
    }
    const isNext = head.seq > this.#seq || (head.seq === this.#seq && isPart(bytes, begin, end));
    if (!isNext && isOn('shape')) {
      findings.add({
        ...where,
        code: 'line.out_of_order',
        expected: `more than ${this.#seq}`,
        found: String(head.seq),
        words: `Entry ${entry} has number of receipt ${head.seq}, and the one before it ${this.#seq}`,
      });
    }
    const silentMs = head.receivedMs - this.#receivedMs;
    if (silentMs > SILENCE_MS_MAX && isOn('silence')) {
      const [from, to] = [this.#receivedMs, head.receivedMs].map((ms) => new Date(ms).toISOString());
      findings.add({
        code: 'silence.unsealed',
        weight: 'told',
        entries: [entry - 1, entry],
        words: `Nothing was sealed between ${from} and ${to}, entries ${entry - 1} and ${entry}: the log was stopped, or what came then is not here`,
      });
    }
    this.#seq = head.seq;
    this.#receivedMs = head.receivedMs;
  }

  beyond({ bytes, file }: SegmentChunk, begin: number, end: number, path: string): void {
    const { findings, isOn, size } = this.#parts;
    this.pending += 1;
    if (this.#head.read(bytes, begin, end)) {
      const isNext =
        this.#head.seq > this.#seq || (this.#head.seq === this.#seq && isPart(bytes, begin, end));
      if (!isNext && isOn('shape')) {
        findings.add({
          code: 'line.out_of_order',
          weight: 'altered',
          entries: [size - 1, size - 1],
          file: path,
          bytes: [file.begin + begin - 1, file.begin + end],
          expected: `more than ${this.#seq}`,
          found: String(this.#head.seq),
          words: `A line behind the last sealed entry, ${size - 1}, was received before it`,
        });
      }
      this.#seq = Math.max(this.#seq, this.#head.seq);
      if (Number.isNaN(this.#pendingFromMs)) this.#pendingFromMs = this.#head.receivedMs;
      this.#pendingToMs = this.#head.receivedMs;
    }
  }

  /** Lines that were never sealed are said; where they waited too long for a seal, one is missing. */
  async end(): Promise<void> {
    const { findings, hasGrown, isOn, size } = this.#parts;
    if (this.pending === 0 || !isOn('pending')) return;
    const lines = `${this.pending} line${this.pending === 1 ? '' : 's'} behind entry ${size - 1}`;
    const waitedMs = this.#pendingToMs - this.#pendingFromMs;
    findings.add(
      waitedMs > SEAL_MS_MAX && !(await hasGrown())
        ? {
            code: 'seal.missing',
            weight: 'altered',
            words: `${lines} are not sealed, and the first of them came ${Math.round(waitedMs / 1_000)} s before the last: a checkpoint is missing`,
          }
        : {
            code: 'seal.pending',
            weight: 'told',
            words: `${lines} are not sealed yet: nothing is said of them`,
          },
    );
  }
}

/** Reads every line once, from the first to the last, and gathers what the tree is checked with. */
export async function readLines(parts: LinesToRead): Promise<LinesRead> {
  const { findings, levels, segments, size } = parts;
  const rights = new Map<number, Uint8Array>();
  const suspects = new Set<number>();
  const story = new Story(parts);
  const byFirst = new Map(segments.map((segment) => [segment.first, segment]));
  let gapFrom: number | null = null;
  const last = segments.reduce((highest, { first }) => Math.max(highest, first), -1);
  for (let first = 0; first < size && first <= last; first += SEGMENT_ENTRIES) {
    const segment = byFirst.get(first);
    const wanted = Math.min(size - first, SEGMENT_ENTRIES);
    const leaves = new Leaves();
    if (segment === undefined) gapFrom ??= first;
    else await readSegment(parts, segment, leaves, story, wanted);
    if (gapFrom !== null && segment !== undefined) {
      findings.add(missing(gapFrom, first - 1));
      gapFrom = null;
    }
    await settle({ ...parts, leaves, first, wanted, rights, suspects });
    for (let left = 0; left < Math.floor(wanted / TILE_WIDTH); left += 1) {
      const bundle = leaves.between(left * TILE_WIDTH, (left + 1) * TILE_WIDTH);
      const isWhole = bundle.length === BUNDLE_BYTES;
      levels.push(isWhole ? perfectRoot(bundle, 0, TILE_WIDTH, parts.hash) : null);
    }
    parts.onProgress(Math.min(size, first + wanted));
  }
  const read = last < 0 ? 0 : last + SEGMENT_ENTRIES;
  if (gapFrom !== null || read < size) findings.add(missing(gapFrom ?? read, size - 1));
  await story.end();
  return { rights, suspects, pending: story.pending };
}

const missing = (first: number, last: number) =>
  ({
    code: 'entries.missing',
    weight: 'altered',
    entries: [first, last],
    words: `Entries ${first} to ${last} are under the checkpoint and not here: their segments are missing`,
  }) as const;

async function readSegment(
  parts: LinesToRead,
  segment: SegmentFile,
  leaves: Leaves,
  story: Story,
  wanted: number,
): Promise<void> {
  const { files, findings, hash, unzstd } = parts;
  for await (const chunk of segmentLines(files, segment, unzstd, findings)) {
    const { bounds, bytes } = chunk;
    for (let index = 0; index < bounds.length; index += 2) {
      const [begin, end] = [bounds[index] as number, bounds[index + 1] as number];
      // Of a segment that is sealed whole all lines count, so that none hides behind the right number.
      if (leaves.count >= wanted && !isSealedWhole(segment, wanted)) {
        story.beyond(chunk, begin, end, segment.path);
      } else {
        const entry = segment.first + leaves.count;
        if (leaves.count < wanted) story.sealed(chunk, begin, end, entry, segment.path);
        leaves.push(leafInPlace(bytes, begin, end, hash));
      }
    }
  }
  if (leaves.count > wanted && isSealedWhole(segment, wanted)) {
    const words = `${segment.path} has ${leaves.count} lines, and a segment has ${wanted}`;
    findings.add({ code: 'segment.malformed', weight: 'altered', file: segment.path, words });
  }
}

/** Whether a segment ends where its last sealed entry does; behind others, lines wait for their checkpoint. */
export const isSealedWhole = (segment: SegmentFile, wanted: number): boolean =>
  segment.isClosed && wanted === SEGMENT_ENTRIES;

/** Compares the leaves of a segment with what lies on disk of them, and keeps the roots that will be asked for. */
async function settle(
  parts: LinesToRead & {
    readonly leaves: Leaves;
    readonly first: number;
    readonly wanted: number;
    readonly rights: Map<number, Uint8Array>;
    readonly suspects: Set<number>;
  },
): Promise<void> {
  const { first, hash, leaves, rights, sizes, suspects, tileOf, wanted } = parts;
  for (let begin = 0; begin < wanted; begin += TILE_WIDTH) {
    const bundle = (first + begin) / TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, wanted - begin);
    const hashes = leaves.between(begin, begin + width);
    const tile = await tileOf(bundle);
    const isEqual = tile === null || isPrefix(hashes, tile.subarray(0, hashes.length));
    if (!isEqual || hashes.length !== width * HASH_BYTES) suspects.add(bundle);
  }
  if (leaves.count > wanted) suspects.add(first / TILE_WIDTH);
  for (const size of sizes) {
    const width = size % TILE_WIDTH;
    const begin = size - width - first;
    const isHere = begin >= 0 && begin < SEGMENT_ENTRIES && width > 0;
    const hashes = isHere ? leaves.between(begin, begin + width) : null;
    if (hashes !== null && hashes.length === width * HASH_BYTES) {
      rights.set(size, edgeRoot(hashes, width, null, hash) as Uint8Array);
    }
  }
}

/** Whether the shorter of two runs of hashes begins the other. */
export function isPrefix(one: Uint8Array, other: Uint8Array): boolean {
  const count = Math.min(one.length, other.length);
  for (let index = 0; index < count; index += 1) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}
