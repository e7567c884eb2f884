// SPDX-License-Identifier: Apache-2.0
import { limits, type ProfileStanding, type Refusal, refuse } from '@belfry/contract';
import {
  type Answer,
  type Answers,
  applicabilityOf,
  type Question,
  questions,
  type Regime,
} from '@belfry/regimes';

const NONE = 'none';
const organisationQuestions = new Map(
  questions.filter(({ about }) => about === 'organisation').map((question) => [question.id, question]),
);

/** Why an answer does not fit its question, as a stable word; null where it does, and where it is not known. */
function misfit(question: Question | undefined, answer: Answer): string | null {
  if (question === undefined) return 'unknown_question';
  if (answer === null) return null;
  const { choices = [] } = question;
  if (question.answer === 'yes_no') return typeof answer === 'boolean' ? null : 'not_yes_or_no';
  if (question.answer === 'count') return Number.isSafeInteger(answer) ? null : 'not_a_number';
  if (question.answer === 'choice') {
    return typeof answer === 'string' && choices.includes(answer) ? null : 'not_a_choice';
  }
  if (typeof answer !== 'object' || !answer.every((each) => choices.includes(each))) return 'not_a_choice';
  // A rule would read an empty list as "none of these", and the version kept would drop it as not known: which was meant?
  if (answer.length === 0) return choices.includes(NONE) ? 'none_or_null' : 'empty';
  return answer.includes(NONE) && answer.length > 1 ? 'none_and_another' : null;
}

function detailOf(id: string, answer: Answer, code: string): string {
  const misfits = `Answer ${JSON.stringify(answer)} does not fit ${id}`;
  if (code === 'none_or_null')
    return `${misfits}: send ["none"] where it is none of these, null where it is not known`;
  return code === 'empty' ? `${misfits}: send null where it is not known` : misfits;
}

/** Whether each answer fits its question: a rule that reads a word where it wants a number would be no judgement. */
export function reasonNotAnswers(answers: Answers): Refusal<'profile.answer_not_valid'> | null {
  const errors = Object.entries(answers).flatMap(([id, answer]) => {
    const code = misfit(organisationQuestions.get(id), answer);
    return code === null ? [] : [{ pointer: `/answers/${id}`, code, detail: detailOf(id, answer, code) }];
  });
  const first = errors[0];
  return first === undefined ? null : refuse('profile.answer_not_valid', first.detail, errors);
}

/** Only what is known, in the order of the questions: so two versions that say the same are the same. */
export function settled(answers: Answers): Answers {
  const known = [...organisationQuestions.keys()].flatMap((id) => {
    const answer = Object.hasOwn(answers, id) ? (answers[id] ?? null) : null;
    if (answer === null) return [];
    return [[id, typeof answer === 'object' ? [...new Set(answer)].sort() : answer] as const];
  });
  return Object.fromEntries(known);
}

/** Which regimes reach an organisation with such answers, by which article, and what is still open. */
export function standingOf(
  among: readonly Regime[],
  answers: Answers,
  lawAsOf: Temporal.PlainDate,
): ProfileStanding {
  const applicability = applicabilityOf(among, answers, lawAsOf).filter(
    ({ isInForce, regime }) => isInForce || Temporal.PlainDate.compare(regime.validFrom, lawAsOf) > 0,
  );
  const open = applicability.filter(({ truth }) => truth === 'unknown').flatMap(({ why }) => why);
  return {
    regimes: applicability.map(({ isInForce, legal, regime, truth, why }) => ({
      regimeId: regime.id,
      truth,
      isInForce,
      facts: [...why],
      legal: { cite: legal.cite, evidence: legal.evidence, note: legal.note ?? null },
    })),
    open: [...new Set(open)],
  };
}

/** The day after which somebody has to look again: what an organisation is changes without anybody telling the desk. */
export const reviewDayAfter = (day: Temporal.PlainDate): string =>
  day.add({ months: limits.profileReviewMonthsMax }).toString();

/** What the settings of the organisation already say; the sector `other` is none of the annexes. */
export function suggestedBy(organisation: { readonly country: string; readonly sector: string }): Answers {
  const states = organisationQuestions.get('org.member_states')?.choices ?? [];
  const sectors = organisationQuestions.get('org.nis2_sectors')?.choices ?? [];
  return {
    ...(states.includes(organisation.country) ? { 'org.member_states': [organisation.country] } : {}),
    ...(sectors.includes(organisation.sector) ? { 'org.nis2_sectors': [organisation.sector] } : {}),
  };
}
