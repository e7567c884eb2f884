// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTimeZone, quietUntil } from './quiet-hours.ts';

const night = { fromTime: '22:00', untilTime: '07:00', timeZone: 'Europe/Brussels' };
const until = (when: string, quiet = night) => quietUntil(quiet, new Date(when))?.toISOString() ?? null;

describe('quietUntil', () => {
  it('goes over midnight, and ends at the hour itself', () => {
    assert.equal(until('2026-01-10T20:59:59Z'), null);
    assert.equal(until('2026-01-10T21:00:00Z'), '2026-01-11T06:00:00.000Z');
    assert.equal(until('2026-01-11T05:59:59Z'), '2026-01-11T06:00:00.000Z');
    assert.equal(until('2026-01-11T06:00:00Z'), null);
  });

  it('is an hour shorter in the night the clock goes forward', () => {
    assert.equal(until('2026-03-28T23:00:00Z'), '2026-03-29T05:00:00.000Z');
  });

  it('holds within a day', () => {
    const noon = { ...night, fromTime: '12:00', untilTime: '13:30' };
    assert.equal(until('2026-01-10T11:30:00Z', noon), '2026-01-10T12:30:00.000Z');
    assert.equal(until('2026-01-10T12:30:00Z', noon), null);
  });
});

it('isTimeZone() knows names of zones and nothing else', () => {
  assert.deepEqual(['Europe/Brussels', 'UTC', 'Nowhere/City', ''].map(isTimeZone), [
    true,
    true,
    false,
    false,
  ]);
});
