// SPDX-License-Identifier: Apache-2.0

/** A moment read from a cell; `isDay` when the cell names a day without a time. */
export interface CellMoment {
  readonly at: Date;
  readonly isDay: boolean;
}

export type MomentProblem =
  | 'moment.not_readable'
  | 'moment.no_such_day'
  | 'moment.in_the_future'
  | 'moment.too_early';

const YEAR_MIN = 1990;
/** A clock that runs ahead is no reason to refuse a row. */
const AHEAD_MS_MAX = 86_400_000;

const time = String.raw`(?:[T\s,]+(?:(?:om|at|à|um)\s+)?(\d{1,2})[:h.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?(?:\s*uur|\s*Uhr)?)?`;
const iso = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${time}\s*(Z|[+-]\d{2}:?\d{2})?$`, 'i');
const european = new RegExp(String.raw`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})${time}$`, 'i');

/**
 * Reads a moment as ISO 8601, or in European order (day, month, year). Without a zone it is the wall clock of the
 * organisation; an hour that a change of the clock skips or repeats is read as Temporal's "compatible" does.
 */
export function readMoment(cell: string, timeZone: string, now: Date): CellMoment | MomentProblem {
  const text = cell.trim();
  const inIso = iso.exec(text);
  const inEuropean = inIso === null ? european.exec(text) : null;
  const [year, month, day] =
    inIso !== null
      ? [inIso[1], inIso[2], inIso[3]]
      : inEuropean !== null
        ? [inEuropean[3], inEuropean[2], inEuropean[1]]
        : [];
  const found = inIso ?? inEuropean;
  if (found === null || year === undefined || month === undefined || day === undefined) {
    return 'moment.not_readable';
  }
  const [hour = '0', minute = '0', second = '0', fraction = '0'] = [found[4], found[5], found[6], found[7]];
  const isDay = found[4] === undefined;
  let at: Date;
  try {
    const wall = Temporal.PlainDateTime.from(
      {
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour),
        minute: Number(minute),
        second: Number(second),
        millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
      },
      { overflow: 'reject' },
    );
    at = new Date(wall.toZonedDateTime(zoneOf(inIso?.[8], timeZone)).epochMilliseconds);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'moment.no_such_day';
  }
  if (at.getTime() > now.getTime() + AHEAD_MS_MAX) {
    return 'moment.in_the_future';
  }
  return at.getUTCFullYear() < YEAR_MIN ? 'moment.too_early' : { at, isDay };
}

function zoneOf(offset: string | undefined, timeZone: string): string {
  if (offset === undefined) {
    return timeZone;
  }
  return offset.toUpperCase() === 'Z' ? 'UTC' : offset;
}
