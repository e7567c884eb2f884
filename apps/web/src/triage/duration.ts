// SPDX-License-Identifier: Apache-2.0

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long something took, in one unit: minutes up to two hours and one at least, hours up to two days, then days. */
export function durationWords(ms: number, locale: string): string {
  const [unit, size] =
    ms < 2 * HOUR_MS
      ? (['minute', MINUTE_MS] as const)
      : ms < 2 * DAY_MS
        ? (['hour', HOUR_MS] as const)
        : (['day', DAY_MS] as const);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: unit === 'minute' ? 0 : 1,
  }).format(Math.max(ms, MINUTE_MS) / size);
}
