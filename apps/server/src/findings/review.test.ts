// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthToReview } from './review.ts';

test('monthToReview() is the month that is over where the organisation is', () => {
  const newYear = new Date('2026-12-31T23:30:00Z');
  assert.equal(monthToReview(newYear, 'UTC'), '2026-11');
  assert.equal(monthToReview(newYear, 'Europe/Brussels'), '2026-12');
  assert.equal(monthToReview(new Date('2027-01-15T12:00:00Z'), 'Europe/Brussels'), '2026-12');
});
