// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, held } from '../test/held.ts';
import { entriesOf, flipped, naiveRoot, sizes } from '../test/trees.ts';
import { consistencyProof, isFault, joined, nodeHash, readFrom, reasonNotConsistent } from './index.ts';

describe('a consistency proof', () => {
  it('holds for its two trees and for no other', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, at) => {
        const leaves = entriesOf(size);
        const old = at % (size + 1);
        const [oldRoot, root] = [naiveRoot(leaves.slice(0, old)), naiveRoot(leaves)];
        const proof = held(consistencyProof(old, size, readFrom(leaves)));
        const claim = { old, oldRoot, size, root, proof };
        assert.equal(reasonNotConsistent(claim), null);
        assert.ok(isFault(reasonNotConsistent({ ...claim, oldRoot: flipped(oldRoot) })));
        assert.ok(isFault(reasonNotConsistent({ ...claim, proof: [...proof, root] })));
        // From nothing every tree follows: there is nothing it could contradict.
        if (old > 0) assert.ok(isFault(reasonNotConsistent({ ...claim, root: flipped(root) })));
        if (proof.length > 0) {
          assert.ok(isFault(reasonNotConsistent({ ...claim, proof: proof.slice(1) })));
          assert.ok(isFault(reasonNotConsistent({ ...claim, proof: proof.slice(0, -1) })));
          assert.ok(isFault(reasonNotConsistent({ ...claim, proof: proof.map(flipped) })));
        }
      }),
      { numRuns: 80 },
    );
  });

  // Danger: two roots for the same size are a fork, whatever proof comes with them.
  it('is refused for a fork, for a tree that shrank, for a proof of nothing', () => {
    const [one, two, three] = entriesOf(3) as [Uint8Array, Uint8Array, Uint8Array];
    assert.equal(
      codeOf(reasonNotConsistent({ old: 1, oldRoot: one, size: 1, root: two, proof: [] })),
      'proof.root_differs',
    );
    assert.equal(
      codeOf(reasonNotConsistent({ old: 2, oldRoot: one, size: 1, root: two, proof: [] })),
      'range.beyond_tree',
    );
    assert.equal(codeOf(consistencyProof(2, 1, readFrom([one]))), 'range.beyond_tree');
    assert.equal(
      codeOf(reasonNotConsistent({ old: 3, oldRoot: one, size: 7, root: two, proof: [] })),
      'proof.wrong_length',
    );
    assert.equal(
      codeOf(reasonNotConsistent({ old: 1, oldRoot: one, size: 3, root: two, proof: [joined(two, three)] })),
      'proof.malformed',
    );
    const root = nodeHash(nodeHash(one, two), three);
    assert.equal(
      codeOf(
        reasonNotConsistent({ old: 2, oldRoot: nodeHash(one, two), size: 3, root: one, proof: [three] }),
      ),
      'proof.root_differs',
    );
    assert.equal(
      reasonNotConsistent({ old: 2, oldRoot: nodeHash(one, two), size: 3, root, proof: [three] }),
      null,
    );
  });
});
