// SPDX-License-Identifier: Apache-2.0
import type { CorrelationRule } from './correlation.ts';
import type { Heading } from './rule-fields.ts';
import { type RuleProblem, RuleRefused } from './rule-problem.ts';

/** A rule or correlation that another correlation counts. */
export interface Member {
  /** The identifier of what it refers to. */
  readonly id: string;
  /** How the correlation writes it. */
  readonly reference: string;
  /** Its fields, in the order of `groupBy`, and then of the condition's fields: aliases resolved. */
  readonly groupFields: readonly string[];
  readonly valueFields: readonly string[];
}

export interface LinkedCorrelation {
  readonly rule: CorrelationRule;
  readonly members: readonly Member[];
}

/** Correlations whose rules are all there. */
export interface LinkedCorrelations {
  readonly correlations: readonly LinkedCorrelation[];
  /** Identifiers of rules and correlations that give no finding of their own, for a correlation that gives one. */
  readonly silent: ReadonlySet<string>;
  readonly problems: readonly RuleProblem[];
}

const CHAIN_MAX = 10;

/**
 * Finds what correlations refer to, by id before name. One whose rule is missing or refused is refused too, and with
 * it every correlation above: half a correlation finds the wrong things. What is refused silences nothing.
 */
export function linkCorrelations(
  rules: readonly Pick<Heading, 'id' | 'name'>[],
  correlations: readonly CorrelationRule[],
): LinkedCorrelations {
  const linker = new Linker(rules, correlations);
  const problems: RuleProblem[] = [];
  const linked: LinkedCorrelation[] = [];
  for (const rule of correlations) {
    try {
      linked.push(linker.link(rule, []));
    } catch (error) {
      if (!(error instanceof RuleRefused)) throw error;
      const detail = `"${rule.title.slice(0, 100)}": ${error.message}`;
      problems.push({ problem: error.code, detail, line: null, column: null });
    }
  }
  const silent = new Set(
    linked.flatMap(({ members, rule }) => (rule.isGenerating ? [] : members.map(({ id }) => id))),
  );
  return { correlations: linked, silent, problems };
}

class Linker {
  readonly #ids: ReadonlySet<string>;
  readonly #names = new Map<string, Set<string>>();
  readonly #correlations = new Map<string, CorrelationRule>();
  readonly #linked = new Map<CorrelationRule, LinkedCorrelation>();

  constructor(rules: readonly Pick<Heading, 'id' | 'name'>[], correlations: readonly CorrelationRule[]) {
    this.#ids = new Set([...rules, ...correlations].map(({ id }) => id));
    for (const { id, name } of [...rules, ...correlations]) {
      if (name !== null) this.#names.set(name, (this.#names.get(name) ?? new Set()).add(id));
    }
    for (const rule of correlations) {
      if (!this.#correlations.has(rule.id)) this.#correlations.set(rule.id, rule);
    }
  }

  link(rule: CorrelationRule, above: readonly CorrelationRule[]): LinkedCorrelation {
    const known = this.#linked.get(rule);
    if (known !== undefined) return known;
    if (this.#correlations.get(rule.id) !== rule)
      throw new RuleRefused('correlation.not_valid', 'another correlation has its identifier');
    if (above.includes(rule))
      throw new RuleRefused('correlation.circular', 'it refers to itself, through others or not');
    if (above.length >= CHAIN_MAX)
      throw new RuleRefused('correlation.not_valid', `more than ${CHAIN_MAX} stand on one another`);
    const members = rule.rules.map((reference) => {
      const id = this.#resolve(reference);
      const inner = this.#correlations.get(id);
      if (inner !== undefined) this.link(inner, [...above, rule]);
      return memberOf(rule, reference, id);
    });
    const linked = { rule, members };
    this.#linked.set(rule, linked);
    return linked;
  }

  #resolve(reference: string): string {
    if (this.#ids.has(reference)) return reference;
    const [id, other] = this.#names.get(reference) ?? [];
    const quoted = `"${reference.slice(0, 60)}"`;
    if (id === undefined) {
      throw new RuleRefused('correlation.unknown_rule', `no rule has the id or name ${quoted}`);
    }
    if (other !== undefined)
      throw new RuleRefused('correlation.unknown_rule', `more than one rule has the name ${quoted}`);
    return id;
  }
}

function memberOf({ aliases, condition, groupBy }: CorrelationRule, reference: string, id: string): Member {
  const fieldOf = (name: string) => {
    const alias = aliases.get(name);
    return alias?.get(reference) ?? alias?.get(id) ?? name;
  };
  const valueFields = condition.kind === 'bounds' ? condition.fields.map(fieldOf) : [];
  return { id, reference, groupFields: groupBy.map(fieldOf), valueFields };
}
