// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@belfry/contract';
import { periodOf, reasonTooMany } from './hunt.ts';

const now = new Date('2026-11-22T06:00:00Z');

test('periodOf() closes an open end at this moment, and one that lies ahead too', () => {
  const from = '2026-11-21T06:00:00Z';
  const whole = { from: new Date(from), until: now };
  assert.deepEqual(periodOf({ from }, now), whole);
  assert.deepEqual(periodOf({ from, until: '2027-01-01T00:00:00Z' }, now), whole);
  const until = '2026-11-21T07:00:00Z';
  assert.deepEqual(periodOf({ from, until }, now), { from: new Date(from), until: new Date(until) });
});

test('periodOf() refuses what ends before it begins, or lies ahead', () => {
  for (const period of [
    { from: '2026-11-23T00:00:00Z' },
    { from: '2026-11-21T00:00:00Z', until: '2026-11-21T00:00:00Z' },
    { from: '2026-11-21T00:00:00Z', until: '2026-11-20T00:00:00Z' },
  ]) {
    const refused = periodOf(period, now);
    assert.equal('refused' in refused && refused.refused, 'hunt.period_not_valid');
  }
});

test('reasonTooMany() bounds what one person keeps waiting, and what all do', () => {
  assert.equal(reasonTooMany({ all: 3, own: 0 }), null);
  assert.equal(reasonTooMany({ all: 10, own: limits.huntsUnderWayPerPersonMax })?.refused, 'hunt.too_many');
  assert.equal(reasonTooMany({ all: limits.huntsUnderWayMax, own: 0 })?.refused, 'hunt.too_many');
});
