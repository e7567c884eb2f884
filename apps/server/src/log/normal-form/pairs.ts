// SPDX-License-Identifier: Apache-2.0
import { newAllowance } from './attributes.ts';
import { takePair } from './json-fields.ts';
import type { Draft, ReadHints } from './normal-form.ts';

/** What a pair is handed to: its name, its value without quotes, and the quote it stood in (0 for none). */
type OnPair = (name: string, value: string, quote: number) => void;

/** Names longer than this are no names, but text with an equals sign in it. */
const nameCharactersMax = 128;

function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

/** A blank, or the separator between a record of the audit system and what its names mean. */
const isBlank = (code: number) => code <= 32;

/**
 * Walks `name=value name="value" name='value'`; text that is no pair is passed over. Each character is looked at a
 * bounded number of times.
 */
export function eachPair(text: string, from: number, onPair: OnPair): void {
  let at = from;
  while (at < text.length) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
    const nameAt = at;
    while (at < text.length && at - nameAt <= nameCharactersMax && isNameCode(text.charCodeAt(at))) at += 1;
    if (at === nameAt || text.charCodeAt(at) !== 61) {
      while (at < text.length && !isBlank(text.charCodeAt(at))) at += 1;
      continue;
    }
    const name = text.slice(nameAt, at);
    const quote = text.charCodeAt(at + 1);
    if (quote === 34 || quote === 39) {
      const end = closingQuote(text, at + 2, quote);
      const value = text.slice(at + 2, end);
      onPair(name, quote === 34 && value.includes('\\') ? value.replace(/\\(["\\])/g, '$1') : value, quote);
      at = end + 1;
    } else {
      const valueAt = at + 1;
      at = valueAt;
      while (at < text.length && !isBlank(text.charCodeAt(at))) at += 1;
      // Some separate by a comma and a blank.
      const end = text.charCodeAt(at - 1) === 44 ? at - 1 : at;
      onPair(name, text.slice(valueAt, end), 0);
    }
  }
}

function closingQuote(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92 && quote === 34) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}

/** Pairs a line needs before it is taken for one of pairs: a sentence may hold an equals sign as well. */
const pairsMin = 3;

/** Reads firewalls and loggers that write pairs: names that are known fill fields. False when the text is prose. */
export function readPairs(text: string, form: Draft, hints: ReadHints): boolean {
  if (!looksLikePairs(text)) return false;
  const allowance = newAllowance();
  const message = form.message;
  form.message = null;
  eachPair(text, 0, (name, value) => takePair(form, name, value, hints, allowance));
  form.message ??= message;
  return true;
}

/** Looks at the first part only: what starts as pairs goes on as pairs. */
export function looksLikePairs(text: string): boolean {
  const first = text.indexOf('=');
  if (first <= 0) return false;
  const part = text.slice(0, 512);
  let pairs = 0;
  for (let at = part.indexOf('='); at >= 0 && pairs < pairsMin; at = part.indexOf('=', at + 1)) {
    if (isNameCode(part.charCodeAt(at - 1))) pairs += 1;
  }
  return pairs >= pairsMin;
}
