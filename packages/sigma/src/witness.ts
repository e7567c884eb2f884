// SPDX-License-Identifier: Apache-2.0
import { type IndexKey, indexKeyOf } from './field-index.ts';
import { rarityOf } from './pattern.ts';
import type { Expression, Predicate } from './predicate.ts';

/** A predicate that has to be true for a rule to hold: found by the index of its field, or asked whenever the field is there. */
export interface Witness {
  readonly predicate: Predicate;
  readonly how: 'found' | 'present';
}

/** What is less rare occurs nearly everywhere. */
const INSIDE_RARITY_MIN = 3;

/** Longer ones are hardly rarer. */
const RARITY_MAX = 14;

/** Last parts of paths that everyday events are full of: they point at too many rules to be the better witness. */
const everyday = new Set(
  ['cmd', 'powershell', 'pwsh', 'rundll32', 'svchost', 'explorer', 'reg', 'net', 'wscript', 'cscript'].map(
    (name) => `${name}.exe`,
  ),
);

/** How rare a witness is likely to be; more is better. */
function worth({ how, predicate }: Witness): number {
  const key = how === 'present' ? null : indexKeyOf(predicate);
  return key === null
    ? 1
    : Math.min(...key.texts.map((text) => worthOfText(predicate.field, key.kind, text)));
}

function worthOfText(field: string | null, kind: IndexKey['kind'], text: string): number {
  switch (kind) {
    case 'exact':
      return field === 'EventID' || field === 'Provider_Name' ? 4 : 22 + Math.min(text.length, 10);
    case 'basename':
      return everyday.has(text.slice(1)) ? 9 : 20 + Math.min(text.length, 10);
    case 'inside':
      return Math.min(rarityOf(text), RARITY_MAX) * 1.6;
  }
}

const worthOf = (witnesses: readonly Witness[]) =>
  Math.min(...witnesses.map(worth)) - Math.log2(witnesses.length);

/**
 * Witnesses of which one at least is true of every event that an expression holds for; null when there are none, as
 * for one that only denies.
 */
export function witnessesOf(expression: Expression): readonly Witness[] | null {
  switch (expression.kind) {
    case 'not':
      return null;
    case 'is':
      return witnessOf(expression.predicate);
    case 'or': {
      const each = expression.of.map(witnessesOf);
      return each.includes(null) ? null : (each as Witness[][]).flat();
    }
    case 'and': {
      const each = expression.of.map(witnessesOf).filter((found) => found !== null);
      return each.length === 0
        ? null
        : each.reduce((best, next) => (worthOf(next) > worthOf(best) ? next : best));
    }
  }
}

function witnessOf(predicate: Predicate): readonly Witness[] | null {
  const { field, test } = predicate;
  if (test.kind === 'null' || (test.kind === 'exists' && !test.isThere)) return null;
  const key = indexKeyOf(predicate);
  const isRare =
    key !== null && (key.kind !== 'inside' || key.texts.every((text) => rarityOf(text) >= INSIDE_RARITY_MIN));
  if (isRare) return [{ predicate, how: 'found' }];
  return field === null ? null : [{ predicate, how: 'present' }];
}
