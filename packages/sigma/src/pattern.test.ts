// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  ANY,
  fits,
  longestText,
  lowered,
  ONE,
  opened,
  type Pattern,
  plainText,
  readPattern,
} from './pattern.ts';

describe('patterns', () => {
  it('readPattern() follows the table of escapes', () => {
    const table: [string, Pattern][] = [
      ['\\x', ['\\x']],
      ['\\\\', ['\\']],
      ['\\*', ['*']],
      ['\\?', ['?']],
      ['\\\\*', ['\\', ANY]],
      ['\\\\\\*', ['\\*']],
      ['\\\\\\', ['\\\\']],
      ['\\', ['\\']],
      ['', []],
      ['**', [ANY]],
    ];
    for (const [value, pattern] of table) assert.deepEqual(readPattern(value), pattern, value);
  });

  // Danger: a clever matcher and the definition disagree on some text, and a rule is blind there.
  it('fits() agrees with the definition', () => {
    const defined = ([piece, ...rest]: Pattern, text: string): boolean => {
      if (piece === undefined) return text === '';
      if (piece === ANY)
        return defined(rest, text) || (text !== '' && defined([ANY, ...rest], text.slice(1)));
      if (piece === ONE) return text !== '' && defined(rest, text.slice(1));
      return text.startsWith(piece) && defined(rest, text.slice(piece.length));
    };
    const pattern = fc.array(fc.constantFrom<Pattern[number]>('a', 'b', 'ab', ANY, ONE), { maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (of, given) => assert.equal(fits(of, given), defined(of, given))),
      { numRuns: 2_000 },
    );
  });

  it('edges open once, and plain text is told from patterns', () => {
    assert.deepEqual(opened(opened(['a'], true, true), true, true), [ANY, 'a', ANY]);
    assert.deepEqual(opened(['a'], false, false), ['a']);
    assert.deepEqual([plainText([]), plainText(['a']), plainText([ANY])], ['', 'a', null]);
    assert.equal(longestText([ANY, 'ab', ONE, 'abc']), 'abc');
    assert.deepEqual(lowered(['AB', ANY]), ['ab', ANY]);
  });
});
