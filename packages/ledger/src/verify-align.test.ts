// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entriesOf } from '../test/trees.ts';
import { displacements } from './index.ts';

const [a, b, c, d, x] = entriesOf(5) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const told = (lines: Uint8Array[], sealed: (Uint8Array | null)[]) =>
  displacements(lines, sealed).map((each) => `${each.kind} ${'entry' in each ? each.entry : each.before}`);

describe('displacements()', () => {
  it('one line too many or too few makes no other look altered', () => {
    assert.deepEqual(told([a, b, c, d], [a, b, c, d]), []);
    assert.deepEqual(told([a, x, c, d], [a, b, c, d]), ['altered 1']);
    assert.deepEqual(told([a, c, d], [a, b, c, d]), ['missing 1']);
    assert.deepEqual(told([a, b, c], [a, b, c, d]), ['missing 3']);
    assert.deepEqual(told([a, x, b, c, d], [a, b, c, d]), ['inserted 1']);
    assert.deepEqual(told([a, b, c, d, x], [a, b, c, d]), ['inserted 4']);
    assert.deepEqual(told([a, c, b, d], [a, b, c, d]), ['moved 1']);
    assert.deepEqual(told([a, b, b, c, d], [a, b, c, d]), ['moved 1']);
    assert.deepEqual(told([b, x, d], [a, b, c, d]), ['missing 0', 'altered 2']);
  });

  it('says where it cannot know', () => {
    assert.deepEqual(told([a, b, c], [a, null, c]), ['unknown 1']);
    assert.deepEqual(told([a, c], [a, null, c]), []);
    assert.deepEqual(told([], [null, b]), ['missing 1']);
  });
});
