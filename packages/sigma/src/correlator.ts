// SPDX-License-Identifier: Apache-2.0
import { type Aggregate, type Entry, emptyAggregate } from './aggregate.ts';
import type { CorrelationRule } from './correlation.ts';
import { CorrelationGroup, type GroupState, type Moment } from './correlation-group.ts';
import type { LinkedCorrelation, LinkedCorrelations, Member } from './correlation-link.ts';
import { type CorrelatorSnapshot, fingerprintOf, readSnapshot } from './correlator-snapshot.ts';
import { fieldOf } from './evaluate.ts';
import type { EventFields } from './event.ts';
import { routeOfEvent } from './logsource.ts';
import type { Route } from './route.ts';
import { TouchedGroups } from './touched-groups.ts';

/** A correlation that holds. */
export interface CorrelationHit {
  readonly rule: CorrelationRule;
  /** The fields it groups by, in its own names, with the values of the event that opened the group. */
  readonly group: readonly (readonly [field: string, value: string])[];
  /** Event times of the first and the last event of the window, in ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The count, sum or value that was compared. */
  readonly value: number;
  /** The events in the window that were marked, in the order of their times: the first and the last ones. */
  readonly restsOn: readonly { readonly at: number; readonly mark: number }[];
}

/** What a correlator may hold. Whatever has to go is counted, never gone in silence. */
export interface CorrelatorLimits {
  readonly groupsMax: number;
  /** Events that are remembered, in all groups and in one. */
  readonly entriesMax: number;
  readonly entriesPerGroupMax: number;
  /** How far an event may come behind the newest of its group. */
  readonly latenessMs: number;
  /** Longer values are told apart by their beginning, their length and a checksum. */
  readonly valueCharactersMax: number;
  /** Hits of correlations that one event may pass on to others. */
  readonly momentsPerEventMax: number;
  /** Events of a window that a hit names. */
  readonly restsOnMax: number;
}

export const correlatorLimits: CorrelatorLimits = {
  groupsMax: 100_000,
  entriesMax: 1_000_000,
  entriesPerGroupMax: 100_000,
  latenessMs: 300_000,
  valueCharactersMax: 256,
  momentsPerEventMax: 1_000,
  restsOnMax: 40,
};

/** What did not count, and why, since the beginning. */
export interface CorrelatorCounters {
  /** Groups forgotten although they could still have held, for want of room. */
  groupsEvicted: number;
  entriesEvicted: number;
  /** Events that came later than the allowance. */
  late: number;
  /** Events without a field the correlation groups by or looks at, or without a time. */
  incomplete: number;
  /** Moments that were not passed on to other correlations. */
  momentsCut: number;
}

export interface Restored {
  /** Groups taken over. */
  readonly restored: number;
  /** Groups of correlations that are gone or changed, or that were saved in another form. */
  readonly dropped: number;
}

export interface Correlator {
  readonly counters: Readonly<CorrelatorCounters>;
  /** Entries and groups held now. */
  readonly size: { readonly groups: number; readonly entries: number };
  /**
   * Takes an event that a rule holds for, once for each such rule.
   *
   * @param at event time in ms. Senders choose it: with `receivedAt` no event counts as later than it was received,
   *   so that a clock that runs ahead does not make everything after it late
   * @param known where it comes from, for who knows it already; and a mark by which a hit names it
   */
  take(
    ruleId: string,
    fields: EventFields,
    at: number,
    receivedAt?: number,
    known?: { readonly route: Route; readonly mark: number | null },
  ): CorrelationHit[];
  /** Forgets groups in which nothing can happen any more at this event time. */
  expire(now: number): void;
  /** Everything as plain JSON: what takes it over goes on as if nothing had happened. */
  snapshot(): CorrelatorSnapshot;
  /** Takes over what was saved, in place of what is held. What cannot be read is dropped and counted. */
  restore(saved: unknown): Restored;
}

/** Gives the value of a field of whatever was counted. */
type Values = (field: string) => unknown;

/** A member of a correlation, from the side of the rule it counts. */
interface Watch {
  readonly correlation: number;
  readonly member: number;
  readonly of: Member;
}

/**
 * Watches for correlations, by the times events have and not by when they come. State is kept per group; a group
 * tells of a hit once, and again when more than its time span has passed.
 */
export function createCorrelator(
  { correlations }: Pick<LinkedCorrelations, 'correlations'>,
  limits: CorrelatorLimits = correlatorLimits,
): Correlator {
  return new WindowCorrelator(correlations, limits);
}

class WindowCorrelator implements Correlator {
  readonly counters: CorrelatorCounters = {
    groupsEvicted: 0,
    entriesEvicted: 0,
    late: 0,
    incomplete: 0,
    momentsCut: 0,
  };
  readonly #correlations: readonly LinkedCorrelation[];
  readonly #limits: CorrelatorLimits;
  readonly #watches = new Map<string, Watch[]>();
  /** In the order they were last touched: the one at the front goes first. */
  readonly #groups = new TouchedGroups<CorrelationGroup>();
  /** Newest event time of each correlation. */
  readonly #newest: number[];
  #entries = 0;

  constructor(correlations: readonly LinkedCorrelation[], limits: CorrelatorLimits) {
    this.#correlations = correlations;
    this.#limits = limits;
    this.#newest = correlations.map(() => Number.NEGATIVE_INFINITY);
    correlations.forEach(({ members }, correlation) => {
      members.forEach((of, member) => {
        const list = this.#watches.get(of.id) ?? [];
        list.push({ correlation, member, of });
        this.#watches.set(of.id, list);
      });
    });
  }

  get size(): { readonly groups: number; readonly entries: number } {
    return { groups: this.#groups.size, entries: this.#entries };
  }

  take(
    ruleId: string,
    fields: EventFields,
    at: number,
    receivedAt?: number,
    known?: { readonly route: Route; readonly mark: number | null },
  ): CorrelationHit[] {
    if (!this.#watches.has(ruleId)) return [];
    if (!Number.isFinite(at)) {
      this.counters.incomplete += 1;
      return [];
    }
    const route = known?.route ?? routeOfEvent(fields);
    const values: Values = (field) => fieldOf(fields, route, field);
    const hits: CorrelationHit[] = [];
    const queue = [
      { id: ruleId, values, at: receivedAt === undefined ? at : Math.min(at, receivedAt), isHit: true },
    ];
    for (let next = 0; next < queue.length; next += 1) {
      const counted = queue[next] as (typeof queue)[number];
      for (const watch of this.#watches.get(counted.id) ?? []) {
        const { rule } = this.#ruleOf(watch);
        const isOfRules = rule.type === 'temporal' || rule.type === 'temporal_ordered';
        // A count counts hits; where rules are looked for, it matters that the inner one still holds.
        if (!counted.isHit && !isOfRules) continue;
        const found = this.#count(watch, counted.values, counted.at, known?.mark ?? null);
        if (found === null) continue;
        const { group, isHit, moment, restsOn } = found;
        if (isHit) hits.push({ rule, group, ...moment, restsOn });
        if (!this.#watches.has(rule.id)) continue;
        if (queue.length > this.#limits.momentsPerEventMax) {
          this.counters.momentsCut += 1;
          continue;
        }
        const named = new Map(group);
        queue.push({ id: rule.id, values: (field) => named.get(field), at: moment.lastAt, isHit });
      }
    }
    return hits;
  }

  #ruleOf({ correlation }: Watch): LinkedCorrelation {
    return this.#correlations[correlation] as LinkedCorrelation;
  }

  #count(
    watch: Watch,
    values: Values,
    at: number,
    mark: number | null,
  ): (Pick<CorrelationHit, 'group' | 'restsOn'> & { moment: Moment; isHit: boolean }) | null {
    const { rule } = this.#ruleOf(watch);
    const by = watch.of.groupFields.map((field) => this.#textOf(values(field)));
    const datum = this.#datumOf(watch, values);
    if (datum === undefined || by.includes(null)) {
      this.counters.incomplete += 1;
      return null;
    }
    const key = JSON.stringify([watch.correlation, ...by.map((text) => text?.toLowerCase())]);
    const group = this.#groupAt(key, watch.correlation, by as string[]);
    if (at < group.newestAt - this.#limits.latenessMs) {
      this.counters.late += 1;
      return null;
    }
    const newest = this.#newest[watch.correlation] as number;
    if (at > newest) this.#newest[watch.correlation] = at;
    const before = group.size;
    const moment = group.take({ at, member: watch.member, datum, mark });
    const isHit = moment !== null && group.tells(moment.lastAt);
    const held = isHit ? group.restsOn(this.#limits.restsOnMax) : [];
    this.counters.entriesEvicted += group.cutTo(this.#limits.entriesPerGroupMax);
    this.#entries += group.size - before;
    this.#makeRoom();
    if (moment === null) return null;
    const named = rule.groupBy.map((field, index) => [field, group.values[index] as string] as const);
    const restsOn = held.flatMap((entry) =>
      entry.mark === null ? [] : [{ at: entry.at, mark: entry.mark }],
    );
    return { group: named, moment, isHit, restsOn };
  }

  /** The value of a field, bounded; null for what is none. Longer ones keep a checksum, so that they stay apart. */
  #textOf(value: unknown): string | null {
    if (Array.isArray(value)) {
      const parts = value.map((each) => (Array.isArray(each) ? null : this.#textOf(each)));
      return parts.includes(null) ? null : this.#bounded(JSON.stringify(parts));
    }
    if (typeof value === 'string') return this.#bounded(value);
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
  }

  #bounded(text: string): string {
    const max = this.#limits.valueCharactersMax;
    if (text.length <= max) return text;
    let sum = 0x811c9dc5;
    for (let index = max; index < text.length; index += 1) {
      sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
    }
    return `${text.slice(0, max)}~${text.length}~${(sum >>> 0).toString(16)}`;
  }

  /** What an event brings to its window; undefined where it lacks it. */
  #datumOf(watch: Watch, values: Values): Entry['datum'] | undefined {
    const { type } = this.#ruleOf(watch).rule;
    const { valueFields } = watch.of;
    if (valueFields.length === 0) return null;
    if (type === 'value_count') {
      const texts = valueFields.map((field) => this.#textOf(values(field))?.toLowerCase() ?? null);
      return texts.includes(null) ? undefined : texts.length === 1 ? texts[0] : JSON.stringify(texts);
    }
    const value = values(valueFields[0] as string);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  #groupAt(key: string, correlation: number, values: readonly string[]): CorrelationGroup {
    return this.#groups.touch(key, () => this.#newGroup(correlation, values));
  }

  #newGroup(correlation: number, values: readonly string[]): CorrelationGroup {
    const linked = this.#correlations[correlation] as LinkedCorrelation;
    const empty = (): Aggregate => emptyAggregate(linked);
    return new CorrelationGroup(correlation, values, linked.rule.spanMs, this.#limits.latenessMs, empty);
  }

  #makeRoom(): void {
    while (
      this.#groups.size > 1 &&
      (this.#groups.size > this.#limits.groupsMax || this.#entries > this.#limits.entriesMax)
    ) {
      const [key, group] = this.#groups.first() as readonly [string, CorrelationGroup];
      if (!group.isOver(this.#newest[group.correlation] as number)) this.counters.groupsEvicted += 1;
      this.#forget(key, group);
    }
  }

  #forget(key: string, group: CorrelationGroup): void {
    this.#groups.delete(key);
    this.#entries -= group.size;
  }

  expire(now: number): void {
    for (const [key, group] of this.#groups) {
      if (group.isOver(now)) this.#forget(key, group);
    }
  }

  snapshot(): CorrelatorSnapshot {
    return {
      version: 2,
      correlations: this.#correlations.map(({ rule }, index) => ({
        id: rule.id,
        fingerprint: fingerprintOf(rule),
        newestAt: finiteOrNull(this.#newest[index] as number),
      })),
      groups: [...this.#groups].map(([, group]) => group.saved()),
      counters: { ...this.counters },
    };
  }

  restore(saved: unknown): Restored {
    const read = readSnapshot(
      saved,
      this.#correlations.map(({ rule }) => rule),
    );
    this.#groups.clear();
    this.#entries = 0;
    let restored = 0;
    let { dropped } = read;
    for (const [index, newestAt] of read.newestAt) this.#newest[index] = newestAt;
    for (const each of read.groups) {
      if (this.#restoreGroup(each)) restored += 1;
      else dropped += 1;
    }
    for (const name of Object.keys(this.counters) as (keyof CorrelatorCounters)[]) {
      this.counters[name] = read.counters[name] ?? 0;
    }
    this.#makeRoom();
    return { restored, dropped };
  }

  #restoreGroup(saved: GroupState): boolean {
    const linked = this.#correlations[saved.correlation];
    if (linked === undefined || saved.values.length !== linked.rule.groupBy.length) return false;
    if (saved.members?.some((member) => member >= linked.members.length) === true) return false;
    const group = this.#newGroup(saved.correlation, saved.values);
    group.restore(saved);
    const by = saved.values.map((value) => value.toLowerCase());
    const key = JSON.stringify([saved.correlation, ...by]);
    this.#groups.delete(key);
    this.#groups.touch(key, () => group);
    this.#entries += group.size;
    return true;
  }
}

const finiteOrNull = (number: number): number | null => (Number.isFinite(number) ? number : null);
