// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { folded } from './pattern.ts';
import { WordGate } from './word-gate.ts';

describe('WordGate', () => {
  // Danger: a keyword that is there is skipped, and its rule never asked.
  it('never says no to a text that holds one of its words', () => {
    const letters = fc.constantFrom('a', 'b', 'K', 'I', '\u212a', '\u0130', 'é', ' ');
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'k', 'i', ' '), minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.string({ unit: letters, maxLength: 30 }),
        fc.nat(30),
        (words, around, place) => {
          const gate = WordGate.of(words) ?? assert.fail();
          const text = around.slice(0, place) + (words[0] as string).toUpperCase() + around.slice(place);
          for (const each of [text, around]) {
            if (words.some((one) => folded(each).includes(one))) assert.equal(gate.mayHold(each), true, each);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    assert.equal(WordGate.of(['needle', 'hay'])?.mayHold('nothing of the sort, in a longer line'), false);
  });

  it('is not made for words that it cannot skip by', () => {
    for (const words of [[], ['ab', 'needle'], ['naïve']]) assert.equal(WordGate.of(words), null);
  });
});
