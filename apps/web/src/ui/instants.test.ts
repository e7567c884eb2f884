// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instantOfLocalField, localFieldOf, relative, showInstant, zoneWord } from './instants.ts';

const brussels = 'Europe/Brussels';

describe('instants', () => {
  it('show hours in the zone they are asked in, with its name', () => {
    assert.equal(showInstant('2026-11-21T14:05:07Z', 'en-GB', brussels), '21 Nov 2026, 15:05');
    assert.equal(showInstant('2026-11-21T14:05:07Z', 'en-GB', 'UTC'), '21 Nov 2026, 14:05');
    assert.equal(zoneWord('2026-07-01T00:00:00Z', 'nl-BE', brussels), 'CEST');
    assert.equal(zoneWord('2026-11-21T00:00:00Z', 'en-GB', 'UTC'), 'UTC');
  });

  it('say how long ago in the largest unit that fits', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    assert.equal(relative('2026-11-21T09:00:00Z', now, 'en-GB'), '3 hours ago');
    assert.equal(relative('2026-11-23T13:00:00Z', now, 'en-GB'), 'in 2 days');
    assert.equal(relative('2026-11-21T11:59:40Z', now, 'en-GB'), 'this minute');
    assert.equal(relative('2026-11-21T11:59:40Z', now, 'nl-BE'), 'nu');
  });

  it('read a field in the zone it shows, and show back what was read', () => {
    for (const [field, instant] of [
      ['2026-11-21T15:05', '2026-11-21T14:05:00.000Z'],
      ['2026-07-01T00:00', '2026-06-30T22:00:00.000Z'],
    ] as const) {
      assert.equal(instantOfLocalField(field, brussels), instant);
      assert.equal(localFieldOf(instant, brussels), field);
    }
  });

  it('take the first of an hour that comes twice, and move an hour that does not exist', () => {
    // The wrong one of the two would shift a legal clock by an hour.
    assert.equal(instantOfLocalField('2026-10-25T02:30', brussels), '2026-10-25T00:30:00.000Z');
    assert.equal(instantOfLocalField('2026-03-29T02:30', brussels), '2026-03-29T01:30:00.000Z');
  });

  it('know no instant in a field that is not filled', () => {
    assert.equal(instantOfLocalField('', brussels), undefined);
  });
});
