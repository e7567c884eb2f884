// SPDX-License-Identifier: Apache-2.0
import { type Fault, fault } from './fault.ts';
import { type Sha256, sha256 } from './sha256.ts';

export const HASH_BYTES = 32;

/**
 * Hash of an entry: SHA-256 of a zero byte and the entry (RFC 6962 section 2.1). The byte keeps an entry from
 * passing for a node.
 *
 * @example
 * ```ts
 * hexOfBytes(leafHash(new Uint8Array(0))).slice(0, 8); // '6e340b9c'
 * ```
 */
export function leafHash(entry: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return hash(bytes);
}

/**
 * Hash of two halves: SHA-256 of a one byte and both (RFC 6962 section 2.1).
 *
 * @example
 * ```ts
 * const left = leafHash(utf8Bytes('a'));
 * nodeHash(left, left).length; // 32
 * ```
 */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return hash(bytes);
}

/**
 * Root of a tree without entries: SHA-256 of nothing (RFC 6962 section 2.1).
 *
 * @example
 * ```ts
 * hexOfBytes(emptyRoot()).slice(0, 8); // 'e3b0c442'
 * ```
 */
export function emptyRoot(hash: Sha256 = sha256): Uint8Array {
  return hash(new Uint8Array(0));
}

/**
 * Hash of the perfect subtree over entries `index * 2^level` up to, not including, `(index + 1) * 2^level`. It is
 * asked only for subtrees that lie whole inside the tree.
 */
export type ReadHash = (level: number, index: number) => Uint8Array;

/** The largest power of two below a count of two or more: where RFC 6962 splits it. */
export function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) {
    power *= 2;
  }
  return power;
}

/** The level of a perfect subtree of so many entries, or null when the count is no power of two. */
export function levelOf(count: number): number | null {
  let level = 0;
  let left = count;
  while (left > 1 && left % 2 === 0) {
    left /= 2;
    level += 1;
  }
  return left === 1 ? level : null;
}

/** Hash over entries `begin` to `end`, where RFC 6962 has a node or the right edge of one. */
export function hashBetween(begin: number, end: number, read: ReadHash, hash: Sha256): Uint8Array {
  const level = levelOf(end - begin);
  if (level !== null) {
    return read(level, begin / (end - begin));
  }
  const middle = begin + splitOf(end - begin);
  return nodeHash(hashBetween(begin, middle, read, hash), hashBetween(middle, end, read, hash), hash);
}

/**
 * Root of the first `size` entries.
 *
 * @example
 * ```ts
 * const leaves = ['a', 'b', 'c'].map((text) => leafHash(utf8Bytes(text)));
 * const read = readFrom(leaves);
 * areEqual(rootAt(2, read), nodeHash(leaves[0], leaves[1])); // true
 * ```
 */
export function rootAt(size: number, read: ReadHash, hash: Sha256 = sha256): Uint8Array {
  return size === 0 ? emptyRoot(hash) : hashBetween(0, size, read, hash);
}

/**
 * Reads subtrees from leaf hashes in memory; for small trees, tests and files that are read whole.
 *
 * @example
 * ```ts
 * const read = readFrom([leafHash(utf8Bytes('a'))]);
 * read(0, 0).length; // 32
 * ```
 */
export function readFrom(leaves: readonly Uint8Array[], hash: Sha256 = sha256): ReadHash {
  const known = new Map<string, Uint8Array>();
  const read: ReadHash = (level, index) => {
    const leaf = leaves[index];
    if (level === 0 && leaf !== undefined) {
      return leaf;
    }
    if (level === 0) {
      throw new RangeError(`Cannot read leaf ${index}: there are ${leaves.length}`);
    }
    const place = `${level} ${index}`;
    const found =
      known.get(place) ?? nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1), hash);
    known.set(place, found);
    return found;
  };
  return read;
}

/** A tree that only grows: what has to be remembered is one hash for each bit of its size. */
export interface GrowingTree {
  readonly size: number;
  /** Roots of the perfect subtrees from left to right, the largest first. */
  readonly frontier: readonly Uint8Array[];
  /** Takes the next entry's hash. `made` hears of each subtree that became whole, lowest first, the leaf included. */
  append(leaf: Uint8Array, made?: (level: number, index: number, hash: Uint8Array) => void): void;
  root(): Uint8Array;
}

/** How many hashes the frontier of a tree has: the bits set in its size. */
function frontierCount(size: number): number {
  let bits = 0;
  for (let left = size; left > 0; left = Math.floor(left / 2)) {
    bits += left % 2;
  }
  return bits;
}

/**
 * Goes on growing a tree from what was remembered of it.
 *
 * @example
 * ```ts
 * const tree = growTree(0, []);
 * if (!isFault(tree)) {
 *   tree.append(leafHash(utf8Bytes('first')));
 *   tree.size; // 1
 * }
 * ```
 */
export function growTree(
  size: number,
  frontier: readonly Uint8Array[],
  hash: Sha256 = sha256,
): GrowingTree | Fault {
  if (frontier.length !== frontierCount(size)) {
    return fault(
      'range.beyond_tree',
      `${size} entries leave ${frontierCount(size)} subtrees, not ${frontier.length}`,
    );
  }
  const roots = [...frontier];
  let count = size;
  return {
    get size() {
      return count;
    },
    get frontier() {
      return [...roots];
    },
    append: (leaf, made) => {
      let whole = leaf;
      let index = count;
      made?.(0, index, whole);
      for (let level = 1; index % 2 === 1; level += 1) {
        whole = nodeHash(roots.pop() as Uint8Array, whole, hash);
        index = (index - 1) / 2;
        made?.(level, index, whole);
      }
      roots.push(whole);
      count += 1;
    },
    root: () =>
      roots.length === 0 ? emptyRoot(hash) : roots.reduceRight((right, left) => nodeHash(left, right, hash)),
  };
}

/** Why hashes that came from outside cannot be hashes, or null. */
export function reasonNoHashes(hashes: readonly Uint8Array[]): Fault | null {
  return hashes.every((each) => each.length === HASH_BYTES)
    ? null
    : fault('proof.malformed', `a hash has ${HASH_BYTES} bytes`);
}

/**
 * Walks from an entry up to the root along the siblings of a proof (RFC 9162 sections 2.1.3.2 and 2.1.4.2), telling on
 * which side each sibling stands.
 *
 * @returns how the proof fits the height of the tree: exactly, or with hashes too few or too many
 */
export function climb(
  from: { readonly node: number; readonly last: number },
  siblings: readonly Uint8Array[],
  joins: (sibling: Uint8Array, isLeft: boolean) => void,
): 'reached' | 'too_few' | 'too_many' {
  let { last, node } = from;
  for (const sibling of siblings) {
    if (last === 0) {
      return 'too_many';
    }
    const isLeft = node % 2 === 1 || node === last;
    joins(sibling, isLeft);
    // Without a right neighbour there is nothing to join until the node is a right child itself.
    while (isLeft && node % 2 === 0 && node !== 0) {
      node /= 2;
      last = Math.floor(last / 2);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? 'reached' : 'too_few';
}
