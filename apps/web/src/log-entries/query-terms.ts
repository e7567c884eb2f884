// SPDX-License-Identifier: Apache-2.0
import { parseQuery } from '@belfry/contract';

/** A field with one value, as the query language writes it. */
export function termOf(field: string, value: string): string {
  return /^[\p{L}\p{N}_.@/-]+$/u.test(value)
    ? `${field}:${value}`
    : `${field}:"${value.replaceAll(/[\\"]/g, '\\$&')}"`;
}

/** A query narrowed by a term, or by what is not it. What is joined by OR is held together first. */
export function narrowed(query: string, term: string, isNot = false): string {
  const added = isNot ? `NOT ${term}` : term;
  const before = query.trim();
  if (before === '') {
    return added;
  }
  const parsed = parseQuery(before);
  // What cannot be read is left to be mended first.
  if (parsed.mistake !== undefined) {
    return before;
  }
  if (before === added || before.endsWith(` AND ${added}`)) {
    return before;
  }
  return `${parsed.query.kind === 'or' ? `(${before})` : before} AND ${added}`;
}
