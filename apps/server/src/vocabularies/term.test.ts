// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal, type Term } from '@belfry/contract';
import { changedTerm, isWholeOrder, labelIn, reasonNotTerm, wordsIn } from './term.ts';

const phishing: Term = {
  vocabulary: 'category',
  id: 'phishing',
  area: 'it_cyber',
  words: { nl: { label: 'Verdachte mail', hint: 'Een link' } },
  suggestsClass: null,
  isActive: true,
  version: 3,
};

describe('term', () => {
  it('changedTerm() changes what is named, and counts versions', () => {
    const changed = changedTerm(phishing, { isActive: false });
    assert.deepEqual(changed, { ...phishing, isActive: false, version: 4 });
    assert.ok(isRefusal(changedTerm(phishing, { area: null })), 'a category answers to somebody');
    assert.ok(isRefusal(changedTerm(phishing, { words: {} })), 'a term has a word');
  });

  it('reasonNotTerm() keeps "none" for reports without a term', () => {
    assert.equal(reasonNotTerm({ ...phishing, id: 'none' })?.refused, 'request.not_valid');
    assert.equal(reasonNotTerm({ ...phishing, vocabulary: 'qualification' })?.refused, 'request.not_valid');
    assert.equal(reasonNotTerm(phishing), null);
  });

  it('wordsIn() shows another language rather than nothing', () => {
    assert.equal(labelIn(phishing, 'fr'), 'Verdachte mail');
    assert.deepEqual(wordsIn({ id: 'x', words: {} }, 'en'), { label: 'x', hint: '' });
  });

  it('isWholeOrder() takes each term once', () => {
    const terms = [{ id: 'a' }, { id: 'b' }];
    assert.equal(isWholeOrder(terms, ['b', 'a']), true);
    for (const order of [['a'], ['a', 'a'], ['a', 'b', 'c'], ['a', 'c']]) {
      assert.equal(isWholeOrder(terms, order), false);
    }
  });
});
