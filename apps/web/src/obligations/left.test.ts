// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, roomOf } from './left.ts';

const HOUR = 3_600_000;

test('partsOf() counts whole minutes, and says on which side of the limit', () => {
  assert.deepEqual(partsOf(5 * HOUR + 12 * 60_000 + 59_999), {
    days: 0,
    hours: 5,
    minutes: 12,
    isOver: false,
  });
  assert.deepEqual(partsOf(-49 * HOUR), { days: 2, hours: 1, minutes: 0, isOver: true });
  assert.deepEqual(partsOf(0), { days: 0, hours: 0, minutes: 0, isOver: false });
});

test('roomOf() draws the lines where the server draws them', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const at = (hours: number) => new Date(now + hours * HOUR).toISOString();
  assert.deepEqual(
    [-1, 0, 24, 25, 168, 169].map((hours) => roomOf(at(hours), now)),
    ['overdue', 'within_day', 'within_day', 'within_week', 'within_week', 'later'],
  );
});
