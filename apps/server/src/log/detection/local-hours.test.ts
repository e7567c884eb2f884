// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SealedLine } from '@belfry/contract';
import { readLine } from '../index/row.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { eventOfEntry } from './event-of-entry.ts';
import { LocalHours } from './local-hours.ts';

it('LocalHours tells the hour and day where the organisation is, summer and winter', () => {
  const brussels = new LocalHours('Europe/Brussels');
  for (const [moment, hour, day] of [
    ['2026-01-06T22:30:00Z', 23, 'tuesday'],
    ['2026-01-06T23:30:00Z', 0, 'wednesday'],
    ['2026-07-05T21:59:59Z', 23, 'sunday'],
    ['2026-07-05T22:00:00Z', 0, 'monday'],
    ['1969-12-31T23:30:00Z', 0, 'thursday'],
  ] as const) {
    assert.deepEqual(brussels.at(Date.parse(moment)), { hour, day }, moment);
  }
  // The clock goes forward on the last Sunday of March at 01:00 UTC.
  assert.equal(brussels.at(Date.parse('2026-03-29T00:59:59Z')).hour, 1);
  assert.equal(brussels.at(Date.parse('2026-03-29T01:00:00Z')).hour, 3);
  assert.deepEqual(new LocalHours('Nowhere/Else').at(Date.parse('2026-01-06T22:30:00Z')), {
    hour: 22,
    day: 'tuesday',
  });
});

// Danger: a sender writes office hours into its own entries, and what happens at night is never found.
it('eventOfEntry() takes the local hour from no sender', () => {
  const line = {
    v: 1,
    seq: 1,
    received: '2026-01-06T23:30:00.000000Z',
    source: '00000000-0000-8000-8000-000000000001',
    stream: 'technical',
    transport: 'ndjson',
    raw: '{"message":"x","local_hour":11,"local_day":"monday"}',
  } as SealedLine;
  const event = eventOfEntry(readLine(line, new SourceZones()), new LocalHours('Europe/Brussels'));
  assert.deepEqual([event?.fields['local_hour'], event?.fields['local_day']], [0, 'wednesday']);
});
