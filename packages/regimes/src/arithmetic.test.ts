// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noonOfNextWorkingDay, periodEnd, type WorkingCalendar } from './arithmetic.ts';
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

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const zones = [
  'Europe/Brussels',
  'Europe/Helsinki',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const periods: readonly Period[] = [
  { hours: 4 },
  { hours: 24 },
  { hours: 72 },
  { days: 14 },
  { months: 1 },
  { workingDays: 30 },
];
const HOUR_MS = 3_600_000;

test('periodEnd() is monotone, clamped to the month, and in hours blind to zones, over 6000 instants', () => {
  const random = numbers(20_261_121);
  const start = at('2024-01-01T00:00Z').epochMilliseconds;
  for (let round = 0; round < 1000; round += 1) {
    const first = start + Math.floor(Number(random.next().value) * 6 * 365 * 24) * HOUR_MS;
    // The hour that clocks repeat runs the wall time back: the order of starts less than an hour apart is open there.
    const later = first + Math.floor(Number(random.next().value) * 48 + 1) * HOUR_MS;
    const zone = zones[round % zones.length] ?? 'UTC';
    const calendar = calendarOf(zone);
    for (const period of periods) {
      const from = Temporal.Instant.fromEpochMilliseconds(first);
      const end = periodEnd(from, period, calendar);
      const laterEnd = periodEnd(Temporal.Instant.fromEpochMilliseconds(later), period, calendar);
      // Several dates end on the last day of a short month, each at its own hour: there the day is monotone, not the hour.
      const laterDay = Temporal.Instant.fromEpochMilliseconds(later).toZonedDateTimeISO(zone).day;
      const isShort = laterEnd.toZonedDateTimeISO(zone).day < laterDay;
      const order =
        typeof period === 'object' && 'months' in period && isShort
          ? Temporal.PlainDate.compare(
              end.toZonedDateTimeISO(zone).toPlainDate(),
              laterEnd.toZonedDateTimeISO(zone).toPlainDate(),
            )
          : Temporal.Instant.compare(end, laterEnd);
      assert.ok(order <= 0, `${from} ${JSON.stringify(period)} ${zone}`);
      assert.ok(Temporal.Instant.compare(from, end) < 0);
      if (typeof period === 'object' && 'hours' in period) {
        assert.equal(end.epochMilliseconds - first, period.hours * HOUR_MS);
      }
      if (typeof period === 'object' && 'months' in period) {
        const [a, b] = [from.toZonedDateTimeISO(zone), end.toZonedDateTimeISO(zone)];
        assert.equal(b.month, (a.month % 12) + 1);
        assert.ok(b.day === Math.min(a.day, b.daysInMonth), `${from} ${end} ${zone}`);
      }
      const moved = noonOfNextWorkingDay(end, calendar);
      assert.ok(Temporal.Instant.compare(end, moved) <= 0);
      assert.ok(moved.toZonedDateTimeISO(zone).dayOfWeek < 6);
      assert.equal(`${noonOfNextWorkingDay(moved, calendar)}`, `${moved}`);
    }
  }
});
