// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lenientPeriodEnd, noonOfNextWorkingDay, periodEnd, type WorkingCalendar } from './arithmetic.ts';
import type { Period } from './regime.ts';

const at = (text: string) => Temporal.Instant.from(text);
const calendarOf = (timeZone: string, ...holidays: string[]): WorkingCalendar => ({
  timeZone,
  isHoliday: (on) => holidays.includes(on.toString()),
});
const brussels = calendarOf('Europe/Brussels', '2026-12-25', '2027-01-01', '2027-03-29');

test('periodEnd() counts hours as instants, months and days by the wall clock', () => {
  const table: readonly (readonly [string, Period, string, string])[] = [
    // Clocks go forward on 29 March 2026 and back on 25 October 2026.
    ['2026-03-28T12:00+01:00', { hours: 24 }, 'Europe/Brussels', '2026-03-29T13:00+02:00'],
    ['2026-10-24T12:00+02:00', { hours: 24 }, 'Europe/Brussels', '2026-10-25T11:00+01:00'],
    ['2026-10-24T12:00+02:00', { hours: 72 }, 'Europe/Brussels', '2026-10-27T11:00+01:00'],
    ['2026-03-28T12:00+01:00', { days: 1 }, 'Europe/Brussels', '2026-03-29T12:00+02:00'],
    ['2026-10-15T09:00+02:00', { days: 14 }, 'Europe/Brussels', '2026-10-29T09:00+01:00'],
    // Leap days and short months.
    ['2027-01-31T10:00+01:00', { months: 1 }, 'Europe/Brussels', '2027-02-28T10:00+01:00'],
    ['2028-01-31T10:00+01:00', { months: 1 }, 'Europe/Brussels', '2028-02-29T10:00+01:00'],
    ['2028-02-29T10:00+01:00', { months: 1 }, 'Europe/Brussels', '2028-03-29T10:00+02:00'],
    ['2026-08-31T10:00+02:00', { months: 1 }, 'Europe/Brussels', '2026-09-30T10:00+02:00'],
    ['2026-12-31T23:59+01:00', { months: 1 }, 'Europe/Brussels', '2027-01-31T23:59+01:00'],
    ['2028-02-28T10:00+01:00', { hours: 24 }, 'Europe/Brussels', '2028-02-29T10:00+01:00'],
    // The same instant is another day elsewhere, and its month ends elsewhere.
    ['2027-01-31T23:30Z', { months: 1 }, 'Europe/Helsinki', '2027-03-01T01:30+02:00'],
    ['2027-01-31T23:30Z', { months: 1 }, 'Europe/Lisbon', '2027-02-28T23:30Z'],
    // 02:30 does not come on 28 March 2027: clocks skip from 02:00 to 03:00.
    ['2027-02-28T02:30+01:00', { months: 1 }, 'Europe/Brussels', '2027-03-28T03:00+02:00'],
    // 02:30 comes twice on 31 October 2027: the first is the stricter.
    ['2027-09-30T02:30+02:00', { days: 31 }, 'Europe/Brussels', '2027-10-31T02:30+02:00'],
    // Samoa had no 30 December 2011.
    ['2011-11-30T12:00-10:00', { months: 1 }, 'Pacific/Apia', '2011-12-31T00:00+14:00'],
    // Friday before Easter; Easter Monday is a holiday.
    ['2027-03-26T16:00+01:00', { workingDays: 1 }, 'Europe/Brussels', '2027-03-30T16:00+02:00'],
    ['2026-12-24T16:00+01:00', { workingDays: 5 }, 'Europe/Brussels', '2027-01-04T16:00+01:00'],
    ['2026-11-21T05:00+01:00', { workingDays: 1 }, 'Europe/Brussels', '2026-11-24T00:00+01:00'],
    ['2026-12-24T16:00+01:00', 'immediate', 'Europe/Brussels', '2026-12-24T16:00+01:00'],
  ];
  for (const [from, period, timeZone, wanted] of table) {
    const end = periodEnd(at(from), period, { ...brussels, timeZone });
    assert.equal(`${end}`, `${at(wanted)}`, `${from} ${JSON.stringify(period)} ${timeZone}`);
  }
});

test('noonOfNextWorkingDay() moves weekends and holidays only, and passes over both', () => {
  const table: readonly (readonly [string, string])[] = [
    ['2026-11-20T23:59+01:00', '2026-11-20T23:59+01:00'],
    ['2026-11-21T00:00+01:00', '2026-11-23T12:00+01:00'],
    ['2026-11-22T23:59+01:00', '2026-11-23T12:00+01:00'],
    // Christmas is a Friday; the weekend follows it.
    ['2026-12-25T09:00+01:00', '2026-12-28T12:00+01:00'],
    // Saturday, Easter, Easter Monday; clocks go forward in between.
    ['2027-03-27T09:00+01:00', '2027-03-30T12:00+02:00'],
    // Friday evening in UTC is Saturday in Brussels.
    ['2026-11-20T23:30Z', '2026-11-23T12:00+01:00'],
  ];
  for (const [dueAt, wanted] of table) {
    assert.equal(`${noonOfNextWorkingDay(at(dueAt), brussels)}`, `${at(wanted)}`, dueAt);
  }
});

// Danger: a calendar that says no to every day hangs the desk.
test('noonOfNextWorkingDay() gives up on a calendar without work', () => {
  const never = { timeZone: 'Europe/Brussels', isHoliday: () => true };
  assert.throws(() => noonOfNextWorkingDay(at('2026-11-20T12:00Z'), never), /all holidays/);
});

test('lenientPeriodEnd() leaves out the hour and the day of the event, and runs over days off', () => {
  const table: readonly (readonly [string, Exclude<Period, 'immediate'>, string])[] = [
    ['2026-11-04T10:30+01:00', { hours: 72 }, '2026-11-07T11:00+01:00'],
    ['2026-11-04T10:00+01:00', { hours: 24 }, '2026-11-05T11:00+01:00'],
    // Clocks go back in between: hours stay hours.
    ['2026-10-24T12:30+02:00', { hours: 24 }, '2026-10-25T12:00+01:00'],
    ['2026-11-04T10:30+01:00', { days: 14 }, '2026-11-19T00:00+01:00'],
    // The last day is Saturday 5 December: to the end of Monday.
    ['2026-11-05T10:30+01:00', { months: 1 }, '2026-12-08T00:00+01:00'],
    ['2026-11-25T10:30+01:00', { months: 1 }, '2026-12-29T00:00+01:00'],
    ['2027-01-31T10:00+01:00', { months: 1 }, '2027-03-02T00:00+01:00'],
    ['2026-12-24T16:00+01:00', { workingDays: 1 }, '2026-12-29T00:00+01:00'],
  ];
  for (const [from, period, wanted] of table) {
    const end = lenientPeriodEnd(at(from), period, brussels);
    assert.equal(`${end}`, `${at(wanted)}`, `${from} ${JSON.stringify(period)}`);
  }
});

const zones = [
  'Europe/Brussels',
  'Europe/Helsinki',
  'Atlantic/Azores',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const HOUR_MS = 3_600_000;

/** Moments of thirty years, to the minute, with every change of the clock in them. */
const moments = fc
  .integer({ min: at('2020-01-01T00:00Z').epochMilliseconds / 60_000, max: 2_524_608_000 / 60 })
  .map((minutes) => Temporal.Instant.fromEpochMilliseconds(minutes * 60_000));
/** A calendar that works: nobody has more than a month of holidays in a year. */
const calendars = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    holidays: fc.array(fc.integer({ min: 1, max: 366 }), { maxLength: 30 }),
  })
  .map(
    ({ timeZone, holidays }): WorkingCalendar => ({
      timeZone,
      isHoliday: (on) => holidays.includes(on.dayOfYear),
    }),
  );
const counts = fc.integer({ min: 1, max: 100 });
const hours = counts.map((count) => ({ hours: count }));
const days = counts.map((count) => ({ days: count }));
const months = fc.integer({ min: 1, max: 24 }).map((count) => ({ months: count }));
const workingDays = fc.integer({ min: 1, max: 40 }).map((count) => ({ workingDays: count }));
const wallOf = (instant: Temporal.Instant, { timeZone }: WorkingCalendar) =>
  instant.toZonedDateTimeISO(timeZone).toPlainDateTime();
const isOrdered = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) <= 0;

test('periodEnd() counts hours blind to zones, clocks and holidays', () => {
  fc.assert(
    fc.property(moments, hours, calendars, (from, period, calendar) => {
      const end = periodEnd(from, period, calendar);
      assert.equal(end.epochMilliseconds - from.epochMilliseconds, period.hours * HOUR_MS);
    }),
    { numRuns: 500 },
  );
});

test('periodEnd() keeps the date of a month, or takes the last one of a shorter month', () => {
  fc.assert(
    fc.property(moments, months, calendars, (from, period, calendar) => {
      const [start, end] = [wallOf(from, calendar), wallOf(periodEnd(from, period, calendar), calendar)];
      assert.equal(end.day, Math.min(start.day, end.daysInMonth));
      const passed = (end.year - start.year) * 12 + end.month - start.month;
      assert.equal(passed, period.months);
    }),
    { numRuns: 500 },
  );
});

test('periodEnd() keeps the hour on the wall, save where clocks skip it', () => {
  fc.assert(
    fc.property(moments, fc.oneof(days, months), calendars, (from, period, calendar) => {
      const [start, end] = [wallOf(from, calendar), wallOf(periodEnd(from, period, calendar), calendar)];
      if (end.toPlainTime().equals(start.toPlainTime())) return;
      // The hour that does not exist: the end is the very moment of the change.
      const change = end.toZonedDateTime(calendar.timeZone);
      assert.ok(change.subtract({ milliseconds: 1 }).offsetNanoseconds < change.offsetNanoseconds);
    }),
    { numRuns: 500 },
  );
});

test('periodEnd() ends on a working day after exactly so many of them', () => {
  fc.assert(
    fc.property(moments, workingDays, calendars, (from, period, calendar) => {
      const start = wallOf(from, calendar).toPlainDate();
      // What ends at midnight ended with the day before.
      const last = wallOf(
        periodEnd(from, period, calendar).subtract({ milliseconds: 1 }),
        calendar,
      ).toPlainDate();
      let worked = 0;
      for (
        let on = start.add({ days: 1 });
        Temporal.PlainDate.compare(on, last) <= 0;
        on = on.add({ days: 1 })
      ) {
        if (on.dayOfWeek < 6 && !calendar.isHoliday(on)) worked += 1;
      }
      // A start at midnight sharp has its end at midnight too: one day fewer has begun.
      const isMidnight = wallOf(from, calendar).toPlainTime().equals(new Temporal.PlainTime());
      assert.ok(worked === period.workingDays || (isMidnight && worked === period.workingDays - 1));
    }),
    { numRuns: 300 },
  );
});

test('periodEnd() never lets a later start be due earlier, in hours, days and working days', () => {
  // An hour that clocks repeat runs the wall back: starts at least two hours apart keep their order.
  const later = fc.integer({ min: 120, max: 60 * 24 * 40 });
  fc.assert(
    fc.property(
      moments,
      later,
      fc.oneof(hours, days, workingDays),
      calendars,
      (from, minutes, period, calendar) => {
        const end = periodEnd(from, period, calendar);
        assert.ok(isOrdered(from, end));
        assert.ok(isOrdered(end, periodEnd(from.add({ minutes }), period, calendar)));
      },
    ),
    { numRuns: 500 },
  );
});

test('noonOfNextWorkingDay() moves forward only, to a working day, and never twice', () => {
  fc.assert(
    fc.property(moments, calendars, (dueAt, calendar) => {
      const moved = noonOfNextWorkingDay(dueAt, calendar);
      const wall = wallOf(moved, calendar);
      assert.ok(isOrdered(dueAt, moved));
      assert.ok(wall.dayOfWeek < 6 && !calendar.isHoliday(wall.toPlainDate()));
      assert.ok(moved.equals(dueAt) || wall.toPlainTime().equals(new Temporal.PlainTime(12)));
      assert.ok(noonOfNextWorkingDay(moved, calendar).equals(moved));
    }),
    { numRuns: 500 },
  );
});

// Danger: a lenient reading that is the earlier one would make the note the trap.
test('lenientPeriodEnd() is never before the strict end', () => {
  fc.assert(
    fc.property(moments, fc.oneof(hours, days, months, workingDays), calendars, (from, period, calendar) => {
      assert.ok(isOrdered(periodEnd(from, period, calendar), lenientPeriodEnd(from, period, calendar)));
    }),
    { numRuns: 500 },
  );
});
