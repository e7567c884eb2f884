// SPDX-License-Identifier: Apache-2.0
import { type Fault, fault } from './fault.ts';
import { type Sha256, sha256 } from './sha256.ts';
import { HASH_BYTES, nodeHash, type ReadHash } from './tree.ts';

/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const LEVEL_MAX = 63;

/** A tile of hashes, or a bundle of entries: which, and how much of it there is. */
export interface Tile {
  /** Level of a tile of hashes, from 0; `entries` for a bundle. */
  readonly level: number | 'entries';
  /** Place in its level, from 0. */
  readonly index: number;
  /** Hashes or entries in it, 1 to 256. */
  readonly width: number;
}

/**
 * Where a tile lies below the prefix of its log (C2SP tlog-tiles).
 *
 * @example
 * ```ts
 * tilePath({ level: 0, index: 1234067, width: 256 }); // 'tile/0/x001/x234/067'
 * tilePath({ level: 'entries', index: 5, width: 12 }); // 'tile/entries/005.p/12'
 * ```
 */
export function tilePath(tile: Tile): string {
  const digits = String(tile.index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) as string[];
  const place = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `tile/${tile.level}/${place}${tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`}`;
}

/**
 * The tile a path names. Only the one right spelling of a path is read: a path comes from whoever asks.
 *
 * @example
 * ```ts
 * tileOfPath('tile/0/x001/x234/067'); // { level: 0, index: 1234067, width: 256 }
 * tileOfPath('tile/0/../../keys'); // { fault: 'tile.malformed', … }
 * ```
 */
export function tileOfPath(path: string): Tile | Fault {
  const read = /^tile\/(0|[1-9]\d?|entries)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  const [, level, place, width] = read ?? [];
  if (level === undefined || place === undefined) {
    return fault('tile.malformed', `"${path.slice(0, 100)}" names no tile`);
  }
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(place.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isRight = (tile.level === 'entries' || tile.level <= LEVEL_MAX) && tile.width <= TILE_WIDTH;
  // Written back it must be the same: no leading zeroes, no full tile that claims to be partial.
  return isRight && Number.isSafeInteger(tile.index) && tilePath(tile) === path
    ? tile
    : fault('tile.malformed', `"${path.slice(0, 100)}" names no tile`);
}

/** The width of the tile at a place in the tree of so many entries; 0 when there is none. */
function widthAt(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/**
 * The tiles of hashes that a tree has and an older one of it had not: what to write when it grew, and all of them
 * from 0. Lowest level first, left to right.
 *
 * @example
 * ```ts
 * tilesBetween(0, 257).map(tilePath); // ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']
 * ```
 */
export function tilesBetween(old: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const before = Math.floor(old / TILE_WIDTH ** level);
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < hashes; index += 1) {
      if (widthAt(level, index, size) > widthAt(level, index, old)) {
        tiles.push({ level, index, width: widthAt(level, index, size) });
      }
    }
  }
  return tiles;
}

/**
 * Reads subtrees of a tree out of its tiles.
 *
 * @param size entries of the tree whose checkpoint was verified: a tile is asked for only as wide as that tree has it
 * @param readTile the hashes of a tile, one behind the other; it may hold more than the width asked for
 *
 * @example
 * ```ts
 * const leaves = [leafHash(utf8Bytes('a')), leafHash(utf8Bytes('b'))];
 * const read = readFromTiles(2, () => joined(...leaves));
 * areEqual(read(1, 0), nodeHash(leaves[0], leaves[1])); // true
 * ```
 */
export function readFromTiles(
  size: number,
  readTile: (tile: Tile) => Uint8Array,
  hash: Sha256 = sha256,
): ReadHash {
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const count = 2 ** (level % TILE_HEIGHT);
    const first = index * count;
    const tileIndex = Math.floor(first / TILE_WIDTH);
    const width = widthAt(tileLevel, tileIndex, size);
    const bytes = readTile({ level: tileLevel, index: tileIndex, width });
    const begin = (first % TILE_WIDTH) * HASH_BYTES;
    let hashes: Uint8Array[] = [];
    for (let at = begin; at < begin + count * HASH_BYTES; at += HASH_BYTES) {
      hashes.push(bytes.subarray(at, at + HASH_BYTES));
    }
    while (hashes.length > 1) {
      hashes = hashes.flatMap((left, at) =>
        at % 2 === 0 ? [nodeHash(left, hashes[at + 1] as Uint8Array, hash)] : [],
      );
    }
    return hashes[0] as Uint8Array;
  };
}

/** One entry in a bundle carries its size in two bytes (C2SP tlog-tiles). */
export const ENTRY_BYTES_MAX = 65_535;

/**
 * A bundle of entries: each with its size in front, two bytes, the most significant first (C2SP tlog-tiles).
 *
 * @example
 * ```ts
 * bundleOfEntries([utf8Bytes('ab')]); // bytes 0, 2, 97, 98
 * ```
 *
 * @throws RangeError for an entry beyond 65,535 bytes: the format cannot carry it
 */
export function bundleOfEntries(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((size, entry) => size + 2 + entry.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES_MAX) {
      throw new RangeError(`Cannot bundle an entry of ${entry.length} bytes: ${ENTRY_BYTES_MAX} is the most`);
    }
    view.setUint16(at, entry.length);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/**
 * The entries of a bundle.
 *
 * @example
 * ```ts
 * entriesOfBundle(Uint8Array.of(0, 2, 97)); // { fault: 'bundle.malformed', … }: it ends inside an entry
 * ```
 */
export function entriesOfBundle(bytes: Uint8Array): Uint8Array[] | Fault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const size = at + 2 <= bytes.length ? view.getUint16(at) : Number.POSITIVE_INFINITY;
    if (at + 2 + size > bytes.length) {
      return fault('bundle.malformed', `the bundle ends inside entry ${entries.length}`);
    }
    entries.push(bytes.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return entries;
}
