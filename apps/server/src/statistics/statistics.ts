// SPDX-License-Identifier: Apache-2.0
import {
  limits,
  type Refusal,
  type ReportDivision,
  type ReportStatistics,
  refuse,
  reportDivisions,
} from '@belfry/contract';
import { csvLine } from '../platform/csv/csv-line.ts';

/** Half a year of a busy desk is counted within a tenth of a second; a longer period is asked for. */
const MONTHS_DEFAULT = 6;

/** Reports of one month that are alike in everything counted by. */
export interface Tally extends Readonly<Record<ReportDivision, string | null>> {
  /** Place of the month in the period, from 0. */
  readonly month: number;
  readonly count: number;
}

/** The months from one to another, both included, as `YYYY-MM`. */
export function monthsOf(
  asked: { from?: string | undefined; to?: string | undefined },
  present: string,
): string[] | Refusal<'request.not_valid'> {
  const last = numberOf(asked.to ?? present);
  const first = asked.from === undefined ? last - MONTHS_DEFAULT + 1 : numberOf(asked.from);
  const count = last - first + 1;
  if (count < 1 || count > limits.statisticsMonthsMax) {
    const detail = `From ${asked.from ?? ''} to ${asked.to ?? present} are ${count} months; 1 to ${limits.statisticsMonthsMax} can be asked for`;
    return refuse('request.not_valid', detail, [{ pointer: '/from', code: 'range', detail }]);
  }
  return Array.from({ length: count }, (_none, index) => nameOf(first + index));
}

/** The month after one; a period ends where it begins. */
export function monthAfter(month: string): string {
  return nameOf(numberOf(month) + 1);
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function nameOf(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Adds the tallies up, once for each thing that is counted by. */
export function addUp(
  tallies: readonly Tally[],
  monthCount: number,
): Pick<ReportStatistics, 'divisions' | 'perMonth' | 'total'> {
  const perMonth = new Array<number>(monthCount).fill(0);
  for (const { count, month } of tallies) {
    perMonth[month] = (perMonth[month] ?? 0) + count;
  }
  return {
    perMonth,
    total: sum(perMonth),
    divisions: reportDivisions.map((by) => ({ by, rows: rowsBy(tallies, by, monthCount) })),
  };
}

function rowsBy(tallies: readonly Tally[], by: ReportDivision, monthCount: number) {
  const rows = new Map<string | null, number[]>();
  for (const tally of tallies) {
    // Only what was declined has a reason: the others are no "unknown" here.
    if (by === 'declineReason' && tally.state !== 'declined') {
      continue;
    }
    const counts = rows.get(tally[by]) ?? new Array<number>(monthCount).fill(0);
    counts[tally.month] = (counts[tally.month] ?? 0) + tally.count;
    rows.set(tally[by], counts);
  }
  return [...rows]
    .map(([value, perMonth]) => ({ value, perMonth, total: sum(perMonth) }))
    .sort((a, b) => b.total - a.total || (a.value ?? '').localeCompare(b.value ?? ''));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** One line a number, so that any spreadsheet can turn it. */
export function statisticsCsv({ divisions, months }: ReportStatistics): string {
  const lines = divisions.flatMap(({ by, rows }) =>
    rows.flatMap(({ perMonth, value }) =>
      months.map(({ month }, index) => csvLine([by, value ?? '', month, String(perMonth[index] ?? 0)])),
    ),
  );
  return [csvLine(['division', 'value', 'month', 'count']), ...lines].join('');
}
