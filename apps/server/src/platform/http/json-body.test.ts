// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { readJsonBody } from './json-body.ts';

const codeOf = (text: string) => {
  const read = readJsonBody(text);
  return isRefusal(read) ? read.refused : null;
};

test('readJsonBody() refuses what is not JSON', () => {
  for (const text of ['{', '{"a":}', 'nul', "{'a':1}", '[1,]', '{"a":1}x']) {
    assert.equal(codeOf(text), 'request.malformed', text);
  }
});

// Danger: a thousand nested arrays that exhaust the stack of a recursive reader.
test('readJsonBody() refuses a document nested deeper than the limit', () => {
  assert.equal(codeOf('['.repeat(1_000) + ']'.repeat(1_000)), 'request.too_deep');
  assert.equal(codeOf('{"a":'.repeat(100_000)), 'request.too_deep');
  assert.equal(codeOf('['.repeat(32) + ']'.repeat(32)), null);
});

test('readJsonBody() counts no bracket that stands in a string', () => {
  assert.equal(codeOf(JSON.stringify({ text: '[{"'.repeat(500) })), null);
});

test('readJsonBody() takes an empty body for none', () => {
  assert.deepEqual(readJsonBody(' \n'), { value: undefined });
});
