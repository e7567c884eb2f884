// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@belfry/contract';
import { everyHour } from './every-hour.ts';

test('everyHour() fills gaps with nothing, and begins and ends where hits do', () => {
  assert.deepEqual(everyHour([]), []);
  assert.deepEqual(
    everyHour([
      { at: '2026-11-22T22:00:00.000Z', count: 3 },
      { at: '2026-11-23T01:00:00.000Z', count: 1 },
    ]).map(({ at, count }) => [at.slice(8, 13), count]),
    [
      ['22T22', 3],
      ['22T23', 0],
      ['23T00', 0],
      ['23T01', 1],
    ],
  );
});

// Danger: a finding whose clock was wrong once draws a million bars.
test('everyHour() draws so many hours and no more, the newest ones', () => {
  const hours = everyHour([
    { at: '1970-01-01T00:00:00.000Z', count: 1 },
    { at: '2026-11-23T01:00:00.000Z', count: 2 },
  ]);
  assert.equal(hours.length, limits.findingHoursMax);
  assert.deepEqual(hours.at(-1), { at: '2026-11-23T01:00:00.000Z', count: 2 });
});
