// SPDX-License-Identifier: Apache-2.0
import { areEqual } from './bytes.ts';
import { type Fault, fault } from './fault.ts';
import { type Sha256, sha256 } from './sha256.ts';
import {
  climb,
  emptyRoot,
  hashBetween,
  levelOf,
  nodeHash,
  type ReadHash,
  reasonNoHashes,
  splitOf,
} from './tree.ts';

/**
 * Proof that the tree of the first `size` entries begins with the tree of the first `old` ones (RFC 6962 section
 * 2.1.2). Empty when one of them has no entries or both are the same.
 *
 * @example
 * ```ts
 * const leaves = ['a', 'b', 'c'].map((text) => leafHash(utf8Bytes(text)));
 * consistencyProof(2, 3, readFrom(leaves)); // [hash of c]
 * ```
 */
export function consistencyProof(
  old: number,
  size: number,
  read: ReadHash,
  hash: Sha256 = sha256,
): Uint8Array[] | Fault {
  if (!(old <= size)) {
    return fault('range.beyond_tree', `a tree of ${size} entries cannot continue one of ${old}`);
  }
  if (old === 0 || old === size) {
    return [];
  }
  const proof: Uint8Array[] = [];
  let begin = 0;
  let end = size;
  while (end !== old) {
    const middle = begin + splitOf(end - begin);
    if (old <= middle) {
      proof.push(hashBetween(middle, end, read, hash));
      end = middle;
    } else {
      proof.push(hashBetween(begin, middle, read, hash));
      begin = middle;
    }
  }
  if (begin > 0) {
    proof.push(hashBetween(begin, end, read, hash));
  }
  return proof.reverse();
}

/** Two trees of which one is claimed to continue the other, with the proof. */
export interface ConsistencyClaim {
  readonly old: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Why a tree is not proven to continue an older one, or null when it is (RFC 9162 section 2.1.4.2).
 *
 * @example
 * ```ts
 * const root = leafHash(utf8Bytes('only'));
 * reasonNotConsistent({ old: 0, oldRoot: emptyRoot(), size: 1, root, proof: [] }); // null
 * ```
 */
export function reasonNotConsistent(claim: ConsistencyClaim, hash: Sha256 = sha256): Fault | null {
  const { old, oldRoot, proof, root, size } = claim;
  if (!(old <= size)) {
    return fault('range.beyond_tree', `a tree of ${size} entries cannot continue one of ${old}`);
  }
  if (old === 0 || old === size) {
    return reasonNotTrivial(claim, hash);
  }
  const misshapen = reasonNoHashes([oldRoot, ...proof]);
  if (misshapen !== null) {
    return misshapen;
  }
  // A tree whose size is a power of two is a node of the larger one: its root begins the walk.
  const isNode = levelOf(old) !== null;
  const [first, ...rest] = isNode ? [oldRoot, ...proof] : proof;
  if (first === undefined) {
    return fault('proof.wrong_length', `no hash leads from ${old} entries to ${size}`);
  }
  let node = old - 1;
  let last = size - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  let reachedOld = first;
  let reached = first;
  const fit = climb({ node, last }, rest, (sibling, isLeft) => {
    reachedOld = isLeft ? nodeHash(sibling, reachedOld, hash) : reachedOld;
    reached = isLeft ? nodeHash(sibling, reached, hash) : nodeHash(reached, sibling, hash);
  });
  if (fit === 'too_many') {
    return fault('proof.wrong_length', `${proof.length} hashes are too many from ${old} entries to ${size}`);
  }
  if (fit === 'too_few') {
    return fault('proof.wrong_length', `${proof.length} hashes are too few from ${old} entries to ${size}`);
  }
  if (!areEqual(reachedOld, oldRoot)) {
    return fault('proof.root_differs', `the proof gives another root for the first ${old} entries`);
  }
  return areEqual(reached, root)
    ? null
    : fault('proof.root_differs', `the proof gives another root for ${size} entries`);
}

function reasonNotTrivial(claim: ConsistencyClaim, hash: Sha256): Fault | null {
  const { old, oldRoot, proof, root, size } = claim;
  if (proof.length > 0) {
    return fault('proof.wrong_length', `from ${old} entries to ${size} no hash is needed`);
  }
  const expected = old === size ? root : emptyRoot(hash);
  return areEqual(oldRoot, expected)
    ? null
    : fault('proof.root_differs', `two roots are claimed for the first ${old} entries`);
}
