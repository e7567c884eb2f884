// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildAutomaton } from './automaton.ts';

describe('buildAutomaton()', () => {
  // Danger: a text that ends inside another is passed over.
  it('finds exactly the texts that occur, each once', () => {
    const letters = fc.constantFrom('a', 'b', 'c', 'é', '😀');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: letters, maxLength: 5 }), { maxLength: 12 }),
        fc.string({ unit: letters, maxLength: 40 }),
        (texts, text) => {
          const found: number[] = [];
          buildAutomaton(texts).search(text, found);
          const expected = texts.flatMap((each, number) =>
            each !== '' && text.includes(each) ? [number] : [],
          );
          assert.deepEqual(
            found.sort((a, b) => a - b),
            expected,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
