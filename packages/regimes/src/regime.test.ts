// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidences, isUnverified } from './regime.ts';

test('isUnverified() doubts what was recalled and what is unsettled', () => {
  const doubted = evidences.filter((evidence) => isUnverified({ cite: 'art. 1', evidence }));
  assert.deepEqual(doubted, ['recalled', 'unsettled']);
});
