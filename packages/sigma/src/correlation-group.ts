// SPDX-License-Identifier: Apache-2.0
import type { Aggregate, Entry } from './aggregate.ts';

/** A window in which a correlation holds. */
export interface Moment {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly value: number;
}

/**
 * A group as it is saved, in columns: a million entries are written every few seconds, and a list for each would cost
 * several times as much.
 */
export interface GroupState {
  readonly correlation: number;
  readonly values: readonly string[];
  readonly newestAt: number;
  readonly toldAt: number | null;
  readonly firstAt: number;
  /** Time since the entry before, in ms; one for each entry. */
  readonly gaps: readonly number[];
  /** Null when all are of the first member. */
  readonly members: readonly number[] | null;
  /** Null when none has a value. */
  readonly data: readonly Entry['datum'][] | null;
  /** Absent when none is marked. */
  readonly marks?: readonly Entry['mark'][] | null;
}

/** Entries are taken out of the list in pieces of this many: one by one would move all others each time. */
const COMPACTED_AFTER = 256;

/**
 * The events of one group, by their times. Entries older than the window stay for as long as a late event could still
 * make a window with them.
 */
export class CorrelationGroup {
  readonly correlation: number;
  readonly values: readonly string[];
  newestAt: number = Number.NEGATIVE_INFINITY;
  readonly #spanMs: number;
  readonly #latenessMs: number;
  readonly #empty: () => Aggregate;
  readonly #window: Aggregate;
  #entries: Entry[] = [];
  /** Of the list: before `#kept` all are gone, from `#open` on they are in the window. */
  #kept = 0;
  #open = 0;
  /** Of the list: the window that held last. */
  #held = { from: 0, to: 0 };
  #toldAt: number | null = null;

  constructor(
    correlation: number,
    values: readonly string[],
    spanMs: number,
    latenessMs: number,
    empty: () => Aggregate,
  ) {
    this.correlation = correlation;
    this.values = values;
    this.#spanMs = spanMs;
    this.#latenessMs = latenessMs;
    this.#empty = empty;
    this.#window = empty();
  }

  get size(): number {
    return this.#entries.length - this.#kept;
  }

  /** Takes an entry in. @returns the window it completes, the newest one before earlier ones */
  take(entry: Entry): Moment | null {
    if (entry.at >= this.newestAt) {
      this.#entries.push(entry);
      this.newestAt = entry.at;
      this.#window.add(entry);
      this.#slide();
      if (!this.#window.holds()) return null;
      return this.#moment(this.#window, { from: this.#open, to: this.#entries.length }, this.newestAt);
    }
    const place = this.#placeOf(entry.at, 'behind');
    this.#entries.splice(place, 0, entry);
    if (entry.at < this.newestAt - this.#spanMs) {
      this.#open += 1;
      return this.#earlierAnew(entry.at);
    }
    this.#window.add(entry);
    if (this.#window.holds()) {
      return this.#moment(this.#window, { from: this.#open, to: this.#entries.length }, this.newestAt);
    }
    // Most late events are a little late: what came since is taken back, and the rest need not be counted again.
    const newer = this.#entries.length - place;
    return newer < place - this.#open ? this.#earlierBack(entry.at) : this.#earlierAnew(entry.at);
  }

  /** Where a time goes among the entries that are kept: before those of the same time, or behind them. */
  #placeOf(at: number, side: 'before' | 'behind'): number {
    let low = this.#kept;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = (this.#entries[middle] as Entry).at;
      if (other < at || (side === 'behind' && other === at)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first window that holds, among those that end at a late event or up to a span after it. */
  #earlierAnew(at: number): Moment | null {
    const from = this.#placeOf(at - this.#spanMs, 'before');
    return this.#firstOf(this.#empty(), { from, to: from }, at);
  }

  /** The same, where the late event is in the newest window: that one goes back to it, and comes forward again. */
  #earlierBack(at: number): Moment | null {
    const window = this.#window;
    const edge = { from: this.#open, to: this.#entries.length };
    while (edge.to > edge.from && (this.#entries[edge.to - 1] as Entry).at >= at) {
      edge.to -= 1;
      window.remove(this.#entries[edge.to] as Entry);
    }
    while (edge.from > this.#kept && (this.#entries[edge.from - 1] as Entry).at >= at - this.#spanMs) {
      edge.from -= 1;
      window.add(this.#entries[edge.from] as Entry);
    }
    const found = this.#firstOf(window, edge, at);
    for (; edge.to < this.#entries.length; edge.to += 1) window.add(this.#entries[edge.to] as Entry);
    for (; edge.from < this.#open; edge.from += 1) window.remove(this.#entries[edge.from] as Entry);
    return found;
  }

  /** @param edge of what is in the window; it moves along */
  #firstOf(window: Aggregate, edge: { from: number; to: number }, at: number): Moment | null {
    while (edge.to < this.#entries.length) {
      const entry = this.#entries[edge.to] as Entry;
      if (entry.at > at + this.#spanMs) return null;
      window.add(entry);
      edge.to += 1;
      // Of equal times all are in the window that ends with them.
      if (entry.at < at || this.#entries[edge.to]?.at === entry.at) continue;
      while ((this.#entries[edge.from] as Entry).at < entry.at - this.#spanMs) {
        window.remove(this.#entries[edge.from] as Entry);
        edge.from += 1;
      }
      if (window.holds()) return this.#moment(window, edge, entry.at);
    }
    return null;
  }

  #moment(window: Aggregate, { from, to }: { from: number; to: number }, lastAt: number): Moment {
    this.#held = { from, to };
    return { firstAt: (this.#entries[from] as Entry).at, lastAt, value: window.value() };
  }

  /** What the window holds that `take` gave last: the first and the last ones. To be asked before anything else is. */
  restsOn(max: number): Entry[] {
    const { from, to } = this.#held;
    if (to - from <= max) return this.#entries.slice(from, to);
    const first = Math.ceil(max / 2);
    return [...this.#entries.slice(from, from + first), ...this.#entries.slice(to - (max - first), to)];
  }

  #slide(): void {
    const opensAt = this.newestAt - this.#spanMs;
    while ((this.#entries[this.#open] as Entry).at < opensAt) {
      this.#window.remove(this.#entries[this.#open] as Entry);
      this.#open += 1;
    }
    while ((this.#entries[this.#kept] as Entry).at < opensAt - this.#latenessMs) this.#kept += 1;
    this.#compact();
  }

  #compact(): void {
    if (this.#kept < COMPACTED_AFTER || this.#kept * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#kept);
    this.#open -= this.#kept;
    this.#kept = 0;
  }

  /** Lets the oldest entries go until so many are left. @returns how many went */
  cutTo(max: number): number {
    const cut = Math.max(this.size - max, 0);
    for (let count = 0; count < cut; count += 1) {
      if (this.#open === this.#kept) {
        this.#window.remove(this.#entries[this.#open] as Entry);
        this.#open += 1;
      }
      this.#kept += 1;
    }
    this.#compact();
    return cut;
  }

  /** Whether a window that ends then is told: not within a span of the last one. */
  tells(at: number): boolean {
    if (this.#toldAt !== null && Math.abs(at - this.#toldAt) <= this.#spanMs) return false;
    this.#toldAt = Math.max(at, this.#toldAt ?? at);
    return true;
  }

  /** Whether nothing of it can matter any more. */
  isOver(now: number): boolean {
    return Math.max(this.newestAt, this.#toldAt ?? this.newestAt) + this.#spanMs + this.#latenessMs < now;
  }

  saved(): GroupState {
    const gaps: number[] = [];
    const members: number[] = [];
    const data: Entry['datum'][] = [];
    const marks: Entry['mark'][] = [];
    const firstAt = this.#entries[this.#kept]?.at ?? this.newestAt;
    let before = firstAt;
    let [isOfMany, isValued, isMarked] = [false, false, false];
    for (let index = this.#kept; index < this.#entries.length; index += 1) {
      const { at, datum, mark, member } = this.#entries[index] as Entry;
      gaps.push(at - before);
      members.push(member);
      data.push(datum);
      marks.push(mark);
      before = at;
      isOfMany ||= member !== 0;
      isValued ||= datum !== null;
      isMarked ||= mark !== null;
    }
    const columns = { gaps, members: isOfMany ? members : null, data: isValued ? data : null };
    const { correlation, newestAt, values } = this;
    return {
      correlation,
      values,
      newestAt,
      toldAt: this.#toldAt,
      firstAt,
      ...columns,
      ...(isMarked ? { marks } : {}),
    };
  }

  restore({ data, firstAt, gaps, marks, members, newestAt, toldAt }: GroupState): void {
    this.newestAt = newestAt;
    this.#toldAt = toldAt;
    let at = firstAt;
    this.#entries = gaps.map((gap, index) => {
      at += gap;
      return {
        at,
        member: members?.[index] ?? 0,
        datum: data?.[index] ?? null,
        mark: marks?.[index] ?? null,
      };
    });
    this.#kept = 0;
    const open = this.#entries.findIndex((entry) => entry.at >= newestAt - this.#spanMs);
    this.#open = open < 0 ? this.#entries.length : open;
    for (let index = this.#open; index < this.#entries.length; index += 1) {
      this.#window.add(this.#entries[index] as Entry);
    }
  }
}
