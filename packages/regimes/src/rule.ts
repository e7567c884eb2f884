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

const answerTo = (fact: string, answers: Answers): Answer =>
  Object.hasOwn(answers, fact) ? (answers[fact] ?? null) : null;

type Leaf = Extract<Rule, { yes: string } | { fact: string }>;

/** A question by itself. A share is unknown while either of its numbers is. */
function leafTruth(one: Leaf, answers: Answers): Truth {
  if ('yes' in one) {
    const answer = answerTo(one.yes, answers);
    return answer === null ? 'unknown' : truthOf(answer === true);
  }
  const answer = answerTo(one.fact, answers);
  if (answer === null) return 'unknown';
  if ('isOneOf' in one) {
    const given = typeof answer === 'object' ? answer : [answer];
    return truthOf(given.some((each) => typeof each === 'string' && one.isOneOf.includes(each)));
  }
  const value = typedNumber(one.fact, answer) ?? 0;
  if ('above' in one) return truthOf(value > one.above);
  if ('from' in one) return truthOf(value >= one.from);
  // Nothing affected is no share of anything, whatever the whole.
  if (value === 0) return 'no';
  const whole = typedNumber(one.ofFact, answerTo(one.ofFact, answers));
  return whole === null ? 'unknown' : truthOf(value * 1000 > whole * one.abovePermille);
}

function leafFacts(one: Leaf): readonly string[] {
  if ('yes' in one) return [one.yes];
  return 'ofFact' in one ? [one.fact, one.ofFact] : [one.fact];
}

function criterionOf(id: string, criteria: readonly Named[]): Named {
  const named = criteria.find((each) => each.id === id);
  if (named === undefined) throw new Error(`Cannot judge criterion "${id}": it is not declared`);
  return named;
}

/** The parts of a rule that is made of others. */
function partsOf(one: Exclude<Rule, Leaf>, criteria: readonly Named[]): readonly Rule[] {
  if ('always' in one) return [];
  if ('all' in one) return one.all;
  if ('any' in one) return one.any;
  if ('of' in one) return one.of;
  return 'not' in one ? [one.not] : [criterionOf(one.criterion, criteria).rule];
}

function joined(one: Exclude<Rule, Leaf>, truths: readonly Truth[]): Truth {
  if ('always' in one || 'all' in one) return allOf(truths);
  if ('any' in one) return atLeastOf(1, truths);
  if ('atLeast' in one) return atLeastOf(one.atLeast, truths);
  const [truth = 'unknown'] = truths;
  return 'not' in one ? negate(truth) : truth;
}

const isLeaf = (one: Rule): one is Leaf => 'yes' in one || 'fact' in one;

/**
 * Judges a rule in three values: what is unknown stays unknown unless the other answers settle it alone. So a missing
 * figure never makes an incident insignificant, and never makes it significant either.
 */
export function judge(rule: Rule, answers: Answers, criteria: readonly Named[] = []): Judgement {
  const met = new Set<string>();
  const used = new Set<string>();
  // Every branch is walked: what holds is shown whole, not only what settled it. A settled branch opens no question.
  const walk = (one: Rule): { readonly truth: Truth; readonly open: readonly string[] } => {
    if (isLeaf(one)) {
      const facts = leafFacts(one);
      const missing = facts.filter((fact) => answerTo(fact, answers) === null);
      for (const fact of facts) if (!missing.includes(fact)) used.add(fact);
      const truth = leafTruth(one, answers);
      return { truth, open: truth === 'unknown' ? missing : [] };
    }
    const parts = partsOf(one, criteria).map(walk);
    const truth = joined(
      one,
      parts.map((part) => part.truth),
    );
    if ('criterion' in one && truth === 'yes') met.add(one.criterion);
    return { truth, open: truth === 'unknown' ? parts.flatMap((part) => part.open) : [] };
  };
  const { truth, open } = walk(rule);
  return { truth, met: [...met], used: [...used], open: [...new Set(open)] };
}

/** Every question a rule asks, through the criteria it names. */
export function factsOf(rule: Rule, criteria: readonly Named[] = []): readonly string[] {
  const walk = (one: Rule): readonly string[] =>
    isLeaf(one) ? leafFacts(one) : partsOf(one, criteria).flatMap(walk);
  return [...new Set(walk(rule))];
}
