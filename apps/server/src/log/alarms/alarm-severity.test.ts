// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorse, severityOf } from './alarm-severity.ts';

test('severityOf() makes a disk as bad as it is full', () => {
  assert.deepEqual(
    ['warn', 'alarm', 'closed', 'strange'].map((level) => severityOf('disk', { level })),
    ['medium', 'important', 'critical', 'important'],
  );
  assert.equal(severityOf('rollback', { level: 'warn' }), 'critical');
});

test('isWorse() knows the order of the levels', () => {
  assert.ok(isWorse('critical', 'important'));
  assert.ok(!isWorse('medium', 'medium'));
  assert.ok(!isWorse('low', 'medium'));
});
