// SPDX-License-Identifier: Apache-2.0
import type {
  AssessedRegime,
  Assessment,
  AssessmentDecision,
  AssessmentQuestion,
  LegalMoment,
} from '@belfry/contract';
import type { Answers, MomentName } from '@belfry/regimes';
import type { Sql } from '../platform/database/database.ts';
import { latestProfile, profileAt } from '../profile/index.ts';
import {
  type AskedRegime,
  type AssessmentFacts,
  askedQuestions,
  askedRegimes,
  assessRegimes,
  countsOf,
  momentsNeeded,
} from './assessment.ts';
import {
  type AssessedIncident,
  allDecisions,
  type BegunAssessment,
  crisisCriteria,
  findBegun,
  profileRecordedAt,
  type StandingAnswer,
  type StandingMoment,
  standingAnswers,
  standingDecisions,
  standingMoments,
} from './assessment-store.ts';
import { crisisRegimeOf } from './crisis.ts';
import { suggestionsOf } from './suggestions.ts';

/** An assessment as it stands, with everything it is computed from. */
export interface WholeAssessment {
  readonly incident: AssessedIncident;
  readonly begun: BegunAssessment | null;
  /** The version of the profile it is judged by. */
  readonly profileId: string | null;
  readonly latestProfileId: string | null;
  readonly answers: readonly StandingAnswer[];
  readonly moments: readonly StandingMoment[];
  readonly allDecisions: Awaited<ReturnType<typeof allDecisions>>;
  readonly facts: AssessmentFacts;
  readonly asked: readonly AskedRegime[];
  readonly regimes: readonly AssessedRegime[];
}

/** The law of the day on which the organisation became aware counts; until that is known, of the day it was declared. */
function lawAsOf({ declaredAt, moments, timeZone }: AssessedIncident): Temporal.PlainDate {
  const at = moments.awareness ?? declaredAt;
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

const answersOf = (answers: readonly StandingAnswer[]): Answers =>
  Object.fromEntries(answers.map(({ question, value }) => [question, value]));

export async function readWhole(trx: Sql, incident: AssessedIncident): Promise<WholeAssessment> {
  const begun = await findBegun(trx, incident.id);
  const latest = await latestProfile(trx);
  // An assessment begun without a profile keeps to that, until somebody takes a version over.
  const profile =
    begun === null
      ? latest
      : begun.profileId === null
        ? { id: null, answers: {} }
        : await profileAt(trx, begun.profileId);
  const answers = await standingAnswers(trx, incident.id);
  const decided = await allDecisions(trx, incident.id);
  const decisions: ReadonlyMap<string, AssessmentDecision> = standingDecisions(decided);
  const facts: AssessmentFacts = {
    profile: profile.answers,
    answers: answersOf(answers),
    estimates: new Set(answers.filter(({ isEstimate }) => isEstimate).map(({ question }) => question)),
    lawAsOf: lawAsOf(incident),
    crisis: crisisRegimeOf(await crisisCriteria(trx)),
    decisions,
  };
  const asked = askedRegimes(facts);
  return {
    incident,
    begun,
    profileId: profile.id,
    latestProfileId: latest.id,
    answers,
    moments: await standingMoments(trx, incident.id),
    allDecisions: decided,
    facts,
    asked,
    regimes: assessRegimes(asked, facts),
  };
}

/** The moments a clock may run from: those only the law tells apart, and the incident's own. */
export function momentsOf({
  incident,
  moments,
}: WholeAssessment): Partial<Record<MomentName, Temporal.Instant>> {
  const all: [MomentName, Date | null][] = [
    ...moments.map(({ at, name }): [MomentName, Date | null] => [name, at]),
    ['occurrence', incident.moments.occurrence],
    ['detection', incident.moments.detection],
    ['awareness', incident.moments.awareness],
  ];
  return Object.fromEntries(
    all.flatMap(([name, at]) =>
      at === null ? [] : [[name, Temporal.Instant.fromEpochMilliseconds(at.getTime())]],
    ),
  );
}

function presentQuestions({
  answers,
  asked,
  facts,
  incident,
  regimes,
}: WholeAssessment): AssessmentQuestion[] {
  const open = new Set(regimes.flatMap(({ outcomes }) => outcomes.flatMap((one) => one.open)));
  const byQuestion = new Map(answers.map((answer) => [answer.question, answer]));
  const suggestions = suggestionsOf(incident.says);
  return [...askedQuestions(asked, facts.profile)].map(([question, needing]) => {
    const kept = byQuestion.get(question);
    const suggestion = suggestions.get(question) ?? null;
    const isTaken = suggestion === null || (kept !== undefined && kept.value === suggestion.value);
    return {
      question,
      regimes: [...needing],
      isOpen: open.has(question),
      answer: kept === undefined ? null : presentAnswer(kept),
      suggestion: isTaken ? null : suggestion,
    };
  });
}

function presentAnswer({ question: _, ...answer }: StandingAnswer): AssessmentQuestion['answer'] {
  return answer;
}

function presentMoments({ asked, moments }: WholeAssessment): LegalMoment[] {
  const needed = momentsNeeded(asked);
  const standing = new Map(moments.map((moment) => [moment.name, moment]));
  return [...new Set([...needed.keys(), ...standing.keys()])].map((name) => {
    const kept = standing.get(name);
    return {
      name,
      regimes: [...(needed.get(name) ?? [])],
      id: kept?.id ?? null,
      at: kept?.at?.toISOString() ?? null,
      reason: kept?.reason ?? null,
      recordedAt: kept?.recordedAt ?? null,
      recordedBy: kept?.recordedBy ?? null,
    };
  });
}

export async function presentWhole(trx: Sql, whole: WholeAssessment): Promise<Assessment> {
  const { begun, incident, latestProfileId, profileId, regimes } = whole;
  const counts = countsOf(regimes);
  return {
    incident: incident.reference,
    begunAt: begun?.begunAt.toISOString() ?? null,
    version: begun?.version ?? 0,
    profile: {
      id: profileId,
      recordedAt: (await profileRecordedAt(trx, profileId))?.toISOString() ?? null,
      isLatest: profileId === latestProfileId,
    },
    lawAsOf: whole.facts.lawAsOf.toString(),
    lawAsOfFrom: incident.moments.awareness === null ? 'declaration' : 'awareness',
    regimes: [...regimes],
    questions: presentQuestions(whole),
    moments: presentMoments(whole),
    undecidedCount: counts.undecided,
    reassessCount: counts.reassess,
  };
}
