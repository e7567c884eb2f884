// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, type ReportRhythm, refuse } from '@belfry/contract';

/** Civil days in the zone of the organisation: the first, and the day after the last. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

export const dayAfter = (day: string, days = 1) => Temporal.PlainDate.from(day).add({ days }).toString();

/** The period of two days that somebody chose. What lies ahead has not happened yet. */
export function periodOf(
  firstDay: string,
  lastDay: string,
  today: string,
): Period | Refusal<'management_report.period_not_valid'> {
  const days = Temporal.PlainDate.from(firstDay).until(Temporal.PlainDate.from(lastDay)).total('days') + 1;
  return days < 1 || days > limits.reportDaysMax || firstDay > today
    ? refuse(
        'management_report.period_not_valid',
        `From ${firstDay} to ${lastDay} are ${days} days; today is ${today}`,
      )
    : { from: firstDay, until: dayAfter(lastDay) };
}

const months: Readonly<Record<ReportRhythm, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the month, quarter or year a day lies in. */
function beginningOf(every: ReportRhythm, day: Temporal.PlainDate): Temporal.PlainDate {
  const month = Math.floor((day.month - 1) / months[every]) * months[every] + 1;
  return day.with({ month, day: 1 });
}

/** The last month, quarter or year that is over on this day. */
export function periodBefore(every: ReportRhythm, today: string): Period {
  const until = beginningOf(every, Temporal.PlainDate.from(today));
  return { from: until.subtract({ months: months[every] }).toString(), until: until.toString() };
}

/** Early on the first day after a period, when nobody waits for the desk. */
const AT_HOUR = 6;

/** When the next report is due: on the first day of the next month, quarter or year, in the organisation's time. */
export function nextRun(every: ReportRhythm, now: Date, timeZone: string): Date {
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const first = beginningOf(every, there.toPlainDate()).add({ months: months[every] });
  return new Date(first.toZonedDateTime({ timeZone, plainTime: { hour: AT_HOUR } }).epochMilliseconds);
}

/** The civil day in a zone. */
export const dayIn = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
