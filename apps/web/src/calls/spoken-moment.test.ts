// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { localFieldOf } from '../ui/instants.ts';
import { spokenMoment } from './spoken-moment.ts';

const zone = 'Europe/Brussels';
/** 15:30 in Brussels. */
const now = Date.parse('2026-11-21T14:30:20.000Z');
const wall = (typed: string, direction: 'past' | 'future' = 'past', at = now) => {
  const instant = spokenMoment(typed, at, zone, direction);
  return instant === undefined ? undefined : localFieldOf(instant, zone);
};

describe('spokenMoment()', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['now', '2026-11-21T15:30'],
    ['10 minutes ago', '2026-11-21T15:20'],
    ['10 min ago', '2026-11-21T15:20'],
    ['half an hour ago', '2026-11-21T15:00'],
    ['an hour ago', '2026-11-21T14:30'],
    ['10 minuten geleden', '2026-11-21T15:20'],
    ['een half uur geleden', '2026-11-21T15:00'],
    ['il y a 10 minutes', '2026-11-21T15:20'],
    ['il y a une demi-heure', '2026-11-21T15:00'],
    ['il y a une heure', '2026-11-21T14:30'],
    ['vor 10 Minuten', '2026-11-21T15:20'],
    ['vor einer halben Stunde', '2026-11-21T15:00'],
    ['vor zwei Bier', undefined],
    ['2 days ago', '2026-11-19T15:30'],
    ['yesterday 14:00', '2026-11-20T14:00'],
    ['gisteren 14u', '2026-11-20T14:00'],
    ['gisteren om 14u05', '2026-11-20T14:05'],
    ['hier 14h30', '2026-11-20T14:30'],
    ['hier à 9 h', '2026-11-20T09:00'],
    ['gestern 14 Uhr', '2026-11-20T14:00'],
    ['gestern um 14.15 Uhr', '2026-11-20T14:15'],
    ['eergisteren 8:05', '2026-11-19T08:05'],
    ['aujourd’hui 9h', '2026-11-21T09:00'],
    ['heute 9 Uhr', '2026-11-21T09:00'],
    ['9:05', '2026-11-21T09:05'],
    ['2 pm', '2026-11-21T14:00'],
    ['12am', '2026-11-21T00:00'],
    // A bare hour that has not come today was yesterday's.
    ['23:50', '2026-11-20T23:50'],
    ['20/11 14:00', '2026-11-20T14:00'],
    ['20.11.2026 14 Uhr', '2026-11-20T14:00'],
    ['2026-11-20 14:00', '2026-11-20T14:00'],
    ['31/02 14:00', undefined],
    ['14', undefined],
    ['25:00', undefined],
    ['14:75', undefined],
    ['13 pm', undefined],
    ['yesterday', undefined],
    ['after lunch', undefined],
    ['', undefined],
    ['constructor minutes ago', undefined],
  ];
  for (const [typed, meant] of table) {
    it(`spokenMoment() understands "${typed}" as ${meant ?? 'nothing'}`, () => {
      assert.equal(wall(typed), meant);
    });
  }

  it('spokenMoment() points forward for a call back', () => {
    assert.equal(wall('9:05', 'future'), '2026-11-22T09:05');
    assert.equal(wall('17u', 'future'), '2026-11-21T17:00');
    assert.equal(wall('morgen 9u', 'future'), '2026-11-22T09:00');
    assert.equal(wall('dans une heure', 'future'), '2026-11-21T16:30');
    assert.equal(wall('over 20 minuten', 'future'), '2026-11-21T15:50');
  });

  // Danger: the hour that a change of the clock skips or repeats moves the day.
  it('spokenMoment() keeps the wall clock over a change of the clock', () => {
    const afterSpring = Date.parse('2026-03-29T10:00:00Z');
    assert.equal(wall('yesterday 14:00', 'past', afterSpring), '2026-03-28T14:00');
    assert.equal(wall('12:00', 'past', afterSpring), '2026-03-29T12:00');
  });

  it('spokenMoment() counts back in every language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 4e12 }), (count, at) => {
        const wanted = new Date(Math.floor((at - count * 60_000) / 60_000) * 60_000).toISOString();
        for (const words of [
          `${count} minutes ago`,
          `${count} minuten geleden`,
          `il y a ${count} minutes`,
          `vor ${count} Minuten`,
        ]) {
          assert.equal(spokenMoment(words, at, zone, 'past'), wanted);
        }
      }),
    );
  });

  it('spokenMoment() never throws, and a bare hour is never ahead of a past', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const at = spokenMoment(typed, now, zone, 'past');
        assert.ok(at === undefined || !Number.isNaN(Date.parse(at)));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (hour, minute) => {
        const typed = `${hour}:${String(minute).padStart(2, '0')}`;
        const past = spokenMoment(typed, now, zone, 'past');
        const future = spokenMoment(typed, now, zone, 'future');
        assert.ok(past !== undefined && Date.parse(past) <= now);
        assert.ok(future !== undefined && Date.parse(future) > now - 60_000);
      }),
    );
  });
});
