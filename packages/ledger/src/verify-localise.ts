// SPDX-License-Identifier: Apache-2.0
import { hexOfBytes } from './bytes.ts';
import {
  type LogFiles,
  SEGMENT_ENTRIES,
  type SegmentFile,
  segmentLines,
  type Unzstd,
} from './segment-lines.ts';
import type { Sha256 } from './sha256.ts';
import { TILE_WIDTH } from './tiles.ts';
import { HASH_BYTES } from './tree.ts';
import { type Displacement, displacements } from './verify-align.ts';
import { isSealedWhole, leafInPlace } from './verify-lines.ts';
import { type Findings, gatherFindings } from './verify-report.ts';
import type { AuthenticTiles, ComputedLevels } from './verify-tree.ts';

/** The lines of one segment, read once more to say which of them it is. */
export interface SegmentRead {
  readonly leaves: readonly Uint8Array[];
  /** Bytes of each line in the file. */
  readonly places: readonly (readonly [begin: number, end: number])[];
}

export interface Reread {
  readonly files: LogFiles;
  readonly unzstd: Unzstd;
  readonly hash: Sha256;
}

/** Reads a segment again, whole. What its form says against it was said the first time. */
export async function rereadSegment(
  { files, hash, unzstd }: Reread,
  segment: SegmentFile,
): Promise<SegmentRead> {
  const leaves: Uint8Array[] = [];
  const places: (readonly [number, number])[] = [];
  for await (const { bounds, bytes, file } of segmentLines(files, segment, unzstd, gatherFindings())) {
    for (let index = 0; index < bounds.length; index += 2) {
      const [begin, end] = [bounds[index] as number, bounds[index + 1] as number];
      places.push(file.isExact ? [file.begin + begin - 1, file.begin + end] : [file.begin, file.end]);
      leaves.push(leafInPlace(bytes, begin, end, hash));
    }
  }
  return { leaves, places };
}

export interface ToLocalise extends Reread {
  readonly segment: SegmentFile;
  readonly size: number;
  readonly levels: ComputedLevels;
  readonly tiles: AuthenticTiles;
  readonly findings: Findings;
}

/** Says which entries of a segment are not those that were sealed. */
export async function localise(parts: ToLocalise): Promise<void> {
  const { findings, segment, size, tiles } = parts;
  const wanted = Math.min(size - segment.first, SEGMENT_ENTRIES);
  const { leaves, places } = await rereadSegment(parts, segment);
  const sealed = await sealedHashes(tiles, segment.first, wanted);
  const unknown = new Map<number, [number, number]>();
  for (const each of displacements(leaves, sealed)) {
    // Lines behind the last sealed entry wait for their checkpoint.
    if (each.kind === 'inserted' && each.before >= wanted && !isSealedWhole(segment, wanted)) continue;
    if (each.kind === 'unknown') {
      const bundle = Math.floor((segment.first + each.entry) / TILE_WIDTH);
      const place = places[each.line] as readonly [number, number];
      const range = unknown.get(bundle);
      unknown.set(bundle, [range?.[0] ?? place[0], place[1]]);
    } else {
      findings.add(findingOf(each, { segment, leaves, places, sealed }));
    }
  }
  await narrowed(parts, unknown);
}

/** The hashes of a segment's entries that hold under the root; null where no tile of them does. */
async function sealedHashes(
  tiles: AuthenticTiles,
  first: number,
  count: number,
): Promise<(Uint8Array | null)[]> {
  const sealed: (Uint8Array | null)[] = [];
  for (let begin = 0; begin < count; begin += TILE_WIDTH) {
    const tile = await tiles.tile(0, (first + begin) / TILE_WIDTH);
    for (let place = 0; place < Math.min(TILE_WIDTH, count - begin); place += 1) {
      sealed.push(tile === null ? null : tile.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES));
    }
  }
  return sealed;
}

/** Bundles whose entries cannot be told apart, because no tile of them holds: said as a range. */
async function narrowed(
  { findings, levels, segment, size, tiles }: ToLocalise,
  unknown: ReadonlyMap<number, readonly [number, number]>,
): Promise<void> {
  for (const [bundle, bytes] of unknown) {
    const first = bundle * TILE_WIDTH;
    const last = Math.min(first + TILE_WIDTH, size) - 1;
    const expected = await tiles.hashAt(1, bundle);
    const found = levels.at(1, bundle);
    findings.add({
      code: 'entries.narrowed',
      weight: 'altered',
      entries: [first, last],
      file: segment.path,
      bytes,
      ...(expected === null ? {} : { expected: hexOfBytes(expected) }),
      ...(found === null ? {} : { found: hexOfBytes(found) }),
      words: `Something among entries ${first} to ${last} is not as it was sealed; which of them, no tile here can say`,
    });
  }
}

interface Compared {
  readonly segment: SegmentFile;
  readonly leaves: readonly Uint8Array[];
  readonly places: readonly (readonly [number, number])[];
  readonly sealed: readonly (Uint8Array | null)[];
}

function findingOf(
  each: Exclude<Displacement, { kind: 'unknown' }>,
  { leaves, places, sealed, segment }: Compared,
) {
  const file = segment.path;
  if (each.kind === 'missing') {
    const entry = segment.first + each.entry;
    return {
      code: 'entry.missing',
      weight: 'altered',
      entries: [entry, entry],
      file,
      expected: hexOfBytes(sealed[each.entry] as Uint8Array),
      words: `Entry ${entry} was sealed and is not here`,
    } as const;
  }
  const bytes = places[each.line] as readonly [number, number];
  const found = hexOfBytes(leaves[each.line] as Uint8Array);
  if (each.kind === 'inserted') {
    const entry = segment.first + each.before;
    const words = `A line before entry ${entry} was never sealed`;
    return {
      code: 'entry.inserted',
      weight: 'altered',
      entries: [entry, entry],
      file,
      bytes,
      found,
      words,
    } as const;
  }
  const entry = segment.first + each.entry;
  const where = { weight: 'altered', entries: [entry, entry], file, bytes, found } as const;
  const expected = hexOfBytes(sealed[each.entry] as Uint8Array);
  return each.kind === 'moved'
    ? ({
        ...where,
        code: 'entry.moved',
        expected,
        words: `Entry ${entry} stands in another place than it was sealed in, or twice`,
      } as const)
    : ({
        ...where,
        code: 'entry.altered',
        expected,
        words: `Entry ${entry} is not the line that was sealed: its hash is another`,
      } as const);
}
