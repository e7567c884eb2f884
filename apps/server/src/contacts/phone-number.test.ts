// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { phoneEnding, phoneKey, phonePattern } from './phone-number.ts';

describe('a telephone number', () => {
  const same: readonly (readonly [country: string, key: string, forms: readonly string[]])[] = [
    [
      'BE',
      '32470123456',
      ['+32 470 12 34 56', '0470/12.34.56', '0032470123456', '+32 (0)470 12 34 56', '+32 0470 12 34 56'],
    ],
    ['BE', '3292661234', ['09 266 12 34', '+32 9 266 12 34', '09/266.12.34 ext. 5']],
    ['NL', '31612345678', ['06-12345678', '+31 6 12345678', '0031 6 1234 5678']],
    ['FR', '33612345678', ['06 12 34 56 78', '+33 6 12 34 56 78', '+33 (0)6 12 34 56 78']],
    ['DE', '4930123456', ['030 / 12 34 56', '+49 30 123456', '0049 (0)30 123456']],
    ['LU', '352621123456', ['621 123 456', '+352 621 123 456']],
  ];
  for (const [country, key, forms] of same) {
    it(`phoneKey() knows ${key} in every form of ${country}`, () => {
      assert.deepEqual(
        forms.map((form) => phoneKey(form, country)),
        forms.map(() => key),
      );
    });
  }

  it('phoneKey() takes no words, no dates and nothing too long for a number', () => {
    for (const typed of ['Ann', '12', '', 'bea@example.org', '1'.repeat(40), '%%%', "' OR 1=1"]) {
      assert.equal(phoneKey(typed, 'BE'), null, typed);
    }
  });

  it('phonePattern() finds a number while it is being typed, and is digits only', () => {
    assert.equal(phonePattern('0470/12', 'BE'), '3247012%');
    assert.equal(phonePattern('+32 470', 'BE'), '32470%');
    assert.equal(phonePattern('470 12', 'BE'), '%47012%');
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const pattern = phonePattern(typed, 'BE');
        assert.ok(pattern === null || /^%?\d+%$/.test(pattern));
      }),
    );
  });

  it('phoneEnding() is the same from wherever one calls', () => {
    assert.equal(phoneEnding('+32 470 12 34 56'), phoneEnding('0470/12.34.56'));
    assert.equal(phoneEnding('12'), '');
  });
});
