// SPDX-License-Identifier: Apache-2.0
import { cer } from './cer.ts';
import { classified } from './classified.ts';
import { cra, craStewards } from './cra.ts';
import { dora } from './dora.ts';
import { eidas } from './eidas.ts';
import { gdpr } from './gdpr.ts';
import { nis2, nis2Elsewhere } from './nis2.ts';
import { nis2Overlays } from './nis2-overlays.ts';
import { norway } from './norway.ts';
import { isInForce, versionsOn } from './obligations.ts';
import { publicDuties } from './public-duties.ts';
import { type Question, questions } from './questions.ts';
import type { Criterion, Legal, Outcome, Regime } from './regime.ts';
import { type Answers, factsOf, type Judgement, judge, type Truth } from './rule.ts';
import { voluntary } from './voluntary.ts';

/** Every regime this desk knows. Another one is another file, a line here, and its worked examples. */
export const regimes: readonly Regime[] = [
  nis2,
  nis2Elsewhere,
  ...nis2Overlays,
  dora,
  gdpr,
  cra,
  craStewards,
  eidas,
  cer,
  ...norway,
  ...classified,
  ...publicDuties,
  ...voluntary,
];

const asked = (facts: Iterable<string>, about: Question['about']): readonly Question[] => {
  const wanted = new Set(facts);
  return questions.filter((question) => question.about === about && wanted.has(question.id));
};

const isAlways = { always: true } as const;

/** What the organisation has to say once, so that the regimes can be told apart. */
export function profileQuestionsOf(among: readonly Regime[]): readonly Question[] {
  const facts = among.flatMap((regime) => [
    ...factsOf(regime.applies.rule, regime.criteria),
    ...regime.outcomes.flatMap(({ rule }) => factsOf(rule, regime.criteria)),
    ...regime.stages.flatMap(({ condition, shift, due }) => [
      ...factsOf(condition ?? isAlways, regime.criteria),
      ...factsOf(shift?.unless ?? isAlways, regime.criteria),
      ...due.flatMap(({ onlyFor }) => factsOf(onlyFor ?? isAlways)),
    ]),
  ]);
  return asked(facts, 'organisation');
}

/**
 * What an incident has to answer: only the questions the given regimes need, each once, and none whose answer the
 * profile makes idle (a bank is not asked about its domain names).
 */
export function incidentQuestionsOf(among: readonly Regime[], profile: Answers): readonly Question[] {
  const facts = among.flatMap((regime) => [
    ...regime.outcomes.flatMap(({ rule }) => judge(rule, profile, regime.criteria).open),
    ...regime.stages.flatMap(({ condition, exception }) => [
      ...judge(condition ?? isAlways, profile, regime.criteria).open,
      ...judge(exception ?? isAlways, profile, regime.criteria).open,
    ]),
  ]);
  return asked(facts, 'incident');
}

/** Whether a regime reaches an organisation, and by which article. `why` names the facts that decided, or that are missing. */
export interface Applicability {
  readonly regime: Regime;
  readonly truth: Truth;
  readonly isInForce: boolean;
  readonly why: readonly string[];
  readonly legal: Legal;
}

export function applicabilityOf(
  among: readonly Regime[],
  profile: Answers,
  lawAsOf: Temporal.PlainDate,
): readonly Applicability[] {
  return versionsOn(among, lawAsOf).map((regime) => {
    const { truth, used, open } = judge(regime.applies.rule, profile, regime.criteria);
    const why = truth === 'unknown' ? open : used;
    return { regime, truth, isInForce: isInForce(regime, lawAsOf), why, legal: regime.applies.legal };
  });
}

/** What the rule of an outcome says of an incident. It proposes: only a person decides. */
export interface Proposal extends Judgement {
  readonly outcome: Outcome;
  /** The lines that hold, with their articles, in the order of the law. */
  readonly metCriteria: readonly Criterion[];
}

export function proposalsOf(regime: Regime, profile: Answers, answers: Answers): readonly Proposal[] {
  return regime.outcomes.map((outcome) => {
    const judgement = judge(outcome.rule, { ...profile, ...answers }, regime.criteria);
    const metCriteria = regime.criteria.filter(({ id }) => judgement.met.includes(id));
    return { ...judgement, outcome, metCriteria };
  });
}
