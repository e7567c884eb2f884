// SPDX-License-Identifier: Apache-2.0
import { areEqual } from './bytes.ts';
import type { Sha256 } from './sha256.ts';
import { TILE_WIDTH } from './tiles.ts';
import { emptyRoot, HASH_BYTES, nodeHash } from './tree.ts';

/** Root of a perfect run of hashes that lie one behind the other; `count` is a power of two. */
export function perfectRoot(hashes: Uint8Array, begin: number, count: number, hash: Sha256): Uint8Array {
  let level = hashes.subarray(begin * HASH_BYTES, (begin + count) * HASH_BYTES);
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = 1;
  for (let left = count; left > 1; left /= 2) {
    const next = new Uint8Array((left / 2) * HASH_BYTES);
    for (let index = 0; index < left; index += 2) {
      pair.set(level.subarray(index * HASH_BYTES, (index + 2) * HASH_BYTES), 1);
      next.set(hash(pair), (index / 2) * HASH_BYTES);
    }
    level = next;
  }
  return level;
}

/** Root of the right edge: the first `width` hashes of a tile, with what stands to the right of them. */
export function edgeRoot(
  tile: Uint8Array,
  width: number,
  right: Uint8Array | null,
  hash: Sha256,
): Uint8Array | null {
  let root = right;
  let end = width;
  for (let count = 1; count <= width; count *= 2) {
    if (Math.floor(width / count) % 2 === 1) {
      const node = perfectRoot(tile, end - count, count, hash);
      root = root === null ? node : nodeHash(node, root, hash);
      end -= count;
    }
  }
  return root;
}

/** Hashes that a tree of so many entries has at a level of tiles. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** A tile as the right edge of a tree has it. */
interface EdgeTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** The tiles along the right edge of a tree, the lowest level first: from them alone comes its root. */
function edgeTiles(size: number): EdgeTile[] {
  const tiles: EdgeTile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const hashes = hashesAt(level, size);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/** Root over the right edge, its tiles in the order of `edgeTiles`; null when one is not known. */
function rootOfEdge(size: number, tiles: readonly (Uint8Array | null)[], hash: Sha256): Uint8Array | null {
  if (size === 0) return emptyRoot(hash);
  let root: Uint8Array | null = null;
  for (const [place, { width }] of edgeTiles(size).entries()) {
    const tile = tiles[place] as Uint8Array | null;
    if (tile === null) return null;
    root = edgeRoot(tile, width, root, hash);
  }
  return root;
}

/** Hashes of one level as they are computed from the lines; null where the lines below are not whole. */
export class ComputedLevels {
  readonly #levels: (Uint8Array | null)[][] = [];
  readonly #hash: Sha256;

  constructor(hash: Sha256) {
    this.#hash = hash;
  }

  /** Takes the hash of the next bundle of 256 entries, and joins what became whole above it. */
  push(bundle: Uint8Array | null, level = 1): void {
    this.#levels[level] ??= [];
    const hashes = this.#levels[level] as (Uint8Array | null)[];
    hashes.push(bundle);
    if (hashes.length % TILE_WIDTH === 0) {
      const tile = this.tile(level, hashes.length / TILE_WIDTH - 1, TILE_WIDTH);
      this.push(tile === null ? null : perfectRoot(tile, 0, TILE_WIDTH, this.#hash), level + 1);
    }
  }

  at(level: number, index: number): Uint8Array | null {
    return this.#levels[level]?.[index] ?? null;
  }

  /** The first `width` hashes of a tile of level 1 or above, one behind the other. */
  tile(level: number, index: number, width: number): Uint8Array | null {
    const bytes = new Uint8Array(width * HASH_BYTES);
    for (let place = 0; place < width; place += 1) {
      const hash = this.at(level, index * TILE_WIDTH + place);
      if (hash === null) return null;
      bytes.set(hash, place * HASH_BYTES);
    }
    return bytes;
  }

  /** Root of the first `size` entries, where `right` is the root over those that fill no bundle. */
  root(size: number, right: Uint8Array | null): Uint8Array | null {
    if (size === 0) return emptyRoot(this.#hash);
    let root = right;
    if (size % TILE_WIDTH > 0 && right === null) return null;
    for (const { index, level, width } of edgeTiles(size)) {
      if (level === 0) continue;
      const tile = this.tile(level, index, width);
      if (tile === null) return null;
      root = edgeRoot(tile, width, root, this.#hash);
    }
    return root;
  }
}

/** Where the hashes of a tile may come from: what lies on disk, and what the lines give. */
export interface TileSources {
  onDisk(level: number, index: number, width: number): Promise<Uint8Array | null>;
  fromLines(level: number, index: number, width: number): Promise<Uint8Array | null>;
}

/**
 * Tiles that hold under a signed root, whichever of disk and lines they come from: a tile is believed only when the one
 * above it, and in the end the root, says so.
 */
export class AuthenticTiles {
  readonly #size: number;
  readonly #hash: Sha256;
  readonly #sources: TileSources;
  readonly #edge: ReadonlyMap<number, Uint8Array> | null;
  readonly #known = new Map<string, Uint8Array | null>();

  private constructor(
    size: number,
    edge: ReadonlyMap<number, Uint8Array> | null,
    sources: TileSources,
    hash: Sha256,
  ) {
    this.#size = size;
    this.#edge = edge;
    this.#sources = sources;
    this.#hash = hash;
  }

  static async under(
    { root, size }: { readonly root: Uint8Array; readonly size: number },
    sources: TileSources,
    hash: Sha256,
  ): Promise<AuthenticTiles> {
    const tiles = edgeTiles(size);
    const choices: (readonly (Uint8Array | null)[])[] = [];
    for (const { index, level, width } of tiles) {
      choices.push([await sources.onDisk(level, index, width), await sources.fromLines(level, index, width)]);
    }
    // Few levels have an edge: every mixture of disk and lines is tried.
    for (let mixture = 0; mixture < 2 ** tiles.length; mixture += 1) {
      const chosen = choices.map(
        (pair, place) => pair[Math.floor(mixture / 2 ** place) % 2] as Uint8Array | null,
      );
      const found = rootOfEdge(size, chosen, hash);
      if (found !== null && areEqual(found, root)) {
        const edge = new Map(tiles.map(({ level }, place) => [level, chosen[place] as Uint8Array]));
        return new AuthenticTiles(size, edge, sources, hash);
      }
    }
    return new AuthenticTiles(size, null, sources, hash);
  }

  /** Whether anything holds under the root at all. */
  isRooted(): boolean {
    return this.#edge !== null;
  }

  /** A tile as wide as the tree has it; null where nothing holds under the root. */
  async tile(level: number, index: number): Promise<Uint8Array | null> {
    const hashes = hashesAt(level, this.#size);
    if (this.#edge === null || index * TILE_WIDTH >= hashes) return null;
    if ((index + 1) * TILE_WIDTH > hashes) return this.#edge.get(level) as Uint8Array;
    const place = `${level} ${index}`;
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const tile = await this.#full(level, index);
    // Tiles of entries are many and asked for once; the levels above stay at hand.
    if (level > 0) this.#known.set(place, tile);
    return tile;
  }

  async #full(level: number, index: number): Promise<Uint8Array | null> {
    const wanted = await this.hashAt(level + 1, index);
    if (wanted === null) return null;
    for (const source of ['onDisk', 'fromLines'] as const) {
      const tile = await this.#sources[source](level, index, TILE_WIDTH);
      if (tile !== null && areEqual(perfectRoot(tile, 0, TILE_WIDTH, this.#hash), wanted)) return tile;
    }
    return null;
  }

  /** One hash that holds under the root. */
  async hashAt(level: number, index: number): Promise<Uint8Array | null> {
    const tile = await this.tile(level, Math.floor(index / TILE_WIDTH));
    const begin = (index % TILE_WIDTH) * HASH_BYTES;
    return tile === null ? null : tile.subarray(begin, begin + HASH_BYTES);
  }

  /** Root of the first entries, from tiles that hold. */
  async rootAt(size: number): Promise<Uint8Array | null> {
    const tiles: (Uint8Array | null)[] = [];
    for (const { index, level } of edgeTiles(size)) {
      tiles.push(await this.tile(level, index));
    }
    return rootOfEdge(size, tiles, this.#hash);
  }
}
