// SPDX-License-Identifier: Apache-2.0

/** Words looked at in one query, as a count: more of them narrow nothing a person would notice. */
const WORDS_MAX = 8;

/**
 * What somebody typed, as ILIKE patterns that must all match. Their own % and _ stand for themselves. The index
 * knows words by three letters in a row, so one of one or two letters counts where a word begins; what has no letter
 * or digit at all is no word.
 *
 * @returns null when nothing was typed; no pattern when nothing of it can be looked for
 */
export function likePatterns(typed: string): string[] | null {
  const parts = typed.split(/\s+/u).filter((part) => part !== '');
  if (parts.length === 0) {
    return null;
  }
  const words = parts.filter((part) => /[\p{L}\p{N}]/u.test(part)).slice(0, WORDS_MAX);
  return words.map((word) => {
    const literal = word.replaceAll(/[\\%_]/g, '\\$&');
    return [...word].length < 3 ? `% ${literal}%` : `%${literal}%`;
  });
}

/** The reference of an incident somebody typed, whole or its beginning, as it is kept; null for other words. */
export function referenceBeginning(typed: string): string | null {
  const beginning = typed.trim().toUpperCase();
  return /^INC-\d*(-\d*)?$/.test(beginning) ? beginning : null;
}
