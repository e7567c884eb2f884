// SPDX-License-Identifier: Apache-2.0
import { type Allowance, cutText, setAttribute, takeName } from './attributes.ts';
import { targetOf } from './field-names.ts';
import type { Attribute, Draft, ReadHints } from './normal-form.ts';
import { take } from './take.ts';

const backslash = 92;
const quote = 34;

/**
 * Reads the structured part of RFC 5424: `-` or `[id name="value" …]…`. Its elements become attributes under their id;
 * values that fill an empty field are there as well.
 *
 * @returns where it ends; null when it does not follow the grammar, and then nothing was taken from the broken element
 */
export function readStructured(
  text: string,
  from: number,
  form: Draft,
  hints: ReadHints,
  allowance: Allowance,
): number | null {
  if (text.charCodeAt(from) === 45) return from + 1;
  let at = from;
  while (text.charCodeAt(at) === 91) {
    const idEnd = endOfName(text, at + 1);
    if (idEnd === at + 1) return null;
    const element: Record<string, Attribute> = {};
    const end = readParameters(text, idEnd, element, allowance);
    if (end === null) return null;
    if (takeName(allowance)) setAttribute(form.attributes, text.slice(at + 1, idEnd), element);
    fillFrom(form, element, hints);
    at = end;
  }
  return at === from ? null : at;
}

function readParameters(
  text: string,
  from: number,
  element: Record<string, Attribute>,
  allowance: Allowance,
): number | null {
  let at = from;
  while (text.charCodeAt(at) === 32) {
    const nameEnd = endOfName(text, at + 1);
    // Some senders leave a space before the bracket.
    if (nameEnd === at + 1 && text.charCodeAt(nameEnd) === 93) return nameEnd + 1;
    if (text.charCodeAt(nameEnd) !== 61 || text.charCodeAt(nameEnd + 1) !== quote) return null;
    const end = endOfValue(text, nameEnd + 2);
    if (end < 0) return null;
    const name = text.slice(at + 1, nameEnd);
    if (takeName(allowance)) addValue(element, name, cutText(unescaped(text.slice(nameEnd + 2, end))));
    at = end + 1;
  }
  return text.charCodeAt(at) === 93 ? at + 1 : null;
}

/** Longest name that is looked for: RFC 5424 says 32. */
const nameCharactersMax = 256;

function endOfName(text: string, from: number): number {
  const limit = Math.min(text.length, from + nameCharactersMax);
  let at = from;
  for (; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 61 || code === 93 || code === quote || code === 127) break;
  }
  return at;
}

function endOfValue(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return -1;
}

/** `\"`, `\\` and `\]` stand for the second character; any other backslash is itself. */
function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\\]])/g, '$1') : value;
}

/** A name that comes twice has a list of values. */
function addValue(element: Record<string, Attribute>, name: string, value: string): void {
  if (!Object.hasOwn(element, name)) {
    setAttribute(element, name, value);
    return;
  }
  const before = element[name] as Attribute;
  if (Array.isArray(before)) before.push(value);
  else setAttribute(element, name, [before, value]);
}

function fillFrom(form: Draft, element: Readonly<Record<string, Attribute>>, hints: ReadHints): void {
  for (const name of Object.keys(element)) {
    const target = targetOf(name);
    // Time, host and severity of the header are the sender's own; what an element calls so is about something else.
    if (target === null || target === 'time' || target === 'severity' || target === 'message') continue;
    take(form, target, element[name], hints);
  }
}
