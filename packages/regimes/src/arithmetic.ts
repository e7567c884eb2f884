// SPDX-License-Identifier: Apache-2.0
// The browser's list of globals has no Temporal yet; whoever compiles this file gets it with the file.
/// <reference lib="esnext.temporal" />
import type { Period } from './regime.ts';

/** Where the reporting entity is: its wall clock, and the bank holidays of its Member State, handed in. */
export interface WorkingCalendar {
  readonly timeZone: string;
  readonly isHoliday: (on: Temporal.PlainDate) => boolean;
}

const SATURDAY = 6;

function isWorkingDay(on: Temporal.PlainDate, calendar: WorkingCalendar): boolean {
  return on.dayOfWeek < SATURDAY && !calendar.isHoliday(on);
}

/** A calendar that never works would count for ever. */
const DAYS_WITHOUT_WORK_MAX = 60;

function nextWorkingDay(after: Temporal.PlainDate, calendar: WorkingCalendar): Temporal.PlainDate {
  let on = after.add({ days: 1 });
  for (let tried = 0; tried < DAYS_WITHOUT_WORK_MAX; tried += 1) {
    if (isWorkingDay(on, calendar)) return on;
    on = on.add({ days: 1 });
  }
  throw new Error(`Cannot find a working day after ${after}: ${DAYS_WITHOUT_WORK_MAX} days are all holidays`);
}

/**
 * The stricter instant of a wall time. A time that comes twice is its first coming; one that clocks skip is the moment
 * they skip, so that a later start never falls due earlier.
 */
function instantOf(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.toInstant();
  return earlier.getTimeZoneTransition('next')?.toInstant() ?? earlier.toInstant();
}

/**
 * The strict reading of a period: hours are instants, whatever clocks and weekends do; days and months keep the wall
 * time, and a month ends on the same date or the last one of a shorter month (Regulation 1182/71 art. 3(2)(c)). The
 * leniencies of art. 3 (hour of the event not counted, run to the next working day) are left to a lawyer.
 */
export function periodEnd(
  from: Temporal.Instant,
  period: Period,
  calendar: WorkingCalendar,
): Temporal.Instant {
  if (period === 'immediate') return from;
  if ('hours' in period) return from.add({ hours: period.hours });
  const wall = from.toZonedDateTimeISO(calendar.timeZone).toPlainDateTime();
  if ('workingDays' in period) {
    let on = wall.toPlainDate();
    // A start on a day off counts as the end of the working day before: Saturday is not stricter than Friday.
    const isEndOfDay = !isWorkingDay(on, calendar);
    for (let count = 0; count < period.workingDays; count += 1) on = nextWorkingDay(on, calendar);
    const due = isEndOfDay
      ? on.add({ days: 1 }).toPlainDateTime('00:00')
      : on.toPlainDateTime(wall.toPlainTime());
    return instantOf(due, calendar.timeZone);
  }
  const added = 'months' in period ? { months: period.months } : { days: period.days };
  return instantOf(wall.add(added, { overflow: 'constrain' }), calendar.timeZone);
}

/**
 * The lenient reading of the same period, for a note beside the strict one and never for a clock: Regulation
 * (EEC, Euratom) 1182/71 art. 3. The hour or day of the event is not counted, a day counts to its end, and a period
 * not in hours that ends on a holiday runs on to the end of the next working day. Art. 3(5), two working days in
 * every period of two days or more, is left to a lawyer.
 */
export function lenientPeriodEnd(
  from: Temporal.Instant,
  period: Exclude<Period, 'immediate'>,
  calendar: WorkingCalendar,
): Temporal.Instant {
  const start = from.toZonedDateTimeISO(calendar.timeZone);
  if ('hours' in period) {
    const hour = start.round({ smallestUnit: 'hour', roundingMode: 'floor' });
    return hour.toInstant().add({ hours: period.hours + 1 });
  }
  const strict = periodEnd(from, period, calendar).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  const last = isWorkingDay(strict, calendar) ? strict : nextWorkingDay(strict, calendar);
  return instantOf(last.add({ days: 1 }).toPlainDateTime('00:00'), calendar.timeZone);
}

/**
 * DORA RTS 2025/301 art. 5(4): a limit on a weekend day or a bank holiday of the reporting entity's Member State moves
 * to noon of the next working day, by the entity's own clock. A limit on a working day stays where it is.
 */
export function noonOfNextWorkingDay(dueAt: Temporal.Instant, calendar: WorkingCalendar): Temporal.Instant {
  const on = dueAt.toZonedDateTimeISO(calendar.timeZone).toPlainDate();
  if (isWorkingDay(on, calendar)) return dueAt;
  return instantOf(nextWorkingDay(on, calendar).toPlainDateTime('12:00'), calendar.timeZone);
}
