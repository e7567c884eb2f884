// SPDX-License-Identifier: Apache-2.0
import {
  type AnswerValue,
  type AssessedOutcome,
  type AssessedRegime,
  type AssessmentDecision,
  crisisRegimeId,
  type DecisionBasis,
  type LawTruth,
  type LegalMomentName,
  legalMomentNames,
  type Refusal,
  refuse,
  type UsedFact,
} from '@belfry/contract';
import {
  type Answers,
  applicabilityOf,
  incidentQuestionsOf,
  type Proposal,
  proposalsOf,
  type Question,
  questions,
  type Regime,
  regimes,
} from '@belfry/regimes';

/** Everything an assessment is computed from. */
export interface AssessmentFacts {
  readonly profile: Answers;
  readonly answers: Answers;
  /** Questions whose answer is an estimate. */
  readonly estimates: ReadonlySet<string>;
  readonly lawAsOf: Temporal.PlainDate;
  /** The organisation's own marks of a crisis, in the shape of a law. */
  readonly crisis: Regime;
  /** The decision that stands, by `regime/outcome`. */
  readonly decisions: ReadonlyMap<string, AssessmentDecision>;
}

/** A regime that asks something of this incident, for certain or perhaps. */
export interface AskedRegime {
  readonly regime: Regime;
  readonly applies: LawTruth;
  readonly why: readonly string[];
}

export const outcomeKey = (regime: string, outcome: string) => `${regime}/${outcome}`;

/** Regimes that apply or may apply by the law of that day, and have something to ask or to decide. */
export function askedRegimes({ crisis, lawAsOf, profile }: AssessmentFacts): readonly AskedRegime[] {
  const laws = applicabilityOf(regimes, profile, lawAsOf)
    .filter(({ isInForce, truth }) => isInForce && truth !== 'no')
    .filter(({ regime }) => regime.outcomes.length > 0 || incidentQuestionsOf([regime], profile).length > 0)
    .map(({ regime, truth, why }) => ({ regime, applies: truth, why }));
  return [...laws, { regime: crisis, applies: 'yes', why: [] }];
}

/** What is asked, each question once: those of applying regimes first. */
export function askedQuestions(
  asked: readonly AskedRegime[],
  profile: Answers,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const certainFirst = [...asked].sort((a, b) => Number(b.applies === 'yes') - Number(a.applies === 'yes'));
  for (const { regime } of certainFirst) {
    const ids =
      regime.id === crisisRegimeId
        ? regime.criteria.map(({ id }) => id)
        : incidentQuestionsOf([regime], profile).map(({ id }) => id);
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), regime.id]);
  }
  return found;
}

function factsUsed(used: readonly string[], facts: AssessmentFacts): UsedFact[] {
  return used.map((question) => {
    const isOwn = Object.hasOwn(facts.answers, question);
    const value = (isOwn ? facts.answers[question] : facts.profile[question]) ?? null;
    return {
      question,
      value: value as AnswerValue,
      isEstimate: isOwn && facts.estimates.has(question),
      from: isOwn ? 'incident' : 'profile',
    };
  });
}

function basisOf(proposal: Proposal, facts: AssessmentFacts): DecisionBasis {
  return {
    met: proposal.metCriteria.map(({ id }) => id),
    facts: factsUsed(proposal.used, facts),
    open: [...proposal.open],
  };
}

const isSame = (one: AnswerValue, other: AnswerValue) => JSON.stringify(one) === JSON.stringify(other);

/** The very facts, in any order: what was signed is what was seen. */
export function areSameFacts(some: readonly UsedFact[], others: readonly UsedFact[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ isEstimate, question, value }) =>
      others.some(
        (other) =>
          other.question === question && other.isEstimate === isEstimate && isSame(other.value, value),
      ),
    )
  );
}

function changedSince(decision: AssessmentDecision, now: readonly UsedFact[]): AssessedOutcome['changed'] {
  const before = new Map(decision.basis.facts.map(({ question, value }) => [question, value]));
  const after = new Map(now.map(({ question, value }) => [question, value]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((question) => ({
      question,
      before: before.get(question) ?? null,
      now: after.get(question) ?? null,
    }))
    .filter((each) => !isSame(each.before, each.now));
}

/** The rule turned, and not towards what was decided: a person has to look again. What they signed stands meanwhile. */
export function isToReassess(
  decision: Pick<AssessmentDecision, 'isSo' | 'proposed'>,
  proposed: LawTruth,
): boolean {
  return decision.proposed !== proposed && proposed !== (decision.isSo ? 'yes' : 'no');
}

/**
 * Whether something waits for this outcome: a stage that is not ruled out by another decision. An outcome whose rule
 * begins with something that has to have happened (it was reported as major) waits for that first.
 */
function isAwaited(regime: Regime, outcomeId: string, facts: AssessmentFacts): boolean {
  if (regime.id === crisisRegimeId) return true;
  const rule = regime.outcomes.find(({ id }) => id === outcomeId)?.rule ?? { always: true };
  const begins = 'all' in rule ? rule.all.flatMap((one) => ('yes' in one ? [one.yes] : [])) : [];
  if (begins.some((question) => facts.answers[question] !== true)) return false;
  const isDenied = (id: string) => facts.decisions.get(outcomeKey(regime.id, id))?.isSo === false;
  return regime.stages.some(
    ({ duty, owedWhen, unlessNot = [] }) =>
      duty === 'owed' &&
      [...owedWhen, ...unlessNot].includes(outcomeId) &&
      ![...owedWhen, ...unlessNot].some((id) => id !== outcomeId && isDenied(id)),
  );
}

function assessOutcomes(regime: Regime, facts: AssessmentFacts): AssessedOutcome[] {
  return proposalsOf(regime, facts.profile, facts.answers).map((proposal) => {
    const basis = basisOf(proposal, facts);
    const decision = facts.decisions.get(outcomeKey(regime.id, proposal.outcome.id)) ?? null;
    return {
      outcome: proposal.outcome.id,
      proposed: proposal.truth,
      ...basis,
      isAwaited: isAwaited(regime, proposal.outcome.id, facts),
      decision,
      isToReassess: decision !== null && isToReassess(decision, proposal.truth),
      changed: decision === null ? [] : changedSince(decision, basis.facts),
    };
  });
}

export function assessRegimes(
  asked: readonly AskedRegime[],
  facts: AssessmentFacts,
): readonly AssessedRegime[] {
  return asked.map(({ applies, regime, why }) => ({
    regime: regime.id,
    version: regime.version,
    applies,
    why: [...why],
    outcomes: assessOutcomes(regime, facts),
  }));
}

/** How much waits for a person. What only may apply waits for the profile instead. */
export function countsOf(assessed: readonly AssessedRegime[]): { undecided: number; reassess: number } {
  const all = assessed.flatMap(({ applies, outcomes }) => outcomes.map((one) => ({ ...one, applies })));
  return {
    undecided: all.filter((one) => one.applies === 'yes' && one.isAwaited && one.decision === null).length,
    reassess: all.filter((one) => one.isToReassess).length,
  };
}

const isLegalMoment = (name: string): name is LegalMomentName =>
  (legalMomentNames as readonly string[]).includes(name);

/** Which regimes run a clock from which moment. */
export function momentsNeeded(
  asked: readonly AskedRegime[],
): ReadonlyMap<LegalMomentName, readonly string[]> {
  const found = new Map<LegalMomentName, Set<string>>();
  for (const { regime } of asked) {
    const anchors = regime.stages.flatMap(({ due }) =>
      due.flatMap(({ from, onlyIf }) => [from, ...(onlyIf === undefined ? [] : [onlyIf.anchor])]),
    );
    for (const anchor of anchors) {
      if (anchor.kind !== 'moment' || !isLegalMoment(anchor.moment)) continue;
      found.set(anchor.moment, (found.get(anchor.moment) ?? new Set()).add(regime.id));
    }
  }
  return new Map([...found].map(([name, ids]) => [name, [...ids]]));
}

const byId = new Map(questions.filter(({ about }) => about === 'incident').map((one) => [one.id, one]));

function fits({ answer, choices = [] }: Pick<Question, 'answer' | 'choices'>, value: AnswerValue): boolean {
  if (value === null) return true;
  switch (answer) {
    case 'yes_no':
      return typeof value === 'boolean';
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    case 'choice':
      return typeof value === 'string' && choices.includes(value);
    case 'choices':
      return Array.isArray(value) && value.every((one) => choices.includes(one));
    default:
      return answer satisfies never;
  }
}

/** A rule compares only what fits its question: anything else is stopped here, before it is kept. */
export function reasonNotAnswerable(
  question: string,
  value: AnswerValue,
  crisis: Regime,
): Refusal<'assessment.question_unknown' | 'assessment.answer_not_fitting'> | null {
  const isCrisis = crisis.criteria.some(({ id }) => id === question);
  const asked = isCrisis ? ({ answer: 'yes_no' } as const) : byId.get(question);
  if (asked === undefined) return refuse('assessment.question_unknown', `Looked for "${question}"`);
  return fits(asked, value)
    ? null
    : refuse('assessment.answer_not_fitting', `"${question}" wants ${asked.answer}`);
}

/** "Not required" is a signed decision with a reason, and so is leaving what the rule says (policy: decided by name). */
export function needsReason(isSo: boolean, proposed: LawTruth): boolean {
  return !isSo || proposed === 'no';
}
