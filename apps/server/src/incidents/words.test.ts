// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { haveTrigram, likePatterns } from './words.ts';

// The words come from whoever types: a % of theirs must not match everything.
it('likePatterns() takes what was typed for itself', () => {
  assert.deepEqual(likePatterns('  100%  a_b \\ '), ['%100\\%%', '%a\\_b%', '%\\\\%']);
  assert.deepEqual(likePatterns(' \t '), []);
  assert.equal(likePatterns('a b c d e f g h i j').length, 8);
});

it('haveTrigram() knows which words the index can narrow', () => {
  assert.ok(haveTrigram(['%ab%', '%abc%']));
  assert.ok(!haveTrigram(['%ab%', '%a-b%']));
});
