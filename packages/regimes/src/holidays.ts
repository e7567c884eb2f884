// SPDX-License-Identifier: Apache-2.0
import type { WorkingCalendar } from './arithmetic.ts';
import { type HolidayCalendar, holidayCalendars } from './holiday-calendars.ts';

const EPOCH_EASTER_DAY = 22;

/** Easter Sunday of the Gregorian calendar: the algorithm of Meeus, Jones and Butcher. */
export function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century + 8) / 25);
  const epact =
    (19 * golden + century - Math.floor(century / 4) - Math.floor((century - correction + 1) / 3) + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * shift;
  return new Temporal.PlainDate(year, 3, EPOCH_EASTER_DAY).add({ days });
}

/** Easter Sunday of the Orthodox churches: reckoned by the Julian calendar, told by the Gregorian one. */
export function orthodoxEasterOf(year: number): Temporal.PlainDate {
  const moon = (19 * (year % 19) + 15) % 30;
  const weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const julianDays = moon + weekday;
  const gap = Math.floor(year / 100) - Math.floor(year / 400) - 2;
  return new Temporal.PlainDate(year, 3, EPOCH_EASTER_DAY).add({ days: julianDays + gap });
}

/** The first such weekday on or after a day of the year: a first Monday is on or after the first. */
function weekdayFrom(year: number, from: string, weekday: number): Temporal.PlainDate {
  const start = Temporal.PlainDate.from(`${year}-${from}`);
  return start.add({ days: (weekday - start.dayOfWeek + 7) % 7 });
}

/** The holidays of one year, as ISO days in order. Sundays that are always holidays are not named: nobody works them. */
export function holidaysIn(calendar: HolidayCalendar, year: number): readonly string[] {
  const { fixed, sinceYear = {}, easter = [], orthodoxEaster = [], weekdays = [] } = calendar;
  const days = [
    ...fixed
      .filter((on) => year >= (sinceYear[on] ?? year))
      .map((on) => Temporal.PlainDate.from(`${year}-${on}`)),
    ...easter.map((offset) => easterOf(year).add({ days: offset })),
    ...orthodoxEaster.map((offset) => orthodoxEasterOf(year).add({ days: offset })),
    ...weekdays.map(({ from, weekday }) => weekdayFrom(year, from, weekday)),
  ];
  return [...new Set(days.map(String))].sort();
}

/**
 * The working days of a state by the clock of the organisation. A state that is not listed has weekends only: a
 * holiday that is missing here makes a limit earlier, never later.
 */
export function workingCalendarOf(state: string, timeZone: string): WorkingCalendar {
  const calendar = holidayCalendars.find((each) => each.state === state);
  const years = new Map<number, readonly string[]>();
  const holidaysOf = (year: number): readonly string[] => {
    const known = years.get(year) ?? (calendar === undefined ? [] : holidaysIn(calendar, year));
    years.set(year, known);
    return known;
  };
  return { timeZone, isHoliday: (on) => holidaysOf(on.year).includes(on.toString()) };
}
