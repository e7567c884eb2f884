// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellAgainAt } from './telling.ts';

test('tellAgainAt() tells after 15 minutes, after an hour, then every four hours', () => {
  let at = new Date('2026-11-22T00:00:00Z');
  const told: string[] = [];
  for (let count = 1; count <= 4; count += 1) {
    at = tellAgainAt(at, count);
    told.push(at.toISOString().slice(11, 16));
  }
  assert.deepEqual(told, ['00:15', '01:00', '05:00', '09:00']);
});
