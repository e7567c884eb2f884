// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instantOf, timeOfEvent } from './event-time.ts';

describe('timeOfEvent()', () => {
  it('takes what the event says before what a collector adds', () => {
    const at = Date.UTC(2020, 9, 18, 1, 2, 3, 123);
    assert.equal(
      timeOfEvent({ '@timestamp': '2021-01-01T00:00:00Z', UtcTime: '2020-10-18 01:02:03.123' }),
      at,
    );
    for (const name of [
      'TimeCreated',
      'TimeCreated_SystemTime',
      '@timestamp',
      'TimeGenerated',
      'EventTime',
    ]) {
      assert.equal(timeOfEvent({ UtcTime: 'soon', [name]: '2020-10-18T01:02:03.1234567Z' }), at, name);
    }
    assert.equal(timeOfEvent({ message: 'x' }), null);
  });

  it('instantOf() reads every way the same instant is written', () => {
    const at = Date.UTC(2026, 10, 21, 14, 5, 7, 500);
    for (const value of [
      '2026-11-21T14:05:07.5Z',
      '2026-11-21 14:05:07,500',
      '2026-11-21 14:05:07.500 UTC',
      '2026-11-21T15:05:07.5+01:00',
      '2026-11-21T09:35:07.5-0430',
      at,
      at / 1_000,
      at * 1_000,
      String(at),
      `/Date(${at})/`,
      `${at / 1_000}`,
    ]) {
      assert.equal(instantOf(value), at, String(value));
    }
  });

  // Danger: a text that a parser guesses at puts an event years away, and its window with it.
  it('instantOf() guesses at nothing', () => {
    for (const value of [
      '',
      '2026',
      '21/11/2026 14:05',
      'Nov 21 14:05:07',
      '2026-13-01T00:00:00Z',
      5,
      Number.NaN,
      {},
      null,
      true,
      '1'.repeat(100),
    ]) {
      assert.equal(instantOf(value), null, String(value));
    }
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const at = instantOf(value);
        return at === null || Number.isFinite(at);
      }),
    );
  });
});
