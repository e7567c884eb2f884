// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, isFault } from './fault.ts';

test('isFault() knows a fault from every other value', () => {
  assert.ok(isFault(fault('note.malformed', 'why')));
  for (const value of [null, undefined, 'fault', 1, {}, new Uint8Array(1)]) assert.ok(!isFault(value));
});
