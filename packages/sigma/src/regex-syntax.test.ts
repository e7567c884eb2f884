// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRegex } from './linear-regex.ts';
import { literalsOf, parseRegex, RegexRefused } from './regex-syntax.ts';

describe('parseRegex()', () => {
  for (const [source, why] of [
    ['(?=a)', 'not_supported'],
    ['(?<!a)b', 'not_supported'],
    ['(a)\\1', 'not_supported'],
    ['\\p{L}', 'not_supported'],
    ['a{1,99999}', 'not_supported'],
    ['('.repeat(200) + ')'.repeat(200), 'not_supported'],
    ['(a', 'not_valid'],
    ['a)', 'not_valid'],
    ['[a', 'not_valid'],
    ['[z-a]', 'not_valid'],
    ['*a', 'not_valid'],
    ['a\\', 'not_valid'],
    ['[', 'not_valid'],
    ['a'.repeat(10_001), 'not_supported'],
  ] as const) {
    it(`refuses ${source.slice(0, 12)}`, () => {
      assert.throws(
        () => parseRegex(source, ''),
        (error) => error instanceof RegexRefused && error.why === why,
      );
    });
  }

  // Danger: an expression of a few letters that unfolds into millions of steps.
  it('what unfolds too far is refused when it is built', () => {
    assert.throws(() => compileRegex('((a{100}){100}.*){100}.*', ''), RegexRefused);
  });

  it('escapes, sets and groups mean what they say', () => {
    for (const [source, yes, no] of [
      ['^[\\w.-]+$', 'a.b-c', 'a b'],
      ['^[^\\s]$', 'x', ' '],
      ['^\\x41\\u0042$', 'AB', 'ab'],
      ['^\\t\\.$', '\t.', 't.'],
      ['^(?P<n>a)(?<m>b)$', 'ab', 'ba'],
      ['^[]a]$', ']', 'b'],
      ['^[a-\\d]$', '-', 'b'],
      ['\\Aab\\z', 'ab', 'abc'],
      ['^a\\Bb$', 'ab', 'a'],
    ] as const) {
      const { finds } = compileRegex(`(?:${source})(?:.*.*.*)?`.replace('$', ''), '');
      assert.ok(finds(yes), source);
      const exact = compileRegex(source, '').finds;
      assert.ok(exact(yes) && !exact(no), source);
    }
    assert.deepEqual(literalsOf(parseRegex('ab+cdef', '')), ['cdef']);
  });
});
