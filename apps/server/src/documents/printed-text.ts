// SPDX-License-Identifier: Apache-2.0

/** A line as it is printed. */
export interface PrintedLine {
  readonly text: string;
  /** Whether it is written from right to left. */
  readonly rtl: boolean;
}

/** A word longer than a line would run off the page; a digest of 64 letters still fits. */
const WORD_CHARACTERS_MAX = 66;
const REPLACEMENT = '\uFFFD';
const rightToLeft =
  /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Text as paper can show it: control characters become visible, and marks that turn the direction of writing are
 * left out, because a sentence that reads differently from what was approved is no evidence.
 */
export function printedText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\uFEFF]/gu, '')
    .replaceAll(/[\p{Cc}\p{Co}\p{Cn}\u2028\u2029]/gu, (one) =>
      one === '\n' ? one : one === '\t' ? '    ' : REPLACEMENT,
    );
}

/** The lines of a text, none of which can run off the page. */
export function printedLines(text: string): PrintedLine[] {
  return printedText(text)
    .trim()
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ text: breakable(line), rtl: rightToLeft.test(line) }));
}

/** One line of text, for a heading or a cell. */
export function printedWords(text: string): string {
  return breakable(printedText(text).replaceAll(/\s+/g, ' ').trim());
}

function breakable(line: string): string {
  return line.replaceAll(new RegExp(`\\S{${WORD_CHARACTERS_MAX},}`, 'gu'), (word) =>
    [...word].reduce(
      (broken, one, place) => `${broken}${place > 0 && place % 8 === 0 ? '\u200B' : ''}${one}`,
      '',
    ),
  );
}

/**
 * The letters our own fonts have: Latin, Greek, Cyrillic, Hebrew and common signs. Everything else is told by its code
 * point, which says more than an empty box, and which a screen reader can say.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(
      /[^\n\u0020-\u007E\u00A0-\u024F\u0370-\u03FF\u0400-\u045F\u0490-\u04FF\u05D0-\u05EA\u1E00-\u1EFF\u200B\u2010-\u2015\u2018-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u20AC\u2122\u2190-\u2193\u2212]/gu,
      (one) => `[U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
