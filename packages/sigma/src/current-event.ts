// SPDX-License-Identifier: Apache-2.0
import { besideOf, type EventFields, fieldAt, isTextIn } from './event.ts';
import { FieldIndex, type IndexKey, indexKeyOf } from './field-index.ts';
import { folded } from './pattern.ts';
import {
  areFieldsAlike,
  type Expression,
  isText,
  keyOfPredicate,
  type Predicate,
  textOf,
} from './predicate.ts';

export type Ask = () => boolean;

/** What a predicate is known to be, beside the number of the event it is known for. */
const YES = 1;
const MAYBE = 2;
const NO = 3;
/** Room for those beside the number. */
const NEXT_ROUND = 4;

/** The slot of keywords: every text of the event. */
export const WORDS = 0;

/** Room of slots and predicates, filled once by `ready`. */
interface Prepared {
  readonly indexes: readonly (FieldIndex | null)[];
  readonly slotOf: Int32Array;
  readonly isIndexed: Uint8Array;
  readonly answers: Uint32Array;
  readonly loaded: Uint32Array;
  readonly searched: Uint32Array;
  readonly lowered: Uint32Array;
}

/**
 * The event being looked at: the fields rules ask about in numbered slots, and what is known of each predicate. A
 * stamp says whether something is of this event, so that nothing has to be cleared between two.
 */
export class CurrentEvent {
  fields: EventFields = {};
  /** Its names, listed once: an object with many names takes long to tell them. */
  #keys: readonly string[] = [];
  /** Slots the event has. */
  readonly slots: number[] = [];
  readonly #slots = new Map<string, number>();
  readonly #names: string[] = [''];
  readonly #values: unknown[] = [undefined];
  readonly #lowers: (string | readonly string[])[] = [''];
  readonly #ids = new Map<string, number>();
  readonly #asked: { readonly slot: number; readonly key: IndexKey | null; readonly ask: Ask }[] = [];
  readonly #found: number[] = [];
  #of: Prepared = prepared([], 1);
  #round = 0;

  slotOf(name: string | null): number {
    if (name === null) return WORDS;
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const slot = this.#names.push(name) - 1;
    this.#slots.set(name, slot);
    this.#values.push(undefined);
    this.#lowers.push('');
    return slot;
  }

  get slotCount(): number {
    return this.#names.length;
  }

  /** The slot of a field, if any rule asks about it. */
  knownSlot(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** The number of a predicate: the same one in many rules is asked once for each event. */
  idOf(predicate: Predicate): number {
    const key = keyOfPredicate(predicate);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const slot = this.slotOf(predicate.field);
    const id = this.#asked.push({ slot, key: indexKeyOf(predicate), ask: this.#askOf(predicate, slot) }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  /** Ends compiling: what was asked for so far is indexed. */
  ready(): void {
    this.#of = prepared(this.#asked, this.#names.length);
    // Only numbers are needed from here.
    this.#ids.clear();
  }

  load(
    fields: EventFields,
    dotted: readonly number[],
    aliases: readonly (readonly [number, string])[],
  ): void {
    this.fields = fields;
    this.slots.length = 0;
    this.#round += NEXT_ROUND;
    if (this.#round > 0xffff_fff0) this.#startOver();
    this.#keys = Object.keys(fields);
    for (const key of this.#keys) {
      const slot = this.#slots.get(key);
      if (slot !== undefined) this.#put(slot, fields[key]);
      else if (key.includes(' ')) this.#putBlank(key, fields[key]);
    }
    for (const slot of dotted) {
      if (this.has(slot)) continue;
      const value = fieldAt(fields, this.#names[slot] as string);
      if (value !== undefined) this.#put(slot, value);
    }
    for (const [to, from] of aliases) {
      if (this.has(to)) continue;
      const value = fieldAt(fields, from);
      if (value !== undefined) this.#put(to, value);
    }
  }

  /** Calls for every text its sender wrote, as `anyText` does. @returns whether one said yes */
  anyText(says: (text: string) => boolean): boolean {
    const sent = Math.min(besideOf(this.fields)?.sentNames ?? this.#keys.length, this.#keys.length);
    for (let index = 0; index < sent; index += 1) {
      if (isTextIn(this.fields[this.#keys[index] as string], says, 1)) return true;
    }
    return false;
  }

  #startOver(): void {
    this.#round = NEXT_ROUND;
    for (const stamps of [this.#of.answers, this.#of.loaded, this.#of.searched, this.#of.lowered]) {
      stamps.fill(0);
    }
  }

  #put(slot: number, value: unknown): void {
    this.#values[slot] = value;
    if (this.#of.loaded[slot] === this.#round) return;
    this.#of.loaded[slot] = this.#round;
    this.slots.push(slot);
  }

  /** Blanks of a name count for nothing, behind the name written without. */
  #putBlank(key: string, value: unknown): void {
    const name = key.replaceAll(' ', '');
    const slot = this.#slots.get(name);
    if (slot !== undefined && !Object.hasOwn(this.fields, name) && !this.has(slot)) this.#put(slot, value);
  }

  has(slot: number): boolean {
    return this.#of.loaded[slot] === this.#round;
  }

  /** The value of a slot in lower case; several for a list. */
  #lower(slot: number): string | readonly string[] {
    if (this.#of.lowered[slot] !== this.#round) {
      const value = this.#values[slot];
      this.#of.lowered[slot] = this.#round;
      this.#lowers[slot] =
        typeof value === 'string'
          ? folded(value)
          : Array.isArray(value)
            ? value.flatMap((each) => foldedOf(each) ?? [])
            : (foldedOf(value) ?? []);
    }
    return this.#lowers[slot] as string | readonly string[];
  }

  /** Runs the index of a slot. @returns numbers of predicates that are true, complements of those that may be */
  search(slot: number): readonly number[] {
    const { answers, indexes, searched } = this.#of;
    const found = this.#found;
    found.length = 0;
    searched[slot] = this.#round;
    const index = indexes[slot] ?? null;
    if (index === null) return found;
    if (slot === WORDS) {
      this.anyText((text) => {
        index.find(folded(text), found);
        return false;
      });
    } else if (this.has(slot)) {
      const lower = this.#lower(slot);
      if (typeof lower === 'string') index.find(lower, found);
      else for (const each of lower) index.find(each, found);
    }
    for (const told of found) {
      if (told >= 0) answers[told] = this.#round + YES;
      else if (answers[~told] !== this.#round + YES) answers[~told] = this.#round + MAYBE;
    }
    return found;
  }

  /** Whether a predicate is true of the event. */
  is(id: number): boolean {
    const { answers, isIndexed, searched, slotOf } = this.#of;
    let known = (answers[id] as number) - this.#round;
    if (isIndexed[id] === 1) {
      const slot = slotOf[id] as number;
      if (searched[slot] !== this.#round) {
        this.search(slot);
        known = (answers[id] as number) - this.#round;
      }
      // What the index did not find is not there.
      if (known !== YES && known !== MAYBE) return false;
    }
    if (known === YES) return true;
    if (known === NO) return false;
    const is = (this.#asked[id] as { ask: Ask }).ask();
    answers[id] = this.#round + (is ? YES : NO);
    return is;
  }

  #askOf({ field, test }: Predicate, slot: number): Ask {
    if (field === null) return () => this.anyText((text) => isText(test, text, folded(text)));
    switch (test.kind) {
      case 'exists':
        return () => this.has(slot) === test.isThere;
      case 'null':
        return () => !this.has(slot) || this.#values[slot] === null;
      case 'field': {
        const other = this.slotOf(test.other);
        return () =>
          this.has(slot) &&
          this.has(other) &&
          this.#someText(slot, (text) => {
            const beside = textOf(this.#values[other]);
            return beside !== null && areFieldsAlike(test.place, text, beside);
          });
      }
      default:
        return () => {
          if (!this.has(slot)) return false;
          const value = this.#values[slot];
          if (typeof value === 'string') return isText(test, value, this.#lower(slot) as string);
          return this.#someText(slot, (text) => isText(test, text, folded(text)));
        };
    }
  }

  #someText(slot: number, says: (text: string) => boolean): boolean {
    const value = this.#values[slot];
    const members = Array.isArray(value) ? value : [value];
    return members.some((member) => {
      const text = textOf(member);
      return text !== null && says(text);
    });
  }

  /** Slots of a rule whose names have dots: those are looked for along a path when no key is called so. */
  dottedIn(expression: Expression): number[] {
    switch (expression.kind) {
      case 'is': {
        const { field, test } = expression.predicate;
        const names = [field ?? '', test.kind === 'field' ? test.other : ''];
        return names.flatMap((name) => (name.includes('.') ? [this.slotOf(name)] : []));
      }
      case 'not':
        return this.dottedIn(expression.of);
      default:
        return expression.of.flatMap((each) => this.dottedIn(each));
    }
  }
}

function foldedOf(value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : folded(text);
}

function prepared(
  asked: readonly { readonly slot: number; readonly key: IndexKey | null }[],
  slots: number,
): Prepared {
  const lists = Array.from({ length: slots }, (): { key: IndexKey; id: number }[] => []);
  asked.forEach(({ key, slot }, id) => {
    if (key !== null) lists[slot]?.push({ key, id });
  });
  return {
    indexes: lists.map((list) => (list.length === 0 ? null : new FieldIndex(list))),
    slotOf: Int32Array.from(asked, ({ slot }) => slot),
    isIndexed: Uint8Array.from(asked, ({ key }) => (key === null ? 0 : 1)),
    answers: new Uint32Array(asked.length),
    loaded: new Uint32Array(slots),
    searched: new Uint32Array(slots),
    lowered: new Uint32Array(slots),
  };
}
