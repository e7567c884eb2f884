// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cutText, storableText } from './kept-text.ts';

it('cutText() keeps to the length with its mark, and leaves no half character', () => {
  assert.equal(cutText('abc', 3, '…'), 'abc');
  assert.equal(cutText('abcd', 3, '…'), 'ab…');
  assert.equal(cutText('ab😀d', 3), 'ab');
  assert.equal(cutText('ab😀d', 4, '…'), 'ab…');
});

it('storableText() changes only what cannot be kept', () => {
  assert.equal(storableText('Łódź 😀'), 'Łódź 😀');
  assert.equal(storableText('a\0b\uD83D'), 'a\uFFFDb\uFFFD');
});
