// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.ts';

test('canonicalJson() writes the example of RFC 8785 section 3.2.3', () => {
  const value = {
    numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('canonicalJson() sorts members by UTF-16 units', () => {
  assert.equal(
    canonicalJson({ '€': 1, '\r': 2, '😀': 3, '\ufb33': 4, '1': 5 }),
    '{"\\r":2,"1":5,"€":1,"😀":3,"\ufb33":4}',
  );
});

// Danger: two entries that mean the same but hash differently, so that a proof fails for an honest record.
test('canonicalJson() gives one text for one value, whatever the order it was built in', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonicalJson(value as Json);
      assert.deepEqual(canonicalJson(JSON.parse(text) as Json), text);
    }),
  );
});

test('canonicalJson() refuses what has no canonical form', () => {
  assert.throws(() => canonicalJson(Number.NaN), RangeError);
  assert.throws(() => canonicalJson({ a: '\ud800' }), RangeError);
});
