// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { type HolidayCalendar, holidayCalendars } from './holiday-calendars.ts';
import { easterOf, holidaysIn, orthodoxEasterOf, workingCalendarOf } from './holidays.ts';
import { memberStates } from './questions.ts';

const calendarOf = (state: string): HolidayCalendar => {
  const found = holidayCalendars.find((each) => each.state === state);
  assert.ok(found, state);
  return found;
};
const isWeekday = (on: string) => Temporal.PlainDate.from(on).dayOfWeek < 6;

/** The paschal full moons of 1900 to 2199 by golden number, as prayer books print them. */
const fullMoons =
  '04-14 04-03 03-23 04-11 03-31 04-18 04-08 03-28 04-16 04-05 03-25 04-13 04-02 03-22 04-10 03-30 04-17 04-07 03-27';
/** Those of the Julian calendar, by that calendar. */
const julianFullMoons =
  '04-05 03-25 04-13 04-02 03-22 04-10 03-30 04-18 04-07 03-27 04-15 04-04 03-24 04-12 04-01 03-21 04-09 03-29 04-17';

/** Easter by the table: the Sunday after the full moon. Another way than the arithmetic that is tested. */
function easterByTable(year: number, table: string, daysLater: number): string {
  const moon = Temporal.PlainDate.from(`${year}-${table.split(' ')[year % 19]}`).add({ days: daysLater });
  return moon.add({ days: 7 - (moon.dayOfWeek % 7) }).toString();
}

test('easterOf() and orthodoxEasterOf() agree with the printed tables for two centuries', () => {
  for (let year = 1900; year < 2100; year += 1) {
    assert.equal(`${easterOf(year)}`, easterByTable(year, fullMoons, 0), `${year}`);
    assert.equal(`${orthodoxEasterOf(year)}`, easterByTable(year, julianFullMoons, 13), `${year} orthodox`);
  }
});

/** The ten days of the royal decree of 18 April 1974, for whoever wants to read them. */
const belgium: Readonly<Record<number, string>> = {
  2026: '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25',
  2027: '01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25',
  2028: '01-01 04-17 05-01 05-25 06-05 07-21 08-15 11-01 11-11 12-25',
  2029: '01-01 04-02 05-01 05-10 05-21 07-21 08-15 11-01 11-11 12-25',
  2030: '01-01 04-22 05-01 05-30 06-10 07-21 08-15 11-01 11-11 12-25',
};

/** Algemene termijnenwet art. 3(1), without 5 May, on which banks work. */
const netherlands: Readonly<Record<number, string>> = {
  2026: '01-01 04-06 04-27 05-14 05-25 12-25 12-26',
  2027: '01-01 03-29 04-27 05-06 05-17 12-25 12-26',
  2028: '01-01 04-17 04-27 05-25 06-05 12-25 12-26',
  2029: '01-01 04-02 04-27 05-10 05-21 12-25 12-26',
  2030: '01-01 04-22 04-27 05-30 06-10 12-25 12-26',
};

test('holidaysIn() gives the official days of Belgium and the Netherlands from 2026 to 2030', () => {
  for (const [state, lists] of [
    ['BE', belgium],
    ['NL', netherlands],
  ] as const) {
    for (const [year, days] of Object.entries(lists)) {
      const given = holidaysIn(calendarOf(state), Number(year)).map((on) => on.slice('2026-'.length));
      assert.deepEqual(given, days.split(' '), `${state} ${year}`);
      // By the rule itself: movable days from the Easter of the table.
      const easter = Temporal.PlainDate.from(easterByTable(Number(year), fullMoons, 0));
      for (const days of [1, 39, 50]) {
        assert.ok(given.includes(easter.add({ days }).toString().slice('2026-'.length)), `${state} ${year}`);
      }
    }
  }
});

/** Every weekday that `date-holidays` calls a public holiday of the whole state. */
function secondOpinion(state: string, year: number): ReadonlySet<string> {
  const found = new Holidays(state, { types: ['public'] }).getHolidays(year);
  const days = found.flatMap(({ date, start, end }) => {
    const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
    const first = Temporal.PlainDate.from(date.slice(0, '2026-01-01'.length));
    return Array.from({ length: count }, (_, index) => first.add({ days: index }).toString());
  });
  return new Set(days.filter(isWeekday));
}

// Danger: a day off that is none lets somebody file on Tuesday what was due on Monday.
test('holidayCalendars name no weekday that a second opinion calls a working day, 2024 to 2036', () => {
  for (const calendar of holidayCalendars) {
    for (let year = 2024; year <= 2036; year += 1) {
      const theirs = secondOpinion(calendar.state, year);
      const ours = holidaysIn(calendar, year).filter(isWeekday);
      assert.deepEqual(
        ours.filter((on) => !theirs.has(on)),
        [],
        `${calendar.state} ${year}`,
      );
      // Whoever leaves a day out says which, and why.
      const left = [...theirs].filter((on) => !ours.includes(on));
      assert.ok(left.length === 0 || calendar.legal.note !== undefined, `${calendar.state} ${left}`);
    }
  }
});

test('holidayCalendars cover every state of the profile once', () => {
  assert.deepEqual(holidayCalendars.map(({ state }) => state).sort(), [...memberStates].sort());
});

test('holidaysIn() gives each day once, in its year and in order, whatever the year', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...holidayCalendars),
      fc.integer({ min: 1970, max: 2400 }),
      (calendar, year) => {
        const days = holidaysIn(calendar, year);
        assert.deepEqual(days, [...new Set(days)].sort());
        for (const on of days) assert.equal(Temporal.PlainDate.from(on).year, year);
        assert.ok(days.length >= 7);
      },
    ),
  );
});

test('workingCalendarOf() knows holidays of any year, and only weekends where it knows no state', () => {
  const { isHoliday, timeZone } = workingCalendarOf('BE', 'Europe/Brussels');
  const table: readonly (readonly [string, boolean])[] = [
    ['2026-12-25', true],
    ['2026-12-24', false],
    ['2027-03-29', true],
    ['2050-07-21', true],
  ];
  for (const [on, is] of table) assert.equal(isHoliday(Temporal.PlainDate.from(on)), is, on);
  assert.equal(timeZone, 'Europe/Brussels');
  assert.equal(
    workingCalendarOf('CH', 'Europe/Zurich').isHoliday(Temporal.PlainDate.from('2026-08-01')),
    false,
  );
});

test('holidaysIn() counts a young holiday from its first year', () => {
  const christmasEve = (year: number) => holidaysIn(calendarOf('PL'), year).includes(`${year}-12-24`);
  assert.deepEqual([2024, 2025].map(christmasEve), [false, true]);
});
