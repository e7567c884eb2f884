// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startedAt, storyClock, storyIds } from './past.ts';

describe('startedAt()', () => {
  it('startedAt() keeps the civil time of day on both sides of a change of summer time', () => {
    const now = new Date('2026-03-30T10:00:00Z');
    const at = (daysAgo: number) => startedAt({ daysAgo, at: '09:00' }, now, 'Europe/Brussels').toISOString();
    assert.equal(at(1), '2026-03-29T07:00:00.000Z');
    assert.equal(at(2), '2026-03-28T08:00:00.000Z');
  });
});

describe('storyClock()', () => {
  // A record whose clock runs backwards is none.
  it('storyClock() never goes back and never stands still', () => {
    const clock = storyClock(new Date('2026-01-02T00:00:00Z'));
    const first = clock.now();
    clock.moveTo(new Date('2026-01-01T00:00:00Z'));
    assert.ok(clock.now() > first);
  });
});

describe('storyIds()', () => {
  it('storyIds() gives the same identifiers to the same story, and never the same secret', () => {
    const [one, two] = [storyIds('a'), storyIds('a')];
    assert.equal(one.uuid(), two.uuid());
    assert.notEqual(one.uuid(), storyIds('b').uuid());
    assert.match(one.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(one.secret(), two.secret());
    assert.notEqual(one.digits(16), two.digits(16));
  });
});
