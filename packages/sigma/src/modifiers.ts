// SPDX-License-Identifier: Apache-2.0

/**
 * The modifiers of Sigma 2.1, a closed list (appendix "Modifiers"), by what they do to the comparison of a field
 * with a value. An unknown one is an error and never ignored: a rule that is read more loosely than it was written
 * finds the wrong things, or nothing, and says neither.
 */
export const sigmaModifiers = {
  /** Where in the text the value may stand. */
  place: ['contains', 'startswith', 'endswith'],
  /** How several values, or a whole item, count. */
  logic: ['all', 'neq', 'exists'],
  /** How text is compared. */
  text: ['cased', 'windash'],
  /** The value is a pattern, or this is a flag of one. */
  pattern: ['re', 'i', 'm', 's'],
  /** The value is turned into other bytes before it is compared. */
  encoding: ['base64', 'base64offset', 'wide', 'utf16', 'utf16le', 'utf16be'],
  /** Both sides are numbers. */
  number: ['gt', 'gte', 'lt', 'lte'],
  /** A number is taken out of a date. */
  date: ['minute', 'hour', 'day', 'week', 'month', 'year'],
  /** The value is a network. */
  network: ['cidr'],
  /** The value is the name of another field. */
  field: ['fieldref'],
  /** The value holds names that the operator fills in. */
  placeholder: ['expand'],
} as const;

export type ModifierKind = keyof typeof sigmaModifiers;
export type SigmaModifier = (typeof sigmaModifiers)[ModifierKind][number];

const kinds: ReadonlyMap<string, ModifierKind> = new Map(
  (Object.keys(sigmaModifiers) as ModifierKind[]).flatMap((kind) =>
    sigmaModifiers[kind].map((name) => [name, kind] as const),
  ),
);

/** Whether a word after the bar of a field name is a modifier of Sigma 2.1. */
export function isSigmaModifier(word: string): word is SigmaModifier {
  return kinds.has(word);
}

/** What a modifier does, or null for a word that is none. */
export function modifierKind(word: string): ModifierKind | null {
  return kinds.get(word) ?? null;
}
