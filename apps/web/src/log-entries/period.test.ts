// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, periodIn } from './period.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

test('boundsOf() takes the moments of a named period from now', () => {
  assert.deepEqual(boundsOf({ period: '15m' }, now), { from: '2026-11-22T09:45:00.000Z' });
  assert.deepEqual(boundsOf({ period: '7d' }, now), { from: '2026-11-15T10:00:00.000Z' });
  assert.deepEqual(boundsOf({ period: 'all' }, now), {});
});

test('boundsOf() keeps what it can read of two moments, and nothing of what it cannot', () => {
  const state = { period: 'custom', from: '2026-11-21T14:05:00+01:00', until: 'yesterday' };
  assert.deepEqual(boundsOf(state, now), { from: '2026-11-21T13:05:00.000Z' });
});

// Danger: opening the screen is a search of everything, in the name of somebody who only looked at the page.
test('periodIn() asks for nothing while the address names no period', () => {
  assert.equal(periodIn({}), undefined);
  assert.equal(periodIn({ period: 'for ever' }), undefined);
  assert.deepEqual(boundsOf({}, now), {});
});
