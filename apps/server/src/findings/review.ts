// SPDX-License-Identifier: Apache-2.0
import { limits, type RuleFindings } from '@belfry/contract';

/** The civil year and month that an instant lies in, in a time zone. */
function civilMonth(at: Date, timeZone: string): { year: number; month: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
  }).formatToParts(at);
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { year: numberOf('year'), month: numberOf('month') };
}

/** The month before the one it is now, as `2026-10`: it is over, and can be looked at whole. */
export function monthToReview(now: Date, timeZone: string): string {
  const { month, year } = civilMonth(now, timeZone);
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`;
}

/** Rules that told much of which little was true; one that nobody has judged counts by its number alone. */
export function noisyOf(figures: readonly RuleFindings[]): RuleFindings[] {
  const { noisyRuleFindingsMin, noisyRulePrecisionMax } = limits;
  return figures
    .filter(
      ({ findings, precision }) =>
        findings >= noisyRuleFindingsMin && (precision ?? 0) <= noisyRulePrecisionMax,
    )
    .sort((a, b) => b.findings - a.findings);
}
