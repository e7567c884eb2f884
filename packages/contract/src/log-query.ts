// SPDX-License-Identifier: Apache-2.0
import { limits } from './limits.ts';
import { type QueryField, queryField } from './log-query-fields.ts';
import { comparable, type Order, readMatch, readRange } from './log-query-values.ts';

export { attributePrefix, queryFields } from './log-query-fields.ts';
export type { Order } from './log-query-values.ts';

/** A value in a query: moments are microseconds since 1970. */
export type QueryValue = string | number;

/** What is asked of one field. */
export type Match =
  | { readonly is: 'equal'; readonly value: QueryValue }
  | { readonly is: 'prefix'; readonly value: string }
  | { readonly is: 'exists' }
  | { readonly is: 'compare'; readonly order: Order; readonly value: QueryValue }
  /** Both ends belong to it; null is open. */
  | { readonly is: 'range'; readonly from: QueryValue | null; readonly to: QueryValue | null }
  | { readonly is: 'network'; readonly value: string };

/** A query as it was understood. The printed form of it, `printQuery`, is understood as the same. */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'text'; readonly text: string; readonly match: 'word' | 'phrase' | 'prefix' }
  /** `field` is a name of `queryFields`, or `attr.` and the name its sender gave. */
  | { readonly kind: 'field'; readonly field: string; readonly match: Match };

/** What a query can be wrong with; each has words in every language. */
export const queryMistakes = [
  'too_long',
  'too_deep',
  'too_many_terms',
  'quote_open',
  'bracket_open',
  'bracket_unexpected',
  'operand_missing',
  'value_missing',
  'field_unknown',
  'value_unknown',
  'order_impossible',
  'number_expected',
  'address_expected',
  'time_expected',
  'range_open',
  'star_not_last',
] as const;

/** A mistake, and where: `at` counts UTF-16 units from the start of the query. */
export interface QueryMistake {
  readonly code: (typeof queryMistakes)[number];
  readonly at: number;
  readonly length: number;
  /** The words it is about. */
  readonly text: string;
}
export type QueryParsed =
  | { readonly query: Query; readonly mistake?: never }
  | { readonly mistake: QueryMistake };

/** Carries a mistake out of the depth of the reader; never leaves this file and `log-query-values.ts`. */
class Mistaken extends Error {
  readonly mistake: QueryMistake;
  constructor(mistake: QueryMistake) {
    super(mistake.code);
    this.mistake = mistake;
  }
}

interface Reader {
  readonly text: string;
  at: number;
  terms: number;
  depth: number;
}

/**
 * Reads a query: words, "phrases", `field:value`, `field:val*`, `field:*`, `field>=n`, `field:[a TO b]`,
 * `src:10.0.0.0/8`, AND, OR, NOT, `-word`, parentheses; a backslash takes the next character as it is. Two terms side
 * by side are AND, which binds closer than OR. One pass, bounded in length, terms and depth.
 */
export function parseQuery(text: string): QueryParsed {
  const reader: Reader = { text, at: 0, terms: 0, depth: 0 };
  try {
    if (text.length > limits.logQueryCharactersMax) {
      fail(reader, 'too_long', limits.logQueryCharactersMax, text.length);
    }
    skipSpace(reader);
    if (reader.at >= text.length) return { query: { kind: 'all' } };
    const query = readOr(reader);
    if (reader.at < text.length) fail(reader, 'bracket_unexpected', reader.at, reader.at + 1);
    return { query };
  } catch (error) {
    if (error instanceof Mistaken) return { mistake: error.mistake };
    throw error;
  }
}

function fail(reader: Reader, code: QueryMistake['code'], from: number, to: number): never {
  const words = reader.text.slice(from, Math.min(to, from + 100));
  throw new Mistaken({ code, at: from, length: Math.max(to - from, 0), text: words });
}

const space = /\s/;
function skipSpace(reader: Reader): void {
  while (reader.at < reader.text.length && space.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

/** Takes an operator when it stands here as a word of its own. */
function takeOperator(reader: Reader, operator: 'AND' | 'OR' | 'NOT'): boolean {
  if (!reader.text.startsWith(operator, reader.at)) return false;
  const after = reader.text[reader.at + operator.length];
  if (after !== undefined && !space.test(after) && after !== '(' && after !== '"' && after !== ')')
    return false;
  reader.at += operator.length;
  skipSpace(reader);
  return true;
}

function readOr(reader: Reader): Query {
  const of = [readAnd(reader)];
  while (takeOperator(reader, 'OR')) of.push(readAnd(reader));
  return joined('or', of);
}

function readAnd(reader: Reader): Query {
  const of = [readUnary(reader)];
  for (;;) {
    const next = reader.text[reader.at];
    if (next === undefined || next === ')') break;
    const before = reader.at;
    if (takeOperator(reader, 'OR')) {
      reader.at = before;
      break;
    }
    takeOperator(reader, 'AND');
    of.push(readUnary(reader));
  }
  return joined('and', of);
}

function joined(kind: 'and' | 'or', of: readonly Query[]): Query {
  const only = of.length === 1 ? of[0] : undefined;
  return only ?? { kind, of };
}

function readUnary(reader: Reader): Query {
  const begin = reader.at;
  reader.depth += 1;
  if (reader.depth > limits.logQueryDepthMax) fail(reader, 'too_deep', begin, begin + 1);
  const query = readUnaryHere(reader);
  reader.depth -= 1;
  skipSpace(reader);
  return query;
}

function readUnaryHere(reader: Reader): Query {
  const begin = reader.at;
  const next = reader.text[begin];
  if (next === undefined || next === ')') fail(reader, 'operand_missing', begin, begin + 1);
  for (const operator of ['AND', 'OR'] as const) {
    if (takeOperator(reader, operator)) fail(reader, 'operand_missing', begin, begin + operator.length);
  }
  if (takeOperator(reader, 'NOT')) return { kind: 'not', of: readUnary(reader) };
  if (next === '-') {
    const after = reader.text[begin + 1];
    if (after === undefined || space.test(after)) fail(reader, 'operand_missing', begin, begin + 1);
    reader.at += 1;
    return { kind: 'not', of: readUnary(reader) };
  }
  if (next !== '(') return readTerm(reader);
  reader.at += 1;
  skipSpace(reader);
  const inner = readOr(reader);
  if (reader.text[reader.at] !== ')') fail(reader, 'bracket_open', begin, begin + 1);
  reader.at += 1;
  return inner;
}

/** A name before an operator: a letter first, so that `12:30` and `10.0.0.1` are words. */
const fieldHead = /(attr\.(?:\\.|[^\s\\"()[\]:<>*])+|[A-Za-z_][\w.-]*)(:|>=|<=|>|<)/sy;

function readTerm(reader: Reader): Query {
  reader.terms += 1;
  if (reader.terms > limits.logQueryTermsMax) fail(reader, 'too_many_terms', reader.at, reader.at + 1);
  fieldHead.lastIndex = reader.at;
  const head = fieldHead.exec(reader.text);
  if (head !== null) return readField(reader, head[1] ?? '', head[2] ?? '');
  const piece = readPiece(reader);
  if (piece.isPhrase) return { kind: 'text', text: piece.text, match: 'phrase' };
  if (piece.hasStar && piece.text === '') return { kind: 'all' };
  return { kind: 'text', text: piece.text, match: piece.hasStar ? 'prefix' : 'word' };
}

function readField(reader: Reader, written: string, operator: string): Query {
  const begin = reader.at;
  const field = queryField(written.startsWith('attr.') ? written.replaceAll(/\\(.)/gs, '$1') : written);
  if (field === null) fail(reader, 'field_unknown', begin, begin + written.length);
  reader.at += written.length + operator.length;
  skipSpace(reader);
  const next = reader.text[reader.at];
  if (next === undefined || next === ')') fail(reader, 'value_missing', begin, reader.at);
  const match = operator === ':' ? readEqual(reader, field) : readOrder(reader, field, operator);
  return { kind: 'field', field: field.name, match };
}

function readEqual(reader: Reader, field: QueryField): Match {
  if (reader.text[reader.at] === '[') return readRangeOf(reader, field);
  const begin = reader.at;
  const piece = readPiece(reader);
  if (piece.hasStar && piece.text === '') return { is: 'exists' };
  return checked(reader, begin, readMatch(field, piece));
}

function readOrder(reader: Reader, field: QueryField, operator: string): Match {
  const begin = reader.at;
  if (!comparable(field)) fail(reader, 'order_impossible', begin, begin + 1);
  const piece = readPiece(reader);
  if (piece.hasStar) fail(reader, 'star_not_last', begin, reader.at);
  return checked(reader, begin, readRange(field, operator, piece.text));
}

/** `[a TO b]`, where an end may be `*`. */
function readRangeOf(reader: Reader, field: QueryField): Match {
  const begin = reader.at;
  const end = reader.text.indexOf(']', begin);
  const inside = end < 0 ? null : /^\s*(\S+)\s+TO\s+(\S+)\s*$/.exec(reader.text.slice(begin + 1, end));
  if (inside === null) fail(reader, 'range_open', begin, end < 0 ? reader.text.length : end + 1);
  if (!comparable(field)) fail(reader, 'order_impossible', begin, end + 1);
  reader.at = end + 1;
  const bound = (written: string, order: Order): QueryValue | null => {
    if (written === '*') return null;
    const match = checked(reader, begin, readRange(field, order, unquoted(written)));
    return match.is === 'compare' ? match.value : null;
  };
  return { is: 'range', from: bound(inside[1] ?? '', '>='), to: bound(inside[2] ?? '', '<=') };
}

function unquoted(written: string): string {
  return written.replaceAll(/\\(.)|"/g, '$1');
}

function checked(reader: Reader, begin: number, match: Match | QueryMistake['code']): Match {
  if (typeof match === 'string') fail(reader, match, begin, reader.at);
  return match;
}

/** A word or phrase as it was meant: without quotes and escapes. */
export interface Piece {
  readonly text: string;
  readonly isPhrase: boolean;
  /** A star at its end. */
  readonly hasStar: boolean;
}

function readPiece(reader: Reader): Piece {
  return reader.text[reader.at] === '"' ? readPhrase(reader) : readWord(reader);
}

function readPhrase(reader: Reader): Piece {
  const begin = reader.at;
  let text = '';
  for (let at = begin + 1; at < reader.text.length; at += 1) {
    const character = reader.text[at];
    if (character === '"') {
      reader.at = at + 1;
      return { text, isPhrase: true, hasStar: false };
    }
    if (character === '\\') at += 1;
    text += reader.text[at] ?? '';
  }
  return fail(reader, 'quote_open', begin, reader.text.length);
}

function readWord(reader: Reader): Piece {
  const begin = reader.at;
  let text = '';
  let star = -1;
  for (; reader.at < reader.text.length; reader.at += 1) {
    const character = reader.text[reader.at] ?? '';
    if (space.test(character) || character === '(' || character === ')' || character === '"') break;
    if (star >= 0) fail(reader, 'star_not_last', star, star + 1);
    if (character === '*') {
      star = reader.at;
      continue;
    }
    if (character === '\\' && reader.at + 1 < reader.text.length) reader.at += 1;
    text += reader.text[reader.at] ?? '';
  }
  if (reader.at === begin) fail(reader, 'operand_missing', begin, begin + 1);
  return { text, isPhrase: false, hasStar: star >= 0 };
}
