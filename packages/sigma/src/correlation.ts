// SPDX-License-Identifier: Apache-2.0
import { readCondition } from './condition.ts';
import {
  type CorrelationOperator,
  type CorrelationType,
  correlationNeeds,
  correlationOperators,
  isCorrelationType,
  timespanMs,
} from './correlation-words.ts';
import { isMap } from './is-map.ts';
import type { Expression } from './predicate.ts';
import { type Fields, type Heading, ownAt, type Path, readHeading } from './rule-fields.ts';
import { RuleRefused } from './rule-problem.ts';

/** One bound of a count, sum or value; all of a condition have to hold, which makes two of them a range. */
export interface Bound {
  readonly operator: CorrelationOperator;
  readonly number: number;
}

/** What has to be so of the events of a window. */
export type CorrelationCondition =
  | {
      readonly kind: 'bounds';
      readonly bounds: readonly Bound[];
      readonly fields: readonly string[];
      readonly percentile: number | null;
    }
  /** Which rules have been seen; a predicate's field is the reference to a rule. */
  | { readonly kind: 'seen'; readonly of: Expression };

/** A document with `correlation:`, read. Its rules are references still: they may stand in another file. */
export interface CorrelationRule extends Heading {
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  /** Alias -> rule -> field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly spanMs: number;
  readonly condition: CorrelationCondition;
  /** Whether the rules it refers to give findings of their own. */
  readonly isGenerating: boolean;
}

const RULES_MAX = 100;
const GROUP_FIELDS_MAX = 20;
/** No window holds more: a rule that waits for it is refused rather than silent. */
const COUNTED_MAX = 100_000;

const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];
const at = (...path: Path): Path => ['correlation', ...path];
function refuse(why: string, ...path: Path): never {
  throw new RuleRefused('correlation.not_valid', why, at(...path));
}

/**
 * Reads a document with `correlation:`. A key nobody knows refuses it: `group_by` for `group-by` would otherwise
 * count everybody together.
 *
 * @throws RuleRefused
 */
export function readCorrelation(fields: Fields): CorrelationRule {
  const heading = readHeading(fields);
  const given = ownAt(fields, 'correlation');
  if (!isMap(given)) refuse('a correlation is a map');
  const strange = Object.keys(given).find((key) => !keys.includes(key));
  if (strange !== undefined) refuse(`"${strange.slice(0, 40)}" belongs to no correlation`, strange);
  const type = ownAt(given, 'type');
  if (typeof type !== 'string' || !isCorrelationType(type))
    refuse(`"${String(type).slice(0, 40)}" is no type of correlation`, 'type');
  const named = listAt(given, 'rules', RULES_MAX);
  const condition = readCorrelationCondition(type, ownAt(given, 'condition'), named);
  const rules = named.length > 0 || condition.kind === 'bounds' ? named : namesIn(condition.of);
  if (rules.length === 0) refuse('a correlation refers to rules', 'rules');
  const spanMs = timespanMs(String(ownAt(given, 'timespan') ?? ''));
  if (spanMs === null) refuse('a time span is a number and one of s, m, h, d, w, M, y', 'timespan');
  return {
    ...heading,
    type,
    rules,
    groupBy: listAt(given, 'group-by', GROUP_FIELDS_MAX),
    aliases: readAliases(ownAt(given, 'aliases')),
    spanMs,
    condition,
    isGenerating: isTrue(ownAt(given, 'generate')) || isTrue(ownAt(fields, 'generate')),
  };
}

function isTrue(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true;
  return refuse('"generate" is true or false', 'generate');
}

/** One text, or a list of different ones. */
function listAt(given: Fields, key: string, max: number, ...path: Path): string[] {
  const value = ownAt(given, key);
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > max) refuse(`"${key}" has more than ${max} entries`, ...path, key);
  if (!list.every((each) => typeof each === 'string' && each !== ''))
    refuse(`"${key}" is a list of texts`, ...path, key);
  if (new Set(list).size !== list.length) refuse(`"${key}" names something twice`, ...path, key);
  return list as string[];
}

function readAliases(given: unknown): CorrelationRule['aliases'] {
  if (given === undefined || given === null) return new Map();
  if (!isMap(given)) refuse('aliases are a map', 'aliases');
  return new Map(
    Object.entries(given).map(([alias, of]) => {
      if (!isMap(of) || !Object.values(of).every((field) => typeof field === 'string'))
        refuse('an alias gives each rule its field', 'aliases', alias);
      return [alias, new Map(Object.entries(of) as [string, string][])];
    }),
  );
}

function readCorrelationCondition(
  type: CorrelationType,
  given: unknown,
  rules: readonly string[],
): CorrelationCondition {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (given === undefined || given === null) {
    if (correlationNeeds[type].condition) refuse(`"${type}" needs a condition`, 'condition');
    return { kind: 'seen', of: { kind: 'and', of: rules.map(seen) } };
  }
  if (typeof given === 'string') {
    if (!isTemporal) refuse(`"${type}" compares numbers: its condition is a map`, 'condition');
    return { kind: 'seen', of: readSeen(given, rules) };
  }
  if (!isMap(given)) refuse('a condition is a map or a text', 'condition');
  const strange = Object.keys(given).find(
    (key) => key !== 'field' && key !== 'percentile' && !isOperator(key),
  );
  if (strange !== undefined)
    refuse(`"${strange.slice(0, 40)}" belongs to no condition`, 'condition', strange);
  if (type === 'temporal_ordered') refuse('an order is asked for by rules, not by a number', 'condition');
  return {
    kind: 'bounds',
    bounds: readBounds(type, given),
    fields: readConditionFields(type, given),
    percentile: readPercentile(type, ownAt(given, 'percentile')),
  };
}

const isOperator = (key: string): key is CorrelationOperator =>
  correlationOperators.some((operator) => operator === key);

function readBounds(type: CorrelationType, given: Fields): Bound[] {
  const bounds = Object.entries(given).flatMap(([operator, number]) => {
    if (!isOperator(operator)) return [];
    if (typeof number !== 'number' || !Number.isFinite(number))
      return refuse('a bound is a number', 'condition', operator);
    const isRising = operator === 'gt' || operator === 'gte' || operator === 'eq';
    const isCount = type === 'event_count' || type === 'value_count';
    if (isRising && isCount && number > COUNTED_MAX)
      refuse(`no window holds more than ${COUNTED_MAX}`, 'condition', operator);
    return [{ operator, number }];
  });
  if (bounds.length === 0 || bounds.length > 3) refuse('a condition has one to three bounds', 'condition');
  return bounds;
}

function readConditionFields(type: CorrelationType, given: Fields): string[] {
  const fields = listAt(given, 'field', GROUP_FIELDS_MAX, 'condition');
  if (correlationNeeds[type].field && fields.length === 0)
    refuse(`"${type}" needs a field in its condition`, 'condition');
  if (!correlationNeeds[type].field && fields.length > 0)
    refuse(`"${type}" looks at no field`, 'condition', 'field');
  if (type !== 'value_count' && fields.length > 1)
    refuse(`"${type}" looks at one field`, 'condition', 'field');
  return fields;
}

function readPercentile(type: CorrelationType, given: unknown): number | null {
  if (type !== 'value_percentile') {
    return given === undefined ? null : refuse(`"${type}" takes no percentile`, 'condition', 'percentile');
  }
  if (typeof given !== 'number' || !(given > 0 && given <= 100))
    refuse('"percentile" says which: above 0, at most 100', 'condition');
  return given;
}

/** That a rule has been seen, in the form conditions are read into. */
const seen = (reference: string): Expression => ({
  kind: 'is',
  predicate: { field: reference, test: { kind: 'exists', isThere: true } },
});

/** A condition over rules. Every rule of the list stands in it, and it names no others. */
function readSeen(text: string, rules: readonly string[]): Expression {
  const words = text.match(/[^\s()]+/g) ?? [];
  const plain = words.filter((word) => !/^(and|or|not|of|them|1|any|all)$|\*/.test(word));
  let of: Expression;
  try {
    of = readCondition(
      text,
      new Map((rules.length > 0 ? rules : plain).map((name) => [name, seen(name)] as const)),
    );
  } catch (error) {
    throw error instanceof RuleRefused ? new RuleRefused(error.code, error.message, at('condition')) : error;
  }
  const asked = namesIn(of);
  const idle = rules.find((name) => !asked.includes(name));
  if (idle !== undefined) refuse(`the condition leaves "${idle.slice(0, 60)}" out`, 'condition');
  if (asked.length > RULES_MAX) refuse(`a condition names more than ${RULES_MAX} rules`, 'condition');
  return of;
}

function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'is':
      return [expression.predicate.field ?? ''];
    case 'not':
      return namesIn(expression.of);
    default:
      return [...new Set(expression.of.flatMap(namesIn))];
  }
}
