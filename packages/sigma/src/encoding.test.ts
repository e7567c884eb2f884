// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { base64, base64Offsets, utf8, utf16 } from './encoding.ts';

describe('encodings', () => {
  it('are those of the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.deepEqual(utf8(text), [...Buffer.from(text)]);
        assert.deepEqual(utf16(text, true), [...Buffer.from(text, 'utf16le')]);
        assert.equal(base64(utf8(text)), Buffer.from(text).toString('base64'));
      }),
    );
    assert.deepEqual(utf16('a', false), [0, 97]);
    assert.deepEqual(utf8('\ud800'), [...Buffer.from('\ufffd')]);
  });

  // Danger: a payload is hidden by one letter in front of it.
  it('base64Offsets() finds bytes wherever they begin', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 20, unit: 'binary-ascii' }),
        fc.nat({ max: 8 }),
        fc.nat({ max: 8 }),
        (text, before, after) => {
          const whole = Buffer.concat([
            Buffer.alloc(before, 1),
            Buffer.from(text),
            Buffer.alloc(after, 2),
          ]).toString('base64');
          assert.ok(base64Offsets(utf8(text)).some((part) => whole.includes(part)));
        },
      ),
    );
  });
});
