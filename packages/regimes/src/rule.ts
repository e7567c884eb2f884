// SPDX-License-Identifier: Apache-2.0

/** What is known of one question. Null, like absence, is "not known": it is an answer, never a no. */
export type Answer = boolean | number | string | readonly string[] | null;
export type Answers = Readonly<Record<string, Answer>>;

export type Truth = 'yes' | 'no' | 'unknown';

/** A condition over answers, as data. Numbers are whole units named in the question's id. */
export type Rule =
  | { readonly always: true }
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  | { readonly atLeast: number; readonly of: readonly Rule[] }
  | { readonly yes: string }
  | { readonly fact: string; readonly above: number }
  | { readonly fact: string; readonly from: number }
  | { readonly fact: string; readonly isOneOf: readonly string[] }
  /** More than so many thousandths of another number: a share without fractions. */
  | { readonly fact: string; readonly abovePermille: number; readonly ofFact: string }
  /** A line of the same regime, so that an outcome names what it rests on. */
  | { readonly criterion: string };

export interface Judgement {
  readonly truth: Truth;
  /** Criteria that hold, in the order met. */
  readonly met: readonly string[];
  /** Facts the rule looked at and found. */
  readonly used: readonly string[];
  /** Facts that are missing and could still turn an unknown into an answer. */
  readonly open: readonly string[];
}

interface Named {
  readonly id: string;
  readonly rule: Rule;
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no';
  return truths.includes('unknown') ? 'unknown' : 'yes';
}

function atLeastOf(count: number, truths: readonly Truth[]): Truth {
  const yes = truths.filter((each) => each === 'yes').length;
  const unknown = truths.filter((each) => each === 'unknown').length;
  if (yes >= count) return 'yes';
  return yes + unknown >= count ? 'unknown' : 'no';
}

function negate(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'yes' ? 'no' : 'yes';
}

const truthOf = (isTrue: boolean): Truth => (isTrue ? 'yes' : 'no');

function typedNumber(fact: string, answer: Answer | undefined): number | null {
  if (answer === undefined || answer === null) return null;
  if (typeof answer !== 'number') {
    throw new TypeError(`Cannot compare "${fact}": the answer is ${typeof answer}, a number is wanted`);
  }
  return answer;
}

/**
 * Judges a rule in three values: what is unknown stays unknown unless the other answers settle it alone. So a missing
 * figure never makes an incident insignificant, and never makes it significant either.
 */
export function judge(rule: Rule, answers: Answers, criteria: readonly Named[] = []): Judgement {
  const met = new Set<string>();
  const used = new Set<string>();
  const open = new Set<string>();
  const read = (fact: string): Answer | undefined => {
    const answer = Object.hasOwn(answers, fact) ? answers[fact] : undefined;
    (answer === undefined || answer === null ? open : used).add(fact);
    return answer;
  };
  const leaf = (one: Exclude<Rule, { always: true } | { all: unknown } | { any: unknown }>): Truth => {
    if ('yes' in one) {
      const answer = read(one.yes);
      return answer === undefined || answer === null ? 'unknown' : truthOf(answer === true);
    }
    if ('isOneOf' in one) {
      const answer = read(one.fact);
      if (answer === undefined || answer === null) return 'unknown';
      const given = typeof answer === 'object' ? answer : [answer];
      return truthOf(given.some((each) => typeof each === 'string' && one.isOneOf.includes(each)));
    }
    if ('fact' in one) {
      const value = typedNumber(one.fact, read(one.fact));
      const whole = 'ofFact' in one ? typedNumber(one.ofFact, read(one.ofFact)) : null;
      if (value === null) return 'unknown';
      if ('above' in one) return truthOf(value > one.above);
      if ('from' in one) return truthOf(value >= one.from);
      // Nothing affected is no share of anything, whatever the whole.
      if (value === 0) return 'no';
      return whole === null ? 'unknown' : truthOf(value * 1000 > whole * one.abovePermille);
    }
    if ('atLeast' in one) return atLeastOf(one.atLeast, one.of.map(walk));
    if ('not' in one) return negate(walk(one.not));
    const named = criteria.find(({ id }) => id === one.criterion);
    if (named === undefined) throw new Error(`Cannot judge criterion "${one.criterion}": it is not declared`);
    const truth = walk(named.rule);
    if (truth === 'yes') met.add(named.id);
    return truth;
  };
  // Every branch is walked: what holds is shown whole, not only what settled it.
  const walk = (one: Rule): Truth => {
    if ('always' in one) return 'yes';
    if ('all' in one) return allOf(one.all.map(walk));
    if ('any' in one) return atLeastOf(1, one.any.map(walk));
    return leaf(one);
  };
  const truth = walk(rule);
  return { truth, met: [...met], used: [...used], open: truth === 'unknown' ? [...open] : [] };
}

/** Every question a rule asks, through the criteria it names. */
export function factsOf(rule: Rule, criteria: readonly Named[] = []): readonly string[] {
  const found = new Set<string>();
  const walk = (one: Rule): void => {
    if ('yes' in one) found.add(one.yes);
    else if ('fact' in one) {
      found.add(one.fact);
      if ('ofFact' in one) found.add(one.ofFact);
    } else if ('all' in one) one.all.forEach(walk);
    else if ('any' in one) one.any.forEach(walk);
    else if ('of' in one) one.of.forEach(walk);
    else if ('not' in one) walk(one.not);
    else if ('criterion' in one) {
      const named = criteria.find(({ id }) => id === one.criterion);
      if (named === undefined)
        throw new Error(`Cannot read criterion "${one.criterion}": it is not declared`);
      walk(named.rule);
    }
  };
  walk(rule);
  return [...found];
}
