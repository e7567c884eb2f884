// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, held } from '../test/held.ts';
import { entriesOf, flipped, naiveRoot, sizes } from '../test/trees.ts';
import { inclusionProof, isFault, joined, readFrom, reasonNotIncluded } from './index.ts';

describe('an inclusion proof', () => {
  it('holds for its entry and for nothing else', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, at, another) => {
        const leaves = entriesOf(size);
        const index = at % size;
        const root = naiveRoot(leaves);
        const proof = held(inclusionProof(index, size, readFrom(leaves)));
        const claim = { leaf: leaves[index] as Uint8Array, index, size, proof, root };
        assert.equal(reasonNotIncluded(claim), null);
        assert.equal(codeOf(reasonNotIncluded({ ...claim, root: flipped(root) })), 'proof.root_differs');
        assert.equal(
          codeOf(reasonNotIncluded({ ...claim, leaf: flipped(claim.leaf) })),
          'proof.root_differs',
        );
        assert.equal(codeOf(reasonNotIncluded({ ...claim, proof: [...proof, root] })), 'proof.wrong_length');
        if (another % size !== index)
          assert.ok(isFault(reasonNotIncluded({ ...claim, index: another % size })));
        if (proof.length > 0) {
          assert.ok(isFault(reasonNotIncluded({ ...claim, proof: proof.slice(1) })));
          assert.ok(isFault(reasonNotIncluded({ ...claim, proof: proof.map(flipped) })));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused where there is no such entry, or a hash is none', () => {
    const [leaf, other] = entriesOf(2) as [Uint8Array, Uint8Array];
    assert.equal(codeOf(inclusionProof(1, 1, readFrom([leaf]))), 'range.beyond_tree');
    assert.equal(
      codeOf(reasonNotIncluded({ leaf, index: 1, size: 1, proof: [], root: leaf })),
      'range.beyond_tree',
    );
    const long = joined(other, other);
    assert.equal(
      codeOf(reasonNotIncluded({ leaf, index: 0, size: 2, proof: [long], root: leaf })),
      'proof.malformed',
    );
    assert.equal(
      codeOf(reasonNotIncluded({ leaf, index: Number.NaN, size: 2, proof: [], root: leaf })),
      'range.beyond_tree',
    );
  });
});
