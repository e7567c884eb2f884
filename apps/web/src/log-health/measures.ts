// SPDX-License-Identifier: Apache-2.0

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const KILO = 1_000;

/** How long, in the unit that says it best: milliseconds below a second, hours at most. */
export function spanWords(ms: number, locale: string): string {
  const [unit, size] =
    ms < SECOND_MS
      ? (['millisecond', 1] as const)
      : ms < 2 * MINUTE_MS
        ? (['second', SECOND_MS] as const)
        : ms < 2 * HOUR_MS
          ? (['minute', MINUTE_MS] as const)
          : (['hour', HOUR_MS] as const);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'second' || unit === 'hour' ? 1 : 0,
  }).format(ms / size);
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Bytes in the largest unit of which there is at least one. */
export function bytesWords(bytes: number, locale: string): string {
  const place = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KILO)));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[place] ?? 'byte',
    maximumFractionDigits: place === 0 ? 0 : 1,
  }).format(bytes / KILO ** place);
}
