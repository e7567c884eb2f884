// SPDX-License-Identifier: Apache-2.0
import type { QuestionTexts } from './question-texts.ts';

/**
 * Words in four languages, a line each: `id | English | Dutch | French | German`. One line stays one line, so that a
 * translator compares what belongs together. A line that lacks a language is a fault here, not on a screen.
 */
export function wordsOf(lines: string): ReadonlyMap<string, QuestionTexts> {
  const rows = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [id, en, nl, fr, de, ...more] = line.split(' | ');
      if (id === undefined || en === undefined || nl === undefined || fr === undefined || de === undefined) {
        throw new Error(`Cannot read the words "${line}": a line has an id and four languages`);
      }
      if (more.length > 0) throw new Error(`Cannot read the words "${line}": a line has four languages`);
      return [id, { en, nl, fr, de }] as const;
    });
  const words = new Map(rows);
  if (words.size !== rows.length) throw new Error('Cannot read the words: two lines have the same id');
  return words;
}

/** The words of an id. @throws where nobody wrote them */
export function wordsFor(words: ReadonlyMap<string, QuestionTexts>, id: string): QuestionTexts {
  const found = words.get(id);
  if (found === undefined) throw new Error(`Cannot name "${id}": add its words in four languages`);
  return found;
}
