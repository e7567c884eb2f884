// SPDX-License-Identifier: Apache-2.0
import type { Reading } from './detection.ts';
import { isMap } from './is-map.ts';
import type { Expression } from './predicate.ts';
import {
  conditionAt,
  type Fields,
  type Heading,
  type Logsource,
  ownAt,
  readHeading,
  readLogsource,
  readSearches,
} from './rule-fields.ts';
import { RuleRefused } from './rule-problem.ts';

/**
 * What a place adds to rules of others, such as an exception for its own scanner. The condition says which events the
 * rules still hold for: it is joined with AND and never denied, so an exception is written `not selection`.
 */
export interface SigmaFilter extends Pick<Heading, 'id' | 'title' | 'name'> {
  readonly logsource: Logsource;
  /** Identifiers or names of rules; null for any. */
  readonly rules: readonly string[] | null;
  readonly expression: Expression;
}

/** What a filter is applied to. */
interface Filtered {
  readonly id: string;
  readonly name: string | null;
  readonly logsource: Logsource;
  readonly expression: Expression;
}

/** Reads a document with `filter:`. @throws RuleRefused */
export function readFilter(fields: Fields, from: Reading): SigmaFilter {
  const { id, name, title } = readHeading(fields);
  const given = ownAt(fields, 'filter');
  if (!isMap(given)) throw new RuleRefused('filter.not_valid', 'a filter is a map', ['filter']);
  const logsource = readLogsource(ownAt(fields, 'logsource'));
  const identifiers = readSearches(given, ['rules', 'condition'], from, ['filter']);
  if (!Object.hasOwn(given, 'condition'))
    throw new RuleRefused('condition.missing', 'a filter has a condition', ['filter']);
  const expression = conditionAt(given['condition'], identifiers, ['filter', 'condition']);
  return { id, name, title, logsource, rules: rulesOf(given), expression };
}

/** A filter that names no rules at all is a mistake; an empty list and `any` mean every rule. */
function rulesOf(given: Fields): readonly string[] | null {
  const rules = ownAt(given, 'rules');
  if (rules === 'any' || (Array.isArray(rules) && rules.length === 0)) return null;
  const named = typeof rules === 'string' ? [rules] : rules;
  if (!Array.isArray(named) || !named.every((rule) => typeof rule === 'string')) {
    throw new RuleRefused('filter.not_valid', 'a filter lists its rules by id or name, or says "any"', [
      'filter',
      'rules',
    ]);
  }
  return named;
}

/** Whether everything one log source is about is also in the other: a part that is absent takes all. */
function contains(outer: Logsource, inner: Logsource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (part) => outer[part] === null || outer[part] === inner[part],
  );
}

/**
 * Rules as filters leave them. Searches of a rule and of a filter never see each other: both are compiled before they
 * are joined, so a pattern such as `1 of selection*` takes its own only. Correlations are not filtered.
 */
export function applyFilters<Rule extends Filtered>(
  rules: readonly Rule[],
  filters: readonly SigmaFilter[],
): readonly Rule[] {
  if (filters.length === 0) return rules;
  return rules.map((rule) => {
    const applied = filters.filter(
      (filter) =>
        contains(filter.logsource, rule.logsource) &&
        (filter.rules === null ||
          filter.rules.includes(rule.id) ||
          (rule.name !== null && filter.rules.includes(rule.name))),
    );
    if (applied.length === 0) return rule;
    const of = [rule.expression, ...applied.map(({ expression }) => expression)];
    return { ...rule, expression: { kind: 'and', of } };
  });
}
