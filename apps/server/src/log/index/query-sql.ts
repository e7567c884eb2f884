// SPDX-License-Identifier: Apache-2.0
import { attributePrefix, type Match, type Query, type QueryValue, queryFields } from '@belfry/contract';
import type { EngineValue, Statement } from './engine.ts';
import { microseconds } from './row.ts';
import type { Scope } from './search-shapes.ts';
import { fieldColumns } from './table.ts';

/** Values bound to places of a statement. No text of a person ever stands in the statement itself. */
export interface Bindings {
  readonly parameters: Record<string, EngineValue>;
  /** Binds a value and returns its place. */
  text(value: string): string;
  whole(value: number): string;
  float(value: number): string;
}

export function newBindings(): Bindings {
  const parameters: Record<string, EngineValue> = {};
  const bind = (value: EngineValue, type: string) => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `{${name}:${type}}`;
  };
  return {
    parameters,
    // A lone surrogate is no UTF-8, and would be replaced on its way anyhow.
    text: (value) => bind(value.toWellFormed(), 'String'),
    whole: (value) => bind(value, 'Int64'),
    float: (value) => bind(value, 'Float64'),
  };
}

/** What a query means over the rows of the table. */
export function conditionOf(query: Query, bindings: Bindings): string {
  switch (query.kind) {
    case 'all':
      return '1';
    case 'and':
      return `(${query.of.map((one) => conditionOf(one, bindings)).join(' AND ')})`;
    case 'or':
      return `(${query.of.map((one) => conditionOf(one, bindings)).join(' OR ')})`;
    case 'not':
      return `NOT (${conditionOf(query.of, bindings)})`;
    case 'text':
      return words('text', query.text, query.match === 'prefix', bindings);
    case 'field':
      return fieldCondition(query.field, query.match, bindings);
  }
}

/** What the index calls a word: letters and digits, and everything beyond ASCII. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}\u0080-\u{10ffff}]+/gu) ?? [];

/**
 * One word is looked up, several stand in this order. Marks alone are no words: they are looked for as they are. The
 * same function is asked with and without an index, so that an index can never change what is found.
 */
function words(column: string, text: string, isPrefix: boolean, bindings: Bindings): string {
  const lower = column === 'text' ? 'lowerUTF8(`text`)' : `lowerUTF8(${column})`;
  if (isPrefix) {
    const place = bindings.text(text);
    const anywhere = bindings.text(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
    // A word that begins so: the engine's own expressions run in linear time, and the text is quoted for them. Before
    // it what the index can answer from its words alone: where no word holds these letters, no entry is read.
    return `(${lower} LIKE lowerUTF8(${anywhere})
AND match(${lower}, concat('(?:^|[^0-9a-z\\x80-\\xff])', regexpQuoteMeta(lowerUTF8(${place})))))`;
  }
  const found = wordsOf(text);
  const place = bindings.text(text);
  if (found.length === 0) return `position(${column === 'text' ? '`text`' : column}, ${place}) > 0`;
  return found.length === 1 && found[0] === text
    ? `hasAllTokens(${lower}, lowerUTF8(${place}))`
    : `(hasPhrase(${lower}, lowerUTF8(${place})))`;
}

const kinds = new Map(queryFields.map(({ kind, name }) => [name, kind]));
/** Columns that stand under another name than the field. */
const columnOf: Readonly<Record<string, string>> = { time: 'at', message: 'message' };
/** Columns that hold few values, written as they are compared. */
const exact = new Set([
  'stream',
  'transport',
  'format',
  'parse',
  'clock',
  'source',
  'status',
  'eventClass',
  'timeQuality',
]);

function fieldCondition(field: string, match: Match, bindings: Bindings): string {
  if (field.startsWith(attributePrefix)) {
    return attributeCondition(field.slice(attributePrefix.length), match, bindings);
  }
  const kind = kinds.get(field);
  if (kind === undefined) throw new RangeError(`Cannot ask for field "${field}": it is none`);
  const column = `\`${columnOf[field] ?? field}\``;
  if (match.is === 'exists')
    return kind === 'number' ? `isNotNull(${column})` : kind === 'time' ? '1' : `${column} != ''`;
  if (kind === 'number' || kind === 'time') return ordered(column, match, bindings, kind);
  if (kind === 'address') return addressCondition(field, match, bindings);
  if (match.is === 'prefix') {
    return kind === 'text'
      ? words(column, match.value, true, bindings)
      : `startsWith(lowerUTF8(${column}), lowerUTF8(${bindings.text(match.value)}))`;
  }
  const value = match.is === 'equal' ? String(match.value) : '';
  if (kind === 'text') return inText(column, value, bindings);
  return exact.has(field)
    ? `${column} = ${bindings.text(value)}`
    : `lowerUTF8(${column}) = lowerUTF8(${bindings.text(value)})`;
}

/** Words of a column without an index of its own stand in the indexed text too: that is looked at first. */
function inText(column: string, value: string, bindings: Bindings): string {
  return wordsOf(value).length === 0
    ? words(column, value, false, bindings)
    : `(${words('text', value, false, bindings)} AND ${words(column, value, false, bindings)})`;
}

const orders = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function ordered(column: string, match: Match, bindings: Bindings, kind: 'number' | 'time'): string {
  const place = (value: QueryValue) =>
    kind === 'time' || Number.isSafeInteger(value)
      ? bindings.whole(Number(value))
      : bindings.float(Number(value));
  // What has no number is neither smaller nor larger, and NOT of it must still find it.
  const sure = (condition: string) => `ifNull(${condition}, 0)`;
  if (match.is === 'equal') return sure(`${column} = ${place(match.value)}`);
  if (match.is === 'compare') return sure(`${column} ${orders[match.order]} ${place(match.value)}`);
  if (match.is !== 'range') return '0';
  const [low, high] =
    match.from !== null && match.to !== null && Number(match.from) > Number(match.to)
      ? [match.to, match.from]
      : [match.from, match.to];
  const ends = [
    ...(low === null ? [] : [`${column} >= ${place(low)}`]),
    ...(high === null ? [] : [`${column} <= ${place(high)}`]),
  ];
  return sure(ends.length === 0 ? `isNotNull(${column})` : `(${ends.join(' AND ')})`);
}

function addressCondition(field: string, match: Match, bindings: Bindings): string {
  const column = field === 'srcIp' ? '`srcAddress`' : '`dstAddress`';
  if (match.is === 'equal') return `${column} = toIPv6(${bindings.text(String(match.value))})`;
  if (match.is !== 'network') return '0';
  const [address = '', bits = ''] = match.value.split('/');
  // The engine keeps IPv4 inside of IPv6.
  const length = Number(bits) + (address.includes(':') ? 0 : 96);
  const range = `IPv6CIDRToRange(toIPv6(${bindings.text(address)}), toUInt8(${bindings.whole(length)}))`;
  return `(${column} >= tupleElement(${range}, 1) AND ${column} <= tupleElement(${range}, 2) AND \`${field}\` != '')`;
}

function attributeCondition(name: string, match: Match, bindings: Bindings): string {
  const head = bindings.text(`${name}=`);
  const value = `substring(a, length(${head}) + 1)`;
  const some = (condition: string) =>
    `arrayExists(a -> startsWith(a, ${head}) AND ${condition}, \`attributes\`)`;
  switch (match.is) {
    case 'exists':
      return `arrayExists(a -> startsWith(a, ${head}), \`attributes\`)`;
    case 'equal':
      return `has(\`attributes\`, ${bindings.text(`${name}=${match.value}`)})`;
    case 'prefix':
      return some(`startsWith(lowerUTF8(${value}), lowerUTF8(${bindings.text(match.value)}))`);
    case 'compare':
      return some(
        `ifNull(toFloat64OrNull(${value}) ${orders[match.order]} ${bindings.float(Number(match.value))}, 0)`,
      );
    case 'range': {
      const low =
        match.from === null ? '1' : `toFloat64OrNull(${value}) >= ${bindings.float(Number(match.from))}`;
      const high =
        match.to === null ? '1' : `toFloat64OrNull(${value}) <= ${bindings.float(Number(match.to))}`;
      return some(`ifNull(${low} AND ${high}, 0)`);
    }
    case 'network':
      return '0';
  }
}

/** What may be seen: decided by the desk, and put before everything a person asks. */
export function scopeCondition(
  scope: Pick<Scope, 'streams' | 'sources' | 'from' | 'until' | 'clock'>,
  bindings: Bindings,
): string {
  const streams = scope.streams.filter((stream) => stream !== 'desk');
  const clock = scope.clock === 'event' ? '`at`' : '`received`';
  const parts = [
    streams.length === 0
      ? '0'
      : `\`stream\` IN (${streams.map((stream) => bindings.text(stream)).join(', ')})`,
    // The desk's own record has neither words nor a place here, whatever is asked.
    "`stream` != 'desk'",
    ...(scope.sources === null
      ? []
      : [
          scope.sources.length === 0
            ? '0'
            : `\`source\` IN (${scope.sources.map((source) => bindings.text(source)).join(', ')})`,
        ]),
    ...(scope.from === null ? [] : [`${clock} >= ${bindings.whole(microseconds(scope.from))}`]),
    ...(scope.until === null ? [] : [`${clock} < ${bindings.whole(microseconds(scope.until))}`]),
  ];
  return parts.join(' AND ');
}

/** Columns of a list, named as the table names them. */
export function statement(sql: string, bindings: Bindings): Statement {
  return { sql, parameters: bindings.parameters };
}

/** The column or expression that holds the value of a field, for its top values; null when it has no values to count. */
export function valueColumnOf(field: string): string | null {
  const kind = kinds.get(field);
  if (kind === undefined || kind === 'time' || field === 'message') return null;
  const isStored = fieldColumns.some(({ name }) => name === field) || exact.has(field) || field === 'peer';
  return isStored ? `\`${field}\`` : null;
}
