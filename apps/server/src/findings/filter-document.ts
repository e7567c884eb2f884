// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import { readRules } from '@belfry/sigma';
import type { RuleTold } from './rule-book.ts';
import type { FindingKey } from './taking.ts';

/** A text of YAML whatever is in it: JSON strings are double-quoted scalars of YAML 1.2. */
const quoted = (text: string) => JSON.stringify(text);
/**
 * Values mean themselves: wildcards of Sigma are escaped, and a backslash before one (sigma.md, escapes). What no
 * database holds was replaced by a sign that stands for any character.
 */
const literal = (value: string) => value.replaceAll(/[\\*?]/g, '\\$&').replaceAll('\u{fffd}', '?');
/** A value that was cut may end in half of a character. */
const begun = (value: string) => value.replace(/\u{fffd}$/u, '');

/** Values of the key that are chosen, in the order of the key. */
export function chosenParts(
  key: FindingKey,
  fields: readonly string[],
): FindingKey | Refusal<'finding.nothing_to_filter'> {
  // A rule may name a field twice, or one that reads as a modifier: neither can stand in a document.
  const chosen = key.filter(
    ([field, value], at) =>
      fields.includes(field) &&
      value !== '' &&
      !field.includes('|') &&
      key.findIndex(([other]) => other === field) === at,
  );
  const missing = fields.filter((field) => !chosen.some(([known]) => known === field));
  if (chosen.length === 0 || missing.length > 0) {
    return refuse(
      'finding.nothing_to_filter',
      `The key has no value for ${missing.map((field) => `"${field}"`).join(', ') || 'any field'}`,
    );
  }
  return chosen;
}

export type Logsource = Readonly<Record<'category' | 'product' | 'service', string | null>>;

/** What a filter has to name: rules by identifier or name. */
export interface Filterable {
  readonly rules: readonly string[];
  /** Of a rule; a correlation has those of the rules it counts. */
  readonly logsource: Logsource | null;
}

/** Filters work on rules: a correlation is kept quiet by keeping its events from being counted. */
export function filterableOf(rule: RuleTold): Filterable {
  const { correlations, rules } = readRules(rule.yaml);
  const [plain] = rules;
  const [correlation] = correlations;
  return correlation === undefined
    ? { rules: [plain?.id ?? rule.sigmaId], logsource: plain?.logsource ?? null }
    : { rules: correlation.rules, logsource: null };
}

/** The parts that all of them share: a filter holds for rules whose log source is the same or narrower. */
export function sharedLogsource(logsources: readonly Logsource[]): Logsource {
  const shared = (part: keyof Logsource) => {
    const values = new Set(logsources.map((one) => one[part]));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return { category: shared('category'), product: shared('product'), service: shared('service') };
}

/**
 * A filter of Sigma that leaves out what has these values: its condition says which events the rule still holds for,
 * so an exception is denied in it. The same values give the same document but for its identifier.
 */
export function filterDocument(
  title: string,
  { logsource, rules }: Filterable & { readonly logsource: Logsource },
  chosen: FindingKey,
  about: { readonly id: string; readonly finding: string },
): string {
  const parts = Object.entries(logsource).filter(([, value]) => value !== null);
  return [
    `title: ${quoted(`Not told again: ${title}`)}`,
    `id: ${about.id}`,
    'status: stable',
    `description: ${quoted(`Made from finding ${about.finding}`)}`,
    'logsource:',
    ...parts.map(([part, value]) => `  ${part}: ${quoted(value ?? '')}`),
    'filter:',
    '  rules:',
    ...rules.map((id) => `    - ${quoted(id)}`),
    '  selection:',
    ...chosen.map(([field, value]) => {
      // One that is as long as what is kept of a value may go on.
      const isCut = value.length >= limits.findingKeyValueCharactersMax;
      return `    ${quoted(isCut ? `${field}|startswith` : field)}: ${quoted(literal(isCut ? begun(value) : value))}`;
    }),
    '  condition: not selection',
    '',
  ].join('\n');
}
