// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateLimit } from './rate-limit.ts';

const MINUTE_MS = 60_000;

function aLimit() {
  let ms = 0;
  const clock = { now: () => new Date(ms) };
  return { limit: new RateLimit(clock, MINUTE_MS), at: (moment: number) => (ms = moment) };
}

describe('RateLimit', () => {
  it('take() lets as many through as the limit says, and tells how long to wait for the next', () => {
    const { at, limit } = aLimit();
    assert.deepEqual([limit.take('a', 2), limit.take('a', 2), limit.take('b', 2)], [null, null, null]);
    at(45_000);
    assert.equal(limit.take('a', 2), 15);
    at(MINUTE_MS);
    assert.equal(limit.take('a', 2), null);
  });

  it('waits() looks without counting, and take() counts what a call weighs', () => {
    const { at, limit } = aLimit();
    assert.equal(limit.waits('a', 10), null);
    limit.take('a', 10, 9);
    assert.equal(limit.waits('a', 10), null);
    limit.take('a', 10, 5);
    assert.equal(limit.waits('a', 10), 60);
    assert.equal(limit.waits('b', 10), null);
    at(MINUTE_MS);
    assert.equal(limit.waits('a', 10), null);
  });
});
