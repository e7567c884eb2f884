// SPDX-License-Identifier: Apache-2.0
import type { CorrelationRule } from './correlation.ts';
import type { GroupState } from './correlation-group.ts';
import { isMap } from './is-map.ts';
import { ownAt } from './rule-fields.ts';

/** What a correlator remembers, as plain JSON. Times are event times in ms. */
export interface CorrelatorSnapshot {
  readonly version: 2;
  readonly correlations: readonly {
    readonly id: string;
    /** Changes with what the correlation counts: state of another rule is no state of this one. */
    readonly fingerprint: string;
    readonly newestAt: number | null;
  }[];
  /** The least recently touched first; `correlation` is a place in the list above. */
  readonly groups: readonly GroupState[];
  readonly counters: Readonly<Record<string, number>>;
}

/** Everything of a correlation that its state depends on. */
export function fingerprintOf(rule: CorrelationRule): string {
  const { aliases, condition, groupBy, rules, spanMs, type } = rule;
  return JSON.stringify([
    type,
    rules,
    groupBy,
    [...aliases].map(([name, of]) => [name, ...of]),
    spanMs,
    condition,
  ]);
}

interface ReadSnapshot {
  readonly groups: readonly GroupState[];
  readonly newestAt: readonly (readonly [correlation: number, at: number])[];
  readonly counters: Readonly<Record<string, number>>;
  readonly dropped: number;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Reads what was saved, for the rules there are now. It comes from a disk: another version, a part of it or something
 * else altogether gives less state, never a crash.
 */
export function readSnapshot(saved: unknown, rules: readonly CorrelationRule[]): ReadSnapshot {
  if (!isMap(saved) || saved['version'] !== 2) return { groups: [], newestAt: [], counters: {}, dropped: 0 };
  const places = new Map(rules.map((rule, index) => [JSON.stringify([rule.id, fingerprintOf(rule)]), index]));
  const newestAt: [number, number][] = [];
  const now = listOf(saved['correlations']).map((each) => {
    if (!isMap(each)) return undefined;
    const place = places.get(JSON.stringify([each['id'], each['fingerprint']]));
    if (place !== undefined && isNumber(each['newestAt'])) newestAt.push([place, each['newestAt']]);
    return place;
  });
  const given = listOf(saved['groups']);
  const groups = given.flatMap((group) => readGroup(group, now) ?? []);
  const counters = ownAt(saved, 'counters');
  const counted = isMap(counters) ? Object.entries(counters).filter(([, count]) => isNumber(count)) : [];
  return {
    groups,
    newestAt,
    counters: Object.fromEntries(counted) as Record<string, number>,
    dropped: given.length - groups.length,
  };
}

function readGroup(given: unknown, now: readonly (number | undefined)[]): GroupState | null {
  if (!isMap(given) || !isNumber(given['correlation'])) return null;
  const correlation = now[given['correlation']];
  const { data, firstAt, gaps, members, newestAt, toldAt, values, ...more } = given as Readonly<
    Record<keyof GroupState, unknown>
  >;
  // What was saved before entries were marked goes on without marks.
  const marks = more.marks ?? null;
  const isWhole =
    correlation !== undefined &&
    isNumber(newestAt) &&
    isNumber(firstAt) &&
    (toldAt === null || isNumber(toldAt)) &&
    isListOf(values, (value) => typeof value === 'string') &&
    isListOf(gaps, (gap) => isNumber(gap) && gap >= 0) &&
    gaps.length > 0 &&
    (gaps as number[]).reduce((at, gap) => at + gap, firstAt) <= newestAt &&
    isColumn(members, gaps.length, (member) => Number.isInteger(member) && (member as number) >= 0) &&
    isColumn(data, gaps.length, (datum) => datum === null || typeof datum === 'string' || isNumber(datum)) &&
    isColumn(marks, gaps.length, (mark) => mark === null || Number.isSafeInteger(mark));
  return isWhole
    ? ({ correlation, values, newestAt, toldAt, firstAt, gaps, members, data, marks } as GroupState)
    : null;
}

function isListOf(given: unknown, is: (value: unknown) => boolean): given is readonly unknown[] {
  return Array.isArray(given) && given.every(is);
}

/** A column is as long as there are entries, or absent. */
function isColumn(given: unknown, length: number, is: (value: unknown) => boolean): boolean {
  return given === null || (isListOf(given, is) && given.length === length);
}
