// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, held } from '../test/held.ts';
import { entriesOf, naiveRoot, sizes } from '../test/trees.ts';
import { growTree, readFrom, rootAt, sha256 } from './index.ts';

describe('a tree', () => {
  it('has the root of the definition, however it is computed', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const leaves = entriesOf(size);
        const root = naiveRoot(leaves);
        assert.deepEqual(rootAt(size, readFrom(leaves)), root);
        const tree = held(growTree(0, []));
        for (const leaf of leaves) tree.append(leaf);
        assert.deepEqual(tree.root(), root);
        assert.deepEqual(held(growTree(tree.size, tree.frontier)).root(), root);
      }),
      { numRuns: 40 },
    );
  });

  it('reports every subtree that becomes whole, once', () => {
    const made = new Map<string, Uint8Array>();
    const tree = held(growTree(0, []));
    const leaves = entriesOf(300);
    for (const leaf of leaves) {
      tree.append(leaf, (level, index, hash) => {
        assert.ok(!made.has(`${level} ${index}`));
        made.set(`${level} ${index}`, hash);
      });
    }
    const read = readFrom(leaves);
    for (const [place, hash] of made) {
      const [level = 0, index = 0] = place.split(' ').map(Number);
      assert.deepEqual(hash, read(level, index));
    }
    assert.equal(made.size, 300 + 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1);
  });

  // Danger: a remembered frontier that does not belong to the size would sign another tree.
  it('refuses to go on from a frontier of another size', () => {
    assert.equal(codeOf(growTree(3, [sha256(new Uint8Array())])), 'range.beyond_tree');
  });

  it('says which leaf it has not', () => {
    assert.throws(() => readFrom([])(0, 0), RangeError);
  });
});
