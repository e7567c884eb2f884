// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { likePatterns, referenceBeginning } from './words.ts';

// The words come from whoever types: a % of theirs must not match everything.
it('likePatterns() takes what was typed for itself', () => {
  assert.deepEqual(likePatterns('  100%  a_bc \\d! '), ['%100\\%%', '%a\\_bc%', '%\\\\d!%']);
  assert.equal(likePatterns(' \t '), null);
  assert.equal(likePatterns('aaa b c d e f g h i j')?.length, 8);
});

// Without three letters in a row the index is blind, and every incident would be read.
it('likePatterns() looks for short words where a word begins, and for no sign alone', () => {
  assert.deepEqual(likePatterns('ab cd%'), ['% ab%', '%cd\\%%']);
  assert.deepEqual(likePatterns('% - &'), []);
});

it('referenceBeginning() knows a reference and its beginning, in any case', () => {
  assert.equal(referenceBeginning(' inc-2026-00 '), 'INC-2026-00');
  assert.equal(referenceBeginning('INC-'), 'INC-');
  assert.equal(referenceBeginning('REP-2026-0001'), null);
  assert.equal(referenceBeginning('INC-2026-0001 mail'), null);
  assert.equal(referenceBeginning("INC-2026'"), null);
});
