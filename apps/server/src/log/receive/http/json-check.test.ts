// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isJson } from './json-check.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('isJson says of every text what JSON.parse says', () => {
  const words = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    '"\t"',
    '-1.5e+3',
    '01',
    '1.',
    '-',
  ];
  const tokens = fc.constantFrom(...words, 'true', 'null', 'nul', ' ', '\n', '"', '\\', '"\\"');
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 9 }), (parts) => {
      const text = parts.join('');
      assert.equal(isJson(Buffer.from(text)), parses(text), text);
    }),
    { numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      assert.ok(isJson(Buffer.from(text)));
      const cut = text.slice(0, at % (text.length + 1));
      assert.equal(isJson(Buffer.from(cut)), parses(cut), cut);
    }),
  );
});

test('isJson reads brackets without end in memory of their own size', () => {
  const deep = Buffer.alloc(4_194_304, '[');
  assert.equal(isJson(deep), false);
  assert.equal(isJson(Buffer.concat([deep, Buffer.alloc(4_194_304, ']')])), true);
});
