// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { nextRun, periodBefore, periodOf } from './report-period.ts';

test('periodBefore() is the month, quarter or year that is over', () => {
  assert.deepEqual(periodBefore('month', '2028-03-01'), { from: '2028-02-01', until: '2028-03-01' });
  assert.deepEqual(periodBefore('quarter', '2027-01-01'), { from: '2026-10-01', until: '2027-01-01' });
  assert.deepEqual(periodBefore('quarter', '2027-06-30'), { from: '2027-01-01', until: '2027-04-01' });
  assert.deepEqual(periodBefore('year', '2027-12-31'), { from: '2026-01-01', until: '2027-01-01' });
});

// Danger: a month counted in UTC takes the first hours of another month with it.
test('nextRun() is six in the morning of the organisation, in summer and in winter', () => {
  const run = (every: 'month' | 'quarter' | 'year', now: string) =>
    nextRun(every, new Date(now), 'Europe/Brussels').toISOString();
  assert.equal(run('month', '2026-03-31T21:59:00Z'), '2026-04-01T04:00:00.000Z');
  assert.equal(run('month', '2026-03-31T22:00:00Z'), '2026-05-01T04:00:00.000Z');
  assert.equal(run('quarter', '2026-11-22T08:00:00Z'), '2027-01-01T05:00:00.000Z');
  assert.equal(run('year', '2026-01-01T00:00:00Z'), '2027-01-01T05:00:00.000Z');
});

test('periodOf() refuses what ends before it begins, lies ahead or is too long', () => {
  assert.deepEqual(periodOf('2026-01-01', '2026-01-31', '2026-11-22'), {
    from: '2026-01-01',
    until: '2026-02-01',
  });
  for (const [first, last] of [
    ['2026-02-01', '2026-01-31'],
    ['2026-11-23', '2026-11-30'],
    ['2000-01-01', '2026-01-31'],
  ] as const) {
    assert.ok(isRefusal(periodOf(first, last, '2026-11-22')));
  }
});
