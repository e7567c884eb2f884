// SPDX-License-Identifier: Apache-2.0
import type { Expression } from './predicate.ts';
import { RuleRefused } from './rule-problem.ts';

const NESTING_MAX = 100;
const TOKENS_MAX = 10_000;
const keywords = ['and', 'or', 'not', 'of', 'them'];

/** The search identifiers of a rule, compiled. */
export type Identifiers = ReadonlyMap<string, Expression>;

/**
 * Reads a condition. From loosest to tightest: `or`, `and`, `not`, `x of pattern`, parentheses (Sigma rules
 * specification, "Condition").
 *
 * @throws RuleRefused with `condition.not_valid` or `condition.unknown_identifier`
 */
export function readCondition(text: string, identifiers: Identifiers): Expression {
  const tokens = tokensOf(text);
  const reader = new ConditionReader(tokens, identifiers);
  return reader.whole();
}

function tokensOf(text: string): string[] {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length === 0 || tokens.length > TOKENS_MAX) {
    throw new RuleRefused(
      'condition.not_valid',
      `a condition has 1 to ${TOKENS_MAX} words, this one ${tokens.length}`,
    );
  }
  const wrong = tokens.find((token) => !/^[()]$|^[A-Za-z0-9_*-]+$/.test(token));
  if (wrong !== undefined) {
    const why = wrong.includes('|') ? ': aggregations are written as correlations' : '';
    throw new RuleRefused('condition.not_valid', `"${wrong.slice(0, 40)}" belongs to no condition${why}`);
  }
  return tokens;
}

class ConditionReader {
  readonly #tokens: readonly string[];
  readonly #identifiers: Identifiers;
  #at = 0;
  constructor(tokens: readonly string[], identifiers: Identifiers) {
    this.#tokens = tokens;
    this.#identifiers = identifiers;
  }

  whole(): Expression {
    const read = this.#either(0);
    if (this.#at < this.#tokens.length) {
      throw new RuleRefused(
        'condition.not_valid',
        `"${this.#tokens[this.#at]}" stands where "and", "or" or the end has to`,
      );
    }
    return read;
  }

  #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined)
      throw new RuleRefused('condition.not_valid', 'it ends where an identifier has to follow');
    this.#at += 1;
    return token;
  }

  #either(depth: number): Expression {
    return this.#chain('or', () => this.#both(depth));
  }

  #both(depth: number): Expression {
    return this.#chain('and', () => this.#negated(depth));
  }

  #chain(kind: 'and' | 'or', part: () => Expression): Expression {
    const of = [part()];
    while (this.#next() === kind) {
      this.#at += 1;
      of.push(part());
    }
    return of.length === 1 ? (of[0] as Expression) : { kind, of };
  }

  #negated(depth: number): Expression {
    if (depth > NESTING_MAX)
      throw new RuleRefused('condition.not_valid', `it nests deeper than ${NESTING_MAX}`);
    if (this.#next() === 'not') {
      this.#at += 1;
      return { kind: 'not', of: this.#negated(depth + 1) };
    }
    if (this.#next() === '(') {
      this.#at += 1;
      const inside = this.#either(depth + 1);
      if (this.#take() !== ')') throw new RuleRefused('condition.not_valid', 'a parenthesis is not closed');
      return inside;
    }
    return this.#selected();
  }

  #selected(): Expression {
    const token = this.#take();
    if (this.#next() === 'of' && ['1', 'any', 'all'].includes(token)) {
      this.#at += 1;
      return this.#matching(this.#take(), token === 'all' ? 'and' : 'or');
    }
    if (keywords.includes(token) || token === ')') {
      throw new RuleRefused('condition.not_valid', `"${token}" stands where an identifier has to`);
    }
    const found = this.#identifiers.get(token);
    if (found === undefined) {
      throw new RuleRefused(
        'condition.unknown_identifier',
        `"${token}" is no search identifier of this rule`,
      );
    }
    return found;
  }

  /** Identifiers that begin with an underscore are left out, unless the pattern begins with one. */
  #matching(pattern: string, kind: 'and' | 'or'): Expression {
    const glob = pattern === 'them' ? '*' : pattern;
    const wanted = new RegExp(`^${glob.replaceAll(/[-]/g, '\\-').replaceAll('*', '.*')}$`);
    const of = [...this.#identifiers]
      .filter(([name]) => wanted.test(name) && (!name.startsWith('_') || glob.startsWith('_')))
      .map(([, expression]) => expression);
    if (of.length === 0) {
      throw new RuleRefused(
        'condition.unknown_identifier',
        `"${pattern}" names no search identifier of this rule`,
      );
    }
    return of.length === 1 ? (of[0] as Expression) : { kind, of };
  }
}
