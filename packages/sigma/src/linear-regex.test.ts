// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileRegex } from './linear-regex.ts';

describe('compileRegex()', () => {
  const sources = fc.constantFrom(
    'a',
    'a+b',
    '(a|b)*c',
    'a.*b.*c',
    '[^a]+b?',
    '^a$',
    'a{2,3}',
    '\\bab\\b',
    '(a+)+b',
    'x*',
    '(?:ab|a)(?:c|bcd)',
    '[a-c]{2}$',
    'a??b',
    '.\\d\\w\\s',
    '(a|ab)(c|bcd)(d*)',
  );
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'A', ' ', '\n', '1'), maxLength: 12 });

  // Danger: the linear engine and the platform's disagree, and a rule says different things on different days.
  it('finds what the platform finds', () => {
    fc.assert(
      fc.property(sources, texts, fc.subarray(['i', 'm', 's']), (source, text, flags) => {
        const native = new RegExp(source, flags.join('')).test(text);
        assert.equal(compileRegex(source, flags.join('')).finds(text), native, `${source} ${flags}`);
        // Two endless parts more, so that the linear engine has to run it.
        assert.equal(
          compileRegex(`(?:${source})(?:.*.*)?`, flags.join('')).finds(text),
          new RegExp(`(?:${source})(?:.*.*)?`, flags.join('')).test(text),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  // Danger: one rule and one line stall the stream for everybody.
  it('expressions built to explode do not', () => {
    const text = `${'a'.repeat(20_000)}!`;
    for (const source of [
      '(a+)+$',
      '(a|aa)+$',
      '(a*)*b',
      '(.*a){12}$x',
      'a*a*a*a*a*b',
      `${'(a|a)'.repeat(30)}b`,
      `${'a?'.repeat(30)}b`,
      '(a|aa){20}b',
    ]) {
      assert.equal(compileRegex(source, '').finds(text), false, source);
    }
  });

  it('a gate of literals never hides a find', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('abc|bcd', '(?:abc)+d', 'xabc', 'ab(?:cab|dab)', 'ABC', 'a?bcd'),
        texts,
        fc.boolean(),
        (source, text, isLoose) => {
          const { finds, literals } = compileRegex(source, isLoose ? 'i' : '');
          if (finds(text))
            assert.ok(
              literals === null || literals.some((each) => text.toLowerCase().includes(each)),
              `${source} ${text}`,
            );
        },
      ),
    );
    assert.deepEqual(compileRegex('(?i)foo.*(?:barbar|quux)', '').literals, ['barbar', 'quux']);
    assert.equal(compileRegex('[a-z]+', '').literals, null);
  });
});
