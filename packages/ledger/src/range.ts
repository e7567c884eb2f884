// SPDX-License-Identifier: Apache-2.0
import { areEqual } from './bytes.ts';
import { type Fault, fault } from './fault.ts';
import { type Sha256, sha256 } from './sha256.ts';
import { hashBetween, nodeHash, type ReadHash, reasonNoHashes, splitOf } from './tree.ts';

/**
 * Proof that a run of entries, `begin` up to and not including `end`, stands in the tree: the hashes of everything
 * beside it, from left to right. One proof for a whole bundle, as long as one or two for a single entry.
 *
 * @example
 * ```ts
 * const leaves = ['a', 'b', 'c', 'd'].map((text) => leafHash(utf8Bytes(text)));
 * rangeProof(1, 3, 4, readFrom(leaves)); // [hash of a, hash of d]
 * ```
 */
export function rangeProof(
  begin: number,
  end: number,
  size: number,
  read: ReadHash,
  hash: Sha256 = sha256,
): Uint8Array[] | Fault {
  if (!(begin < end && end <= size)) {
    return fault('range.beyond_tree', `entries ${begin} to ${end} are no run among the first ${size}`);
  }
  const proof: Uint8Array[] = [];
  const walk = (from: number, to: number): void => {
    if (to <= begin || from >= end) {
      proof.push(hashBetween(from, to, read, hash));
    } else if (from < begin || to > end) {
      const middle = from + splitOf(to - from);
      walk(from, middle);
      walk(middle, to);
    }
  };
  walk(0, size);
  return proof;
}

/** A run of entries that is claimed to stand in a tree, with the proof. */
export interface RangeClaim {
  readonly leaves: readonly Uint8Array[];
  readonly begin: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Why a run of entries is not proven to stand in a tree, or null when it is.
 *
 * @example
 * ```ts
 * const leaf = leafHash(utf8Bytes('only'));
 * reasonNotInRange({ leaves: [leaf], begin: 0, size: 1, proof: [], root: leaf }); // null
 * ```
 */
export function reasonNotInRange(claim: RangeClaim, hash: Sha256 = sha256): Fault | null {
  const { begin, leaves, proof, root, size } = claim;
  const end = begin + leaves.length;
  if (!(begin < end && end <= size)) {
    return fault('range.beyond_tree', `entries ${begin} to ${end} are no run among the first ${size}`);
  }
  const misshapen = reasonNoHashes([...leaves, ...proof]);
  if (misshapen !== null) {
    return misshapen;
  }
  let used = 0;
  const walk = (from: number, to: number): Uint8Array | null => {
    if (to <= begin || from >= end) {
      used += 1;
      return proof[used - 1] ?? null;
    }
    if (to - from === 1) {
      return leaves[from - begin] as Uint8Array;
    }
    const middle = from + splitOf(to - from);
    const left = walk(from, middle);
    const right = walk(middle, to);
    return left === null || right === null ? null : nodeHash(left, right, hash);
  };
  const reached = walk(0, size);
  if (reached === null || used !== proof.length) {
    return fault(
      'proof.wrong_length',
      `${proof.length} hashes where ${used} are needed beside entries ${begin} to ${end}`,
    );
  }
  return areEqual(reached, root)
    ? null
    : fault('proof.root_differs', `entries ${begin} to ${end} give another root for ${size} entries`);
}
