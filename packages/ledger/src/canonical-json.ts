// SPDX-License-Identifier: Apache-2.0

/** What JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The canonical form of a JSON value (RFC 8785): members sorted by UTF-16 units, no blanks, numbers and strings
 * as ECMAScript writes them. The same value gives the same bytes everywhere.
 *
 * @example
 * ```ts
 * canonicalJson({ b: 1, a: [true, null] }); // '{"a":[true,null],"b":1}'
 * ```
 *
 * @throws RangeError for a number JSON cannot carry, or a string with a lone surrogate (RFC 8785 section 3.2.2.2)
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    return canonicalString(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot write ${value} as JSON: only finite numbers have a canonical form`);
    }
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  const members = Object.keys(value)
    .sort()
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

function canonicalString(value: string): string {
  if (/\p{Cs}/u.test(value)) {
    throw new RangeError('Cannot write a string with a lone surrogate as canonical JSON: replace it first');
  }
  return JSON.stringify(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
