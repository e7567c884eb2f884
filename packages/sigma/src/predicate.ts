// SPDX-License-Identifier: Apache-2.0
import type { CorrelationOperator } from './correlation-words.ts';
import type { LinearRegex } from './linear-regex.ts';
import { isInside, type Network } from './network.ts';
import { fits, folded, type Pattern } from './pattern.ts';

export type Comparison = Extract<CorrelationOperator, 'gt' | 'gte' | 'lt' | 'lte'>;
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type Place = 'whole' | 'contains' | 'startswith' | 'endswith';

/** What a value is compared with. Texts without `isCased` are lower case already. */
export type Test =
  | { readonly kind: 'text'; readonly place: Place; readonly text: string; readonly isCased: boolean }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly isCased: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string; readonly regex: LinearRegex }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'number'; readonly comparison: Comparison; readonly number: number }
  | { readonly kind: 'date'; readonly part: DatePart; readonly number: number }
  | { readonly kind: 'exists'; readonly isThere: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'field'; readonly other: string; readonly place: Place };

/** One question to an event: about a field, or with `null` about everything in it (a keyword). */
export interface Predicate {
  readonly field: string | null;
  readonly test: Test;
}

/** What a rule asks, as a tree of predicates. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'is'; readonly predicate: Predicate };

/** Two predicates with the same key ask the same: it is asked once for each event. */
export function keyOfPredicate({ field, test }: Predicate): string {
  switch (test.kind) {
    case 'network':
      return JSON.stringify([
        field,
        test.kind,
        test.network.version,
        String(test.network.address),
        test.network.bits,
      ]);
    case 'regex':
      return JSON.stringify([field, test.kind, test.source, test.flags]);
    default:
      return JSON.stringify([field, test]);
  }
}

/** A value of an event as text; null for what has none (objects are looked into, not compared). */
export function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return null;
  }
}

function fitsPlace(place: Place, text: string, wanted: string): boolean {
  switch (place) {
    case 'whole':
      return text === wanted;
    case 'contains':
      return text.includes(wanted);
    case 'startswith':
      return text.startsWith(wanted);
    case 'endswith':
      return text.endsWith(wanted);
  }
}

/** Tests the text of a value. `lower` is the text in lower case, computed once for many tests. */
export function isText(test: Test, text: string, lower: string): boolean {
  switch (test.kind) {
    case 'text':
      return fitsPlace(test.place, test.isCased ? text : lower, test.text);
    case 'pattern':
      return fits(test.pattern, test.isCased ? text : lower);
    case 'regex':
      return gated(test.regex, text, lower);
    case 'network':
      return isInside(test.network, text.trim());
    case 'number':
      return compares(test.comparison, numberOf(text), test.number);
    case 'date':
      return datePart(test.part, text) === test.number;
    default:
      return false;
  }
}

/** Looks for what has to be there before the expression is run: most texts stop here. */
function gated({ finds, literals }: LinearRegex, text: string, lower: string): boolean {
  return (literals === null || literals.some((literal) => lower.includes(literal))) && finds(text);
}

/** Compares two numbers; what is no number compares with nothing but `neq`. */
export function compares(operator: CorrelationOperator, value: number, number: number): boolean {
  switch (operator) {
    case 'gt':
      return value > number;
    case 'gte':
      return value >= number;
    case 'lt':
      return value < number;
    case 'lte':
      return value <= number;
    case 'eq':
      return value === number;
    case 'neq':
      return value !== number;
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

const DAY_MS = 86_400_000;

/** A number out of a date, in UTC: the specification is silent about zones, and logs that matter write theirs. */
function datePart(part: DatePart, text: string): number | null {
  const isBare = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text);
  const at = new Date(isBare ? `${text.replace(' ', 'T')}Z` : text);
  if (Number.isNaN(at.getTime())) return null;
  switch (part) {
    case 'minute':
      return at.getUTCMinutes();
    case 'hour':
      return at.getUTCHours();
    case 'day':
      return at.getUTCDate();
    case 'month':
      return at.getUTCMonth() + 1;
    case 'year':
      return at.getUTCFullYear();
    case 'week': {
      // ISO 8601: the week of the Thursday.
      const thursday = new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * DAY_MS);
      return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY_MS / 7) + 1;
    }
  }
}

/** Compares two fields of one event, without case, as texts. */
export function areFieldsAlike(place: Place, value: string, other: string): boolean {
  return fitsPlace(place, folded(value), folded(other));
}
