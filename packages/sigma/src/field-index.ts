// SPDX-License-Identifier: Apache-2.0
import { type Automaton, buildAutomaton } from './automaton.ts';
import { folded, longestText, rarityOf } from './pattern.ts';
import type { Predicate } from './predicate.ts';

/** Where the index of a field finds a predicate: by a whole value, the last part of a path, or texts inside. */
export interface IndexKey {
  readonly kind: 'exact' | 'basename' | 'inside';
  /** One of them at least is in every value the predicate is true of. */
  readonly texts: readonly string[];
  /** Whether being found is the same as being true. */
  readonly isSure: boolean;
}

/** What is less rare occurs nearly everywhere: looking for it when asked is cheaper than being told each time. */
const INSIDE_RARITY_MIN = 2;
/** Longer texts find nothing more by their rest, and cost room. */
const INSIDE_CHARACTERS_MAX = 40;

const lastSlash = (text: string) => Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));

function inside(texts: readonly string[], isWhole: boolean): IndexKey | null {
  if (texts.length === 0 || texts.some((text) => rarityOf(text) < INSIDE_RARITY_MIN)) return null;
  const cut = texts.map((text) => text.slice(0, INSIDE_CHARACTERS_MAX));
  return { kind: 'inside', texts: cut, isSure: isWhole && texts[0] === cut[0] };
}

/** Where a predicate is found; null for one that has to be asked. */
export function indexKeyOf({ field, test }: Predicate): IndexKey | null {
  switch (test.kind) {
    case 'text': {
      const text = folded(test.text);
      const isSure = !test.isCased;
      if (test.place === 'whole' && field !== null) return { kind: 'exact', texts: [text], isSure };
      const slash = lastSlash(text);
      if (test.place === 'endswith' && slash >= 0 && slash < text.length - 1) {
        return { kind: 'basename', texts: [text.slice(slash)], isSure: isSure && slash === 0 };
      }
      return inside([text], isSure && test.place === 'contains');
    }
    case 'pattern':
      return inside([folded(longestText(test.pattern))], false);
    case 'regex':
      return inside(test.regex.literals ?? [], false);
    default:
      return null;
  }
}

/**
 * The predicates about one field by what a value has to hold. One walk over a value finds all that can be true: the
 * others are not, and need not be asked.
 */
export class FieldIndex {
  readonly #exact = new Map<string, number[]>();
  readonly #basename = new Map<string, number[]>();
  readonly #inside: Automaton | null;
  readonly #insidePredicates: readonly (readonly number[])[];
  readonly #texts: number[] = [];

  constructor(list: readonly { readonly key: IndexKey; readonly id: number }[]) {
    const inside = new Map<string, number[]>();
    const maps = { exact: this.#exact, basename: this.#basename, inside };
    for (const { id, key } of list) {
      for (const text of new Set(key.texts)) {
        const map = maps[key.kind];
        const ids = map.get(text);
        const told = key.isSure ? id : ~id;
        if (ids === undefined) map.set(text, [told]);
        else ids.push(told);
      }
    }
    this.#inside = inside.size === 0 ? null : buildAutomaton([...inside.keys()]);
    this.#insidePredicates = [...inside.values()];
  }

  /** Adds the numbers of what is true of a value in lower case, and the complement of those that may be. */
  find(lower: string, found: number[]): void {
    if (this.#exact.size > 0) {
      const ids = this.#exact.get(lower);
      if (ids !== undefined) for (const id of ids) found.push(id);
    }
    if (this.#basename.size > 0) {
      const slash = lastSlash(lower);
      const ids = slash < 0 ? undefined : this.#basename.get(lower.slice(slash));
      if (ids !== undefined) for (const id of ids) found.push(id);
    }
    if (this.#inside === null) return;
    this.#texts.length = 0;
    this.#inside.search(lower, this.#texts);
    for (const text of this.#texts) {
      for (const id of this.#insidePredicates[text] as readonly number[]) found.push(id);
    }
  }
}
