// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entriesOf, naiveRoot } from '../test/trees.ts';
import { areEqual, joined, sha256 } from './index.ts';
import { AuthenticTiles, ComputedLevels, perfectRoot } from './verify-tree.ts';

/** Levels of a tree, and the root over its last, partial bundle, as they are gathered while lines go by. */
function gathered(leaves: readonly Uint8Array[]) {
  const levels = new ComputedLevels(sha256);
  for (let begin = 0; begin + 256 <= leaves.length; begin += 256) {
    levels.push(perfectRoot(joined(...leaves.slice(begin, begin + 256)), 0, 256, sha256));
  }
  const rest = leaves.slice(leaves.length - (leaves.length % 256));
  return { levels, right: rest.length === 0 ? null : naiveRoot(rest) };
}

describe('ComputedLevels', () => {
  it('gives the root of RFC 6962 for every size', () => {
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 700]) {
      const leaves = entriesOf(size);
      const { levels, right } = gathered(leaves);
      const root = levels.root(size, right);
      assert.ok(root !== null && areEqual(root, naiveRoot(leaves)), String(size));
    }
  });

  it('knows no root over what is not whole', () => {
    const levels = new ComputedLevels(sha256);
    levels.push(null);
    assert.equal(levels.root(256, null), null);
    assert.equal(levels.root(257, null), null);
    for (let bundle = 1; bundle < 256; bundle += 1) levels.push(new Uint8Array(32));
    assert.equal(levels.root(65_536, null), null);
  });
});

describe('AuthenticTiles', () => {
  it('knows the root of nothing', async () => {
    const nothing = { onDisk: async () => null, fromLines: async () => null };
    const root = naiveRoot([]);
    const tiles = await AuthenticTiles.under({ size: 0, root }, nothing, sha256);
    assert.ok(tiles.isRooted() && areEqual((await tiles.rootAt(0)) as Uint8Array, root));
  });

  const leaves = entriesOf(600);
  const { levels } = gathered(leaves);
  const right = (level: number, index: number, width: number) =>
    level > 0 ? levels.tile(level, index, width) : joined(...leaves.slice(index * 256, index * 256 + width));
  const wrong = () => new Uint8Array(256 * 32);
  const under = (onDisk: typeof right, fromLines: typeof right) =>
    AuthenticTiles.under(
      { size: 600, root: naiveRoot(leaves) },
      { onDisk: async (...place) => onDisk(...place), fromLines: async (...place) => fromLines(...place) },
      sha256,
    );

  it('believes disk or lines, whichever holds under the root, and neither where none does', async () => {
    for (const [onDisk, fromLines] of [
      [right, wrong],
      [wrong, right],
    ] as const) {
      const tiles = await under(onDisk, fromLines);
      assert.ok(tiles.isRooted());
      assert.ok(areEqual((await tiles.tile(0, 1)) as Uint8Array, right(0, 1, 256) as Uint8Array));
      assert.ok(areEqual((await tiles.rootAt(300)) as Uint8Array, naiveRoot(leaves.slice(0, 300))));
      assert.equal(await tiles.tile(0, 3), null);
    }
    const half = await under(
      (...place) => (place[2] === 256 ? wrong() : right(...place)),
      () => null,
    );
    assert.equal(await half.tile(0, 0), null);
    assert.equal(await half.rootAt(300), null);
    const none = await under(wrong, () => null);
    assert.deepEqual([none.isRooted(), await none.tile(1, 0)], [false, null]);
  });

  // Danger: below a tile that holds nowhere, tiles are believed because nobody says what they should be.
  it('asks once for a tile above the entries, and believes nothing below one that does not hold', async () => {
    // Every bundle is the same one: two segments of it are a tree of three levels.
    const bundle = joined(...entriesOf(256));
    const hashes = [bundle];
    for (let level = 0; level < 2; level += 1) {
      const root = perfectRoot(hashes[level] as Uint8Array, 0, 256, sha256);
      hashes.push(joined(...Array.from({ length: 256 }, () => root)));
    }
    const asked: string[] = [];
    const onDisk = async (level: number, index: number, width: number) => {
      asked.push(`${level}/${index}`);
      return level === 1 && index === 1 ? null : (hashes[level] as Uint8Array).slice(0, width * 32);
    };
    const root = perfectRoot(hashes[2] as Uint8Array, 0, 2, sha256);
    const sources = { onDisk, fromLines: async () => null };
    const tiles = await AuthenticTiles.under({ size: 131_072, root }, sources, sha256);
    for (const index of [0, 1]) assert.ok(areEqual((await tiles.tile(0, index)) as Uint8Array, bundle));
    assert.deepEqual(asked, ['2/0', '1/0', '0/0', '0/1']);
    assert.deepEqual([await tiles.tile(0, 256), await tiles.tile(0, 257)], [null, null]);
    assert.deepEqual(asked.slice(4), ['1/1']);
  });
});
