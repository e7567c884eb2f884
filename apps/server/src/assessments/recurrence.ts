// SPDX-License-Identifier: Apache-2.0
import type { RecurrenceReview as Review } from '@belfry/regimes';

/** A period that is over, from its first day to its last. */
export interface Period {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** Periods a desk catches up on at most, where it was down or had no profile. */
const PERIODS_MAX = 8;

const periodFrom = (from: Temporal.PlainDate, everyMonths: number): Period => ({
  from,
  to: from.add({ months: everyMonths }).subtract({ days: 1 }),
});

/** The first day of the period a day lies in: quarters begin in January, April, July and October. */
function startOf(day: Temporal.PlainDate, everyMonths: number): Temporal.PlainDate {
  const month = day.month - ((day.month - 1) % everyMonths);
  return day.with({ month, day: 1 });
}

/** Periods that are over today and were not before a day: the newest last. */
export function periodsOver(
  everyMonths: number,
  since: Temporal.PlainDate,
  today: Temporal.PlainDate,
): readonly Period[] {
  const periods: Period[] = [];
  let from = startOf(today, everyMonths).subtract({ months: everyMonths });
  while (periods.length < PERIODS_MAX) {
    const period = periodFrom(from, everyMonths);
    if (Temporal.PlainDate.compare(period.to, since) < 0) break;
    periods.unshift(period);
    from = from.subtract({ months: everyMonths });
  }
  return periods;
}

export const periodOf = (review: Review, start: string): Period =>
  periodFrom(Temporal.PlainDate.from(start), review.everyMonths);

/** The first day whose incidents a look back counts: the law's months before the end of the period. */
export const lookedBackFrom = (review: Review, { to }: Period): Temporal.PlainDate =>
  to.add({ days: 1 }).subtract({ months: review.withinMonths });

/** What makes an incident count alone, and so keeps it out of the look back. */
export const countsAlone: Readonly<Record<string, { readonly regimes: string; readonly outcome: string }>> = {
  'cir-2690': { regimes: 'nis2%', outcome: 'significant' },
  dora: { regimes: 'dora', outcome: 'major' },
};

/** Two root causes are the same where class and words are, letters and blanks aside. Null: nobody has named one. */
export function rootCauseKey(rootCauseClass: string | null, text: string | null): string | null {
  const words = (text ?? '').normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return rootCauseClass === null && words === '' ? null : `${rootCauseClass ?? ''}|${words}`;
}
