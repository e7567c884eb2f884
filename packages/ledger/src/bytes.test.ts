// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeOf } from '../test/held.ts';
import { countOf, uint64Bytes, uint64Of } from './bytes.ts';
import { base64Bytes, base64OfBytes, isFault, utf8Bytes, utf8Text } from './index.ts';

describe('bytes', () => {
  it('UTF-8 and base64 go there and back as the platform has them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (text, bytes) => {
        assert.deepEqual(Buffer.from(utf8Bytes(text)), Buffer.from(text));
        assert.equal(utf8Text(utf8Bytes(text)), text);
        assert.equal(base64OfBytes(bytes), Buffer.from(bytes).toString('base64'));
        assert.deepEqual(base64Bytes(base64OfBytes(bytes)), bytes);
      }),
    );
  });

  // Danger: bytes that are not UTF-8 read like other bytes that are, and a change goes unseen.
  it('utf8Text() takes exactly what a strict decoder takes', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const strict = (bytes: Uint8Array) => {
      try {
        return decoder.decode(bytes);
      } catch {
        return null;
      }
    };
    const shapes = fc.array(
      fc.constantFrom(
        0x41,
        0x80,
        0xbf,
        0xc1,
        0xc2,
        0xe0,
        0xa0,
        0xed,
        0x9f,
        0xef,
        0xf0,
        0x90,
        0xf4,
        0x8f,
        0xf5,
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.oneof(shapes, fc.array(fc.nat({ max: 255 }), { maxLength: 6 })), (raw) => {
        const bytes = Uint8Array.from(raw);
        const text = utf8Text(bytes);
        assert.equal(isFault(text) ? null : text, strict(bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  it('a lone surrogate has no bytes', () => {
    assert.throws(() => utf8Bytes('\ud800'), RangeError);
  });

  // Danger: two spellings of the same bytes, so that a file changes and its meaning does not.
  for (const text of ['AQJ=', 'AR==', 'A', 'AA', '=', '====', 'AA=A', 'AQI=\n', 'A€==', 'AQI', '-_==']) {
    it(`base64Bytes() refuses ${JSON.stringify(text)}`, () => {
      assert.equal(codeOf(base64Bytes(text)), 'base64.not_canonical');
    });
  }

  it('counts are decimal, without leading zeroes, and safe', () => {
    assert.deepEqual(['0', '9007199254740991', '9007199254740992', '01', '-1', '', '1e3'].map(countOf), [
      0,
      9007199254740991,
      null,
      null,
      null,
      null,
      null,
    ]);
    assert.equal(uint64Of(uint64Bytes(9007199254740991)), 9007199254740991);
    assert.equal(uint64Of(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255)), null);
  });
});
