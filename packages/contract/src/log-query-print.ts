// SPDX-License-Identifier: Apache-2.0
import type { Match, Query, QueryValue } from './log-query.ts';
import { attributePrefix, queryField } from './log-query-fields.ts';

/** Writes a query so that reading it gives the same query: for links, and for what is recorded of a look. */
export function printQuery(query: Query): string {
  return query.kind === 'all' ? '' : print(query);
}

function print(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'and':
      return query.of.map(inside).join(' ');
    case 'or':
      return query.of.map(inside).join(' OR ');
    case 'not':
      return `NOT ${inside(query.of)}`;
    case 'text':
      if (query.match === 'prefix') return `${escaped(query.text)}*`;
      return query.match === 'phrase' ? quoted(query.text) : escaped(query.text);
    case 'field':
      return `${printField(query.field)}${printMatch(query.field, query.match)}`;
  }
}

function inside(query: Query): string {
  return query.kind === 'and' || query.kind === 'or' ? `(${print(query)})` : print(query);
}

function printField(field: string): string {
  return field.startsWith(attributePrefix)
    ? `${attributePrefix}${field.slice(attributePrefix.length).replaceAll(/[\s\\"()[\]:<>=*]/g, '\\$&')}`
    : field;
}

function printMatch(field: string, match: Match): string {
  switch (match.is) {
    case 'equal':
      return `:${typeof match.value === 'number' ? printValue(field, match.value) : quoted(match.value)}`;
    case 'prefix':
      return `:${escaped(match.value)}*`;
    case 'exists':
      return ':*';
    case 'compare':
      return `${match.order}${printValue(field, match.value)}`;
    case 'range':
      return `:[${bound(field, match.from)} TO ${bound(field, match.to)}]`;
    case 'network':
      return `:${match.value}`;
  }
}

function bound(field: string, value: QueryValue | null): string {
  return value === null ? '*' : printValue(field, value);
}

function printValue(field: string, value: QueryValue): string {
  if (typeof value === 'string') return quoted(value);
  return queryField(field)?.kind === 'time' ? printMoment(value) : String(value);
}

/** Microseconds since 1970 as RFC 3339 in UTC. */
export function printMoment(us: number): string {
  const second = Math.floor(us / 1_000_000);
  const fraction = String(us - second * 1_000_000).padStart(6, '0');
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Every character that could mean something else is taken as it is. */
function escaped(text: string): string {
  const safe = text.replaceAll(/[\s\\"()[\]:<>=*-]/g, '\\$&');
  return /^(AND|OR|NOT)/.test(safe) ? `\\${safe}` : safe;
}
