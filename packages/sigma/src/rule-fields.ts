// SPDX-License-Identifier: Apache-2.0

import { type Identifiers, readCondition } from './condition.ts';
import { type Reading, readSearch } from './detection.ts';
import { isMap } from './is-map.ts';
import type { Expression } from './predicate.ts';
import { RuleRefused } from './rule-problem.ts';
import { isSigmaLevel, type SigmaLevel, type SigmaRelation, sigmaRelations } from './rule-words.ts';

/** What a rule is about: each part may be absent, and then any will do. */
export interface Logsource {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

/** What stands at the top of every kind of document. */
export interface Heading {
  /** Its UUID, or its title where it has none. */
  readonly id: string;
  readonly title: string;
  readonly name: string | null;
  readonly level: SigmaLevel | null;
  readonly status: string | null;
  readonly author: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Fields worth showing beside a hit. */
  readonly fields: readonly string[];
  /** `YYYY-MM-DD`, as it is written. */
  readonly date: string | null;
  readonly modified: string | null;
  readonly license: string | null;
  /** Which names of fields and log sources it uses; `sigma` unless it says otherwise. */
  readonly taxonomy: string;
  /** Which machines or people it is meant for, in words of its author. */
  readonly scope: readonly string[];
  /** Rules it stands in a relation to, by their identifiers. */
  readonly related: readonly { readonly id: string; readonly type: SigmaRelation }[];
  /** Keys the specification leaves to whoever writes the rule, as they stand. */
  readonly custom: Fields;
}

const TITLE_CHARACTERS_MAX = 256;

export type Fields = Readonly<Record<string, unknown>>;

/** Keys the specification gives a meaning, of every kind of document. */
const specified: ReadonlySet<string> = new Set([
  ...[
    'title',
    'id',
    'related',
    'name',
    'taxonomy',
    'status',
    'description',
    'license',
    'author',
    'references',
  ],
  ...['date', 'modified', 'logsource', 'detection', 'fields', 'falsepositives', 'level', 'tags', 'scope'],
  ...['correlation', 'filter', 'generate', 'action'],
]);
export type Path = readonly (string | number)[];

/** A field a document itself has, never one every object has. */
export const ownAt = (fields: Fields, key: string): unknown =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;

export function textAt(fields: Fields, key: string): string | null {
  const value = ownAt(fields, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

export function readHeading(fields: Fields): Heading {
  const title = textAt(fields, 'title');
  if (title === null || title.trim() === '')
    throw new RuleRefused('rule.title_missing', 'a rule has a title');
  if (title.length > TITLE_CHARACTERS_MAX) {
    const long = `a title has at most ${TITLE_CHARACTERS_MAX} characters, this one ${title.length}`;
    throw new RuleRefused('heading.not_valid', long, ['title']);
  }
  return {
    id: textAt(fields, 'id') ?? title,
    title,
    name: textAt(fields, 'name'),
    level: levelOf(fields),
    status: textAt(fields, 'status'),
    author: textAt(fields, 'author'),
    tags: textsAt(fields, 'tags'),
    description: textAt(fields, 'description'),
    references: textsAt(fields, 'references'),
    falsePositives: textsAt(fields, 'falsepositives'),
    fields: textsAt(fields, 'fields'),
    date: textAt(fields, 'date'),
    modified: textAt(fields, 'modified'),
    license: textAt(fields, 'license'),
    taxonomy: textAt(fields, 'taxonomy') ?? 'sigma',
    scope: textsAt(fields, 'scope'),
    related: relatedOf(fields),
    custom: Object.fromEntries(Object.entries(fields).filter(([key]) => !specified.has(key))),
  };
}

/** A level decides who is called: one that is misspelt is no rule without a level. */
function levelOf(fields: Fields): SigmaLevel | null {
  const level = textAt(fields, 'level');
  if (level === null || isSigmaLevel(level)) return level;
  throw new RuleRefused('heading.not_valid', `"${level.slice(0, 40)}" is no level`, ['level']);
}

function relatedOf(fields: Fields): Heading['related'] {
  const given = ownAt(fields, 'related');
  if (given === undefined || given === null) return [];
  const related = (Array.isArray(given) ? given : []).map((each) => {
    const id = isMap(each) ? textAt(each, 'id') : null;
    const type = sigmaRelations.find((one) => isMap(each) && one === ownAt(each, 'type'));
    return id === null || type === undefined ? null : { id, type };
  });
  if (!Array.isArray(given) || related.includes(null)) {
    const wanted = `"related" is a list of rules, each with id and one type of ${sigmaRelations.join(', ')}`;
    throw new RuleRefused('heading.not_valid', wanted, ['related']);
  }
  return related as Heading['related'];
}

function textsAt(fields: Fields, key: string): string[] {
  const value = ownAt(fields, key);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function readLogsource(given: unknown): Logsource {
  if (!isMap(given)) throw new RuleRefused('logsource.missing', 'a rule has a log source', ['logsource']);
  const part = (key: string) => textAt(given, key)?.toLowerCase() ?? null;
  const logsource = { category: part('category'), product: part('product'), service: part('service') };
  if (Object.values(logsource).every((each) => each === null)) {
    throw new RuleRefused('logsource.missing', 'a log source has a category, a product or a service', [
      'logsource',
    ]);
  }
  return logsource;
}

/** The searches of a document, compiled; `keys` are the names beside them that are none. */
export function readSearches(given: Fields, keys: readonly string[], from: Reading, path: Path): Identifiers {
  const identifiers = new Map<string, Expression>();
  for (const [name, search] of Object.entries(given)) {
    if (!keys.includes(name)) identifiers.set(name, readSearch(search, from, [...path, name]));
  }
  if (identifiers.size === 0)
    throw new RuleRefused('detection.empty', 'a detection searches for something', path);
  return identifiers;
}

export function conditionAt(condition: unknown, identifiers: Identifiers, path: Path): Expression {
  if (typeof condition !== 'string')
    throw new RuleRefused('condition.not_valid', 'a condition is a text', path);
  try {
    return readCondition(condition, identifiers);
  } catch (error) {
    throw error instanceof RuleRefused ? new RuleRefused(error.code, error.message, path) : error;
  }
}
