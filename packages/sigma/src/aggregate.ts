// SPDX-License-Identifier: Apache-2.0
import type { CorrelationRule } from './correlation.ts';
import type { LinkedCorrelation } from './correlation-link.ts';
import { compares, type Expression } from './predicate.ts';

/** One counted event: when, by which member of the correlation, the value it brings, and where its owner finds it again. */
export interface Entry {
  readonly at: number;
  readonly member: number;
  readonly datum: string | number | null;
  readonly mark: number | null;
}

/** What a window holds, kept as events enter it and leave it: never counted anew. */
export interface Aggregate {
  add(entry: Entry): void;
  /** One that is in it, the oldest as well as the newest. */
  remove(entry: Entry): void;
  /** The count, sum or value that is compared; where rules are looked for, how many of them were seen. */
  value(): number;
  holds(): boolean;
}

/** An empty window of a correlation. */
export function emptyAggregate({ members, rule }: LinkedCorrelation): Aggregate {
  const { condition, type } = rule;
  if (condition.kind === 'seen') {
    const references = members.map(({ reference }) => reference);
    return new Seen(references, condition.of, type === 'temporal_ordered');
  }
  const isInside = (value: number) =>
    condition.bounds.every((bound) => compares(bound.operator, value, bound.number));
  switch (type) {
    case 'event_count':
      return new Distinct(isInside, () => null, true);
    case 'value_count':
      return new Distinct(isInside, ({ datum }) => datum, false);
    case 'temporal':
    case 'temporal_ordered':
      return new Distinct(isInside, ({ member }) => member, false);
    default:
      return new Numbers(isInside, numberTaken(rule, condition.percentile));
  }
}

/** Counts entries, or what is different among them. */
class Distinct implements Aggregate {
  readonly #counts = new Map<Entry['datum'], number>();
  readonly #isInside: (value: number) => boolean;
  readonly #of: (entry: Entry) => Entry['datum'];
  readonly #isEach: boolean;
  constructor(
    isInside: (value: number) => boolean,
    of: (entry: Entry) => Entry['datum'],
    /** Whether every entry counts, and not only different ones. */
    isEach: boolean,
  ) {
    this.#isInside = isInside;
    this.#of = of;
    this.#isEach = isEach;
  }

  add(entry: Entry): void {
    const key = this.#of(entry);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  remove(entry: Entry): void {
    const key = this.#of(entry);
    const count = this.#counts.get(key) ?? 0;
    if (count <= 1) this.#counts.delete(key);
    else this.#counts.set(key, count - 1);
  }

  value(): number {
    return this.#isEach ? (this.#counts.get(null) ?? 0) : this.#counts.size;
  }

  holds(): boolean {
    return this.#isInside(this.value());
  }
}

/** Whole numbers up to here add up without rounding, as many as a window holds. */
const EXACT_MAX = 2 ** 36;

/** Numbers in their order, with the sum of those that add up exactly. */
class Numbers implements Aggregate {
  readonly #sorted: number[] = [];
  readonly #isInside: (value: number) => boolean;
  readonly #take: (numbers: Numbers) => number;
  #exact = 0;
  #rounded = 0;
  constructor(isInside: (value: number) => boolean, take: (numbers: Numbers) => number) {
    this.#isInside = isInside;
    this.#take = take;
  }

  get count(): number {
    return this.#sorted.length;
  }

  /** Numbers that round are added anew, in their order: what leaves would otherwise leave its rounding behind. */
  get sum(): number {
    return this.#rounded === 0 ? this.#exact : this.#sorted.reduce((sum, each) => sum + each, 0);
  }

  /** The number at a rank, from 1. */
  ranked(rank: number): number {
    return this.#sorted[Math.min(Math.max(rank, 1), this.count) - 1] ?? Number.NaN;
  }

  add(entry: Entry): void {
    const number = Number(entry.datum);
    this.#sorted.splice(placeOf(this.#sorted, number), 0, number);
    this.#tally(number, 1);
  }

  remove(entry: Entry): void {
    const number = Number(entry.datum);
    this.#sorted.splice(placeOf(this.#sorted, number) - 1, 1);
    this.#tally(number, -1);
  }

  #tally(number: number, sign: 1 | -1): void {
    if (Number.isInteger(number) && Math.abs(number) <= EXACT_MAX) this.#exact += sign * number;
    else this.#rounded += sign;
  }

  value(): number {
    return this.#take(this);
  }

  holds(): boolean {
    return this.count > 0 && this.#isInside(this.value());
  }
}

function numberTaken(
  { type }: CorrelationRule,
  percentile: number | null,
): (numbers: { readonly count: number; readonly sum: number; ranked(rank: number): number }) => number {
  switch (type) {
    case 'value_avg':
      return ({ count, sum }) => sum / count;
    case 'value_median':
      return (numbers) => {
        const half = numbers.count / 2;
        return (numbers.ranked(Math.ceil(half)) + numbers.ranked(Math.floor(half) + 1)) / 2;
      };
    case 'value_percentile':
      // The nearest rank: a value that was really seen. A little is taken off for the rounding of the product.
      return (numbers) => numbers.ranked(Math.ceil(((percentile ?? 0) * numbers.count) / 100 - 1e-9));
    default:
      return ({ sum }) => sum;
  }
}

/** Which rules were seen, and when: for an order, the latest chain that ends in the window is looked for. */
class Seen implements Aggregate {
  readonly #times: number[][];
  readonly #members: ReadonlyMap<string, number>;
  readonly #of: Expression;
  /** Members in the order they have to come; null where any will do. */
  readonly #order: readonly number[] | null;
  constructor(references: readonly string[], of: Expression, isOrdered: boolean) {
    this.#times = references.map(() => []);
    this.#members = new Map(references.map((reference, member) => [reference, member]));
    this.#of = of;
    const asked = askedFor(of, true);
    this.#order = isOrdered
      ? references.flatMap((name, member) => (asked.includes(name) ? [member] : []))
      : null;
  }

  add({ at, member }: Entry): void {
    const times = this.#times[member] as number[];
    if ((times.at(-1) ?? at) <= at) times.push(at);
    else times.splice(placeOf(times, at), 0, at);
  }

  remove({ at, member }: Entry): void {
    const times = this.#times[member] as number[];
    if (times[0] === at) times.shift();
    else times.splice(placeOf(times, at) - 1, 1);
  }

  value(): number {
    return this.#times.filter((times) => times.length > 0).length;
  }

  holds(): boolean {
    return this.#isSo(this.#of) && (this.#order === null || this.#isOrdered(this.#order));
  }

  #isSo(of: Expression): boolean {
    switch (of.kind) {
      case 'is':
        return (this.#times[this.#members.get(of.predicate.field ?? '') ?? -1]?.length ?? 0) > 0;
      case 'not':
        return !this.#isSo(of.of);
      case 'and':
        return of.of.every((each) => this.#isSo(each));
      case 'or':
        return of.of.some((each) => this.#isSo(each));
    }
  }

  /** From the last rule back, each time the latest moment that still fits. Equal times may be in either order. */
  #isOrdered(order: readonly number[]): boolean {
    let before = Number.POSITIVE_INFINITY;
    for (let index = order.length - 1; index >= 0; index -= 1) {
      const times = this.#times[order[index] as number] as number[];
      if (times.length === 0) continue;
      const place = placeOf(times, before);
      if (place === 0) return false;
      before = times[place - 1] as number;
    }
    return true;
  }
}

/** The rules a condition wants to see, not those it wants not to. */
function askedFor(of: Expression, isWanted: boolean): string[] {
  switch (of.kind) {
    case 'is':
      return isWanted ? [of.predicate.field ?? ''] : [];
    case 'not':
      return askedFor(of.of, !isWanted);
    default:
      return of.of.flatMap((each) => askedFor(each, isWanted));
  }
}

/** Where a number goes in a sorted list: behind its equals. */
export function placeOf(sorted: readonly number[], number: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
