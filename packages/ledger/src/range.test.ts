// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, held } from '../test/held.ts';
import { entriesOf, flipped, naiveRoot, sizes } from '../test/trees.ts';
import { isFault, rangeProof, readFrom, reasonNotInRange } from './index.ts';

describe('a range proof', () => {
  it('holds for its run and for no other', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, at, count) => {
        const leaves = entriesOf(size);
        const begin = at % size;
        const end = begin + 1 + (count % (size - begin));
        const root = naiveRoot(leaves);
        const proof = held(rangeProof(begin, end, size, readFrom(leaves)));
        const claim = { leaves: leaves.slice(begin, end), begin, size, proof, root };
        assert.equal(reasonNotInRange(claim), null);
        assert.ok(isFault(reasonNotInRange({ ...claim, root: flipped(root) })));
        assert.ok(isFault(reasonNotInRange({ ...claim, proof: [...proof, root] })));
        assert.ok(isFault(reasonNotInRange({ ...claim, leaves: claim.leaves.map(flipped) })));
        if (proof.length > 0) assert.ok(isFault(reasonNotInRange({ ...claim, proof: proof.slice(1) })));
        if (claim.leaves.length > 1)
          assert.ok(isFault(reasonNotInRange({ ...claim, leaves: claim.leaves.slice(1) })));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused for a run that is none', () => {
    const leaves = entriesOf(2);
    assert.equal(codeOf(rangeProof(1, 1, 2, readFrom(leaves))), 'range.beyond_tree');
    assert.equal(codeOf(rangeProof(1, 3, 2, readFrom(leaves))), 'range.beyond_tree');
    const root = leaves[0] as Uint8Array;
    assert.equal(
      codeOf(reasonNotInRange({ leaves: [], begin: 0, size: 2, proof: [], root })),
      'range.beyond_tree',
    );
    assert.equal(
      codeOf(reasonNotInRange({ leaves: [new Uint8Array(31)], begin: 0, size: 1, proof: [], root })),
      'proof.malformed',
    );
  });
});
