// SPDX-License-Identifier: Apache-2.0
import { areEqual } from './bytes.ts';
import { type Fault, fault } from './fault.ts';
import { type Sha256, sha256 } from './sha256.ts';
import { climb, hashBetween, nodeHash, type ReadHash, reasonNoHashes, splitOf } from './tree.ts';

/**
 * Proof that entry `index` stands in the tree of the first `size` entries: the siblings from the leaf up (RFC 6962
 * section 2.1.1). A fault when the tree has no such entry.
 *
 * @example
 * ```ts
 * const leaves = ['a', 'b', 'c'].map((text) => leafHash(utf8Bytes(text)));
 * inclusionProof(0, 3, readFrom(leaves)); // [hash of b, hash of c]
 * ```
 */
export function inclusionProof(
  index: number,
  size: number,
  read: ReadHash,
  hash: Sha256 = sha256,
): Uint8Array[] | Fault {
  if (!(index < size)) {
    return fault('range.beyond_tree', `entry ${index} is not among the first ${size}`);
  }
  const proof: Uint8Array[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      proof.push(hashBetween(middle, end, read, hash));
      end = middle;
    } else {
      proof.push(hashBetween(begin, middle, read, hash));
      begin = middle;
    }
  }
  return proof.reverse();
}

/** An entry that is claimed to stand in a tree, with the proof. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Why an entry is not proven to stand in a tree, or null when it is (RFC 9162 section 2.1.3.2).
 *
 * @example
 * ```ts
 * const leaf = leafHash(utf8Bytes('only'));
 * reasonNotIncluded({ leaf, index: 0, size: 1, proof: [], root: leaf }); // null
 * ```
 */
export function reasonNotIncluded(claim: InclusionClaim, hash: Sha256 = sha256): Fault | null {
  const { index, proof, size } = claim;
  if (!(index < size)) {
    return fault('range.beyond_tree', `entry ${index} is not among the first ${size}`);
  }
  const misshapen = reasonNoHashes([claim.leaf, ...proof]);
  if (misshapen !== null) {
    return misshapen;
  }
  let reached = claim.leaf;
  const fit = climb({ node: index, last: size - 1 }, proof, (sibling, isLeft) => {
    reached = isLeft ? nodeHash(sibling, reached, hash) : nodeHash(reached, sibling, hash);
  });
  if (fit === 'too_many') {
    return fault('proof.wrong_length', `${proof.length} hashes are more than a tree of ${size} has levels`);
  }
  if (fit === 'too_few') {
    return fault('proof.wrong_length', `${proof.length} hashes do not reach the root of ${size} entries`);
  }
  return areEqual(reached, claim.root)
    ? null
    : fault('proof.root_differs', `entry ${index} and its proof give another root for ${size} entries`);
}
