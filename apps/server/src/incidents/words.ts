// SPDX-License-Identifier: Apache-2.0

/** Words looked at in one query, as a count: more of them narrow nothing a person would notice. */
const WORDS_MAX = 8;

/** What somebody typed, as ILIKE patterns that must all match. Their own % and _ stand for themselves. */
export function likePatterns(typed: string): string[] {
  const words = typed.split(/\s+/u).filter((word) => word !== '');
  return words.slice(0, WORDS_MAX).map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
}

/** Whether the trigram index can narrow these patterns: it needs three letters or digits in a row. */
export function haveTrigram(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => /[\p{L}\p{N}]{3}/u.test(pattern));
}
