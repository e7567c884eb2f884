// SPDX-License-Identifier: Apache-2.0

/** What a modifier does to the comparison of a field with a value. */
export type ModifierKind =
  /** Where in the text the value may stand. */
  | 'place'
  /** How several values, or a whole item, count. */
  | 'logic'
  /** How text is compared. */
  | 'text'
  /** The value is a pattern, or a flag of one. */
  | 'pattern'
  /** The value is turned into other bytes before it is compared. */
  | 'encoding'
  /** Both are numbers. */
  | 'number'
  /** The number is taken out of a date. */
  | 'date'
  /** The value is a network. */
  | 'network'
  /** The value is the name of another field. */
  | 'field'
  /** The value holds names that the operator fills in. */
  | 'placeholder';

/**
 * The modifiers of Sigma 2.1, a closed list (appendix "Modifiers"). An unknown one is an error and never ignored:
 * a rule that is read more loosely than it was written finds the wrong things, or nothing, and says neither.
 */
export const sigmaModifiers = {
  contains: 'place',
  startswith: 'place',
  endswith: 'place',
  all: 'logic',
  neq: 'logic',
  exists: 'logic',
  cased: 'text',
  windash: 'text',
  re: 'pattern',
  i: 'pattern',
  m: 'pattern',
  s: 'pattern',
  base64: 'encoding',
  base64offset: 'encoding',
  wide: 'encoding',
  utf16: 'encoding',
  utf16le: 'encoding',
  utf16be: 'encoding',
  gt: 'number',
  gte: 'number',
  lt: 'number',
  lte: 'number',
  minute: 'date',
  hour: 'date',
  day: 'date',
  week: 'date',
  month: 'date',
  year: 'date',
  cidr: 'network',
  fieldref: 'field',
  expand: 'placeholder',
} as const satisfies Record<string, ModifierKind>;

export type SigmaModifier = keyof typeof sigmaModifiers;

/** Whether a word after the bar of a field name is a modifier of Sigma 2.1. Names of Object.prototype are not. */
export function isSigmaModifier(word: string): word is SigmaModifier {
  return Object.hasOwn(sigmaModifiers, word);
}
