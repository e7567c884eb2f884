// SPDX-License-Identifier: Apache-2.0

/** What a correlation of Sigma 2.1 needs besides its rules, its groups and its time span. */
export interface CorrelationNeeds {
  /** A condition that names a field. */
  readonly field: boolean;
  /** A condition at all; without one every rule has to be seen. */
  readonly condition: boolean;
}

/**
 * The correlation types of Sigma 2.1. The text of the specification lists four as allowed and describes seven; its
 * JSON schema has seven. The median is pySigma's, whose rules are in use.
 */
export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export const correlationNeeds: Readonly<Record<CorrelationType, CorrelationNeeds>> = {
  event_count: { field: false, condition: true },
  value_count: { field: true, condition: true },
  temporal: { field: false, condition: false },
  temporal_ordered: { field: false, condition: false },
  value_sum: { field: true, condition: true },
  value_avg: { field: true, condition: true },
  value_percentile: { field: true, condition: true },
  value_median: { field: true, condition: true },
};

/** How a correlation compares its count, sum or value. Two may bound a range. */
export const correlationOperators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
export type CorrelationOperator = (typeof correlationOperators)[number];

/**
 * Units of a time span, in milliseconds: a span is a whole number and one of these letters. Months and years are a
 * twelfth of, and the mean Gregorian year, as pySigma counts them.
 */
export const timespanUnitMs = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
} as const;

/** Whether a word is a correlation type. */
export function isCorrelationType(word: string): word is CorrelationType {
  return correlationTypes.some((type) => type === word);
}

/**
 * The length of a time span, or null when it is none. The text comes from a rule: it is bounded here, so that a
 * window never outgrows what can be held.
 *
 * @example
 * ```ts
 * timespanMs('15m'); // 900_000
 * ```
 */
export function timespanMs(text: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,5})([smhdwMy])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  return Number(count) * timespanUnitMs[unit as keyof typeof timespanUnitMs];
}
