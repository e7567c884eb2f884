// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf, held } from '../test/held.ts';
import { entriesOf } from '../test/trees.ts';
import {
  areEqual,
  bundleOfEntries,
  entriesOfBundle,
  inclusionProof,
  joined,
  readFrom,
  readFromTiles,
  rootAt,
  tilePath,
  tilesBetween,
} from './index.ts';

describe('tiles', () => {
  it('give every hash of the tree back', () => {
    for (const size of [1, 255, 256, 257, 700, 65_536, 65_800]) {
      const leaves = entriesOf(size);
      const memory = readFrom(leaves);
      const stored = new Map(
        tilesBetween(0, size).map((tile) => {
          const level = Number(tile.level);
          const hashes = Array.from({ length: tile.width }, (_, at) =>
            memory(level * 8, tile.index * 256 + at),
          );
          return [tilePath(tile), joined(...hashes)];
        }),
      );
      const read = readFromTiles(
        size,
        (tile) => stored.get(tilePath(tile)) ?? assert.fail(`no ${tilePath(tile)}`),
      );
      assert.ok(areEqual(rootAt(size, read), rootAt(size, memory)));
      const proof = held(inclusionProof(size - 1, size, read));
      assert.deepEqual(proof, held(inclusionProof(size - 1, size, memory)));
    }
  });

  it('written as a tree grows are the tiles it has', () => {
    fc.assert(
      fc.property(fc.nat({ max: 140_000 }), fc.nat({ max: 140_000 }), (one, other) => {
        const [old, size] = [Math.min(one, other), Math.max(one, other)];
        const before = new Set(tilesBetween(0, old).map(tilePath));
        const after = tilesBetween(0, size).map(tilePath);
        assert.deepEqual(
          tilesBetween(old, size).map(tilePath),
          after.filter((path) => !before.has(path)),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('bundles', () => {
  it('go there and back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (entries) => {
        assert.deepEqual(
          held(entriesOfBundle(bundleOfEntries(entries))).map((entry) => [...entry]),
          entries.map((entry) => [...entry]),
        );
      }),
    );
  });
  it('refuse to end inside an entry, and to carry one that is too long', () => {
    for (const bytes of [[0], [0, 1], [0, 1, 1, 0]])
      assert.equal(codeOf(entriesOfBundle(Uint8Array.from(bytes))), 'bundle.malformed');
    assert.throws(() => bundleOfEntries([new Uint8Array(65_536)]), RangeError);
  });
});
