// SPDX-License-Identifier: Apache-2.0
import { longestText } from './pattern.ts';
import type { Expression, Predicate } from './predicate.ts';

/**
 * Something that has to be in an event for a rule to hold: a whole value, the last part of a path, a text inside, or
 * just the field. `null` for the field means: in any text of the event.
 */
export interface Witness {
  readonly field: string | null;
  readonly kind: 'exact' | 'basename' | 'inside' | 'present';
  readonly text: string;
}

/** Shorter texts occur nearly everywhere. */
const INSIDE_CHARACTERS_MIN = 3;
/** Longer ones find nothing more, and cost room in the automaton. */
const INSIDE_CHARACTERS_MAX = 14;

/** Last parts of paths that everyday events are full of: they point at too many rules to be the better witness. */
const everyday = new Set(
  ['cmd', 'powershell', 'pwsh', 'rundll32', 'svchost', 'explorer', 'reg', 'net', 'wscript', 'cscript'].map(
    (name) => `${name}.exe`,
  ),
);

/** How rare a witness is likely to be; more is better. */
function worth({ field, kind, text }: Witness): number {
  switch (kind) {
    case 'exact':
      return field === 'EventID' || field === 'Provider_Name' ? 4 : 22 + Math.min(text.length, 10);
    case 'basename':
      return everyday.has(text) ? 9 : 20 + Math.min(text.length, 10);
    case 'inside':
      return Math.min(text.length, INSIDE_CHARACTERS_MAX) * 1.6;
    case 'present':
      return 1;
  }
}

const worthOf = (witnesses: readonly Witness[]) =>
  Math.min(...witnesses.map(worth)) - Math.log2(witnesses.length);

/**
 * Witnesses of which one at least is in every event that an expression holds for; null when there are none, as for
 * one that only denies.
 */
export function witnessesOf(expression: Expression): readonly Witness[] | null {
  switch (expression.kind) {
    case 'not':
      return null;
    case 'is':
      return witnessOf(expression.predicate);
    case 'or': {
      const each = expression.of.map(witnessesOf);
      return each.includes(null) ? null : distinct((each as Witness[][]).flat());
    }
    case 'and': {
      const each = expression.of.map(witnessesOf).filter((found) => found !== null);
      return each.length === 0
        ? null
        : each.reduce((best, next) => (worthOf(next) > worthOf(best) ? next : best));
    }
  }
}

function distinct(witnesses: readonly Witness[]): readonly Witness[] {
  return [...new Map(witnesses.map((each) => [`${each.field} ${each.kind} ${each.text}`, each])).values()];
}

function witnessOf({ field, test }: Predicate): readonly Witness[] | null {
  const present: readonly Witness[] | null = field === null ? null : [{ field, kind: 'present', text: '' }];
  switch (test.kind) {
    case 'null':
      return null;
    case 'exists':
      return test.isThere ? present : null;
    case 'text': {
      const text = test.text.toLowerCase();
      if (test.place === 'whole' && field !== null) return [{ field, kind: 'exact', text }];
      const slash = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));
      if (test.place === 'endswith' && field !== null && slash >= 0 && slash < text.length - 1) {
        return [{ field, kind: 'basename', text: text.slice(slash + 1) }];
      }
      return inside(field, text) ?? present;
    }
    case 'pattern':
      return inside(field, longestText(test.pattern).toLowerCase()) ?? present;
    case 'regex': {
      const each = test.regex.literals?.map((literal) => inside(field, literal)) ?? [];
      return each.length === 0 || each.includes(null) ? present : distinct((each as Witness[][]).flat());
    }
    default:
      return present;
  }
}

function inside(field: string | null, text: string): readonly Witness[] | null {
  return text.length < INSIDE_CHARACTERS_MIN
    ? null
    : [{ field, kind: 'inside', text: text.slice(0, INSIDE_CHARACTERS_MAX) }];
}
