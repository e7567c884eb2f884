// SPDX-License-Identifier: Apache-2.0
import {
  type answerAssessment,
  type decideOutcome,
  type EventName,
  type Input,
  isRefusal,
  type LegalMomentName,
  type Refusal,
  refuse,
  type setLegalMoment,
} from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { latestProfile } from '../profile/index.ts';
import { areSameFacts, countsOf, needsReason, outcomeKey, reasonNotAnswerable } from './assessment.ts';
import {
  type AssessedIncident,
  findAssessed,
  findBegun,
  insertAnswer,
  insertBegun,
  insertDecision,
  insertMoment,
  lockAssessed,
  updateCounts,
  updateProfile,
} from './assessment-store.ts';
import { readWhole, type WholeAssessment } from './whole-assessment.ts';

/** Computes again what is owed, in the transaction of the change that moved it. */
export type ObligationsFollow = (changing: Changing, incidentId: string, because: EventName) => Promise<void>;

type Locked = AssessedIncident | Refusal<'incident.not_found' | 'incident.status_does_not_allow'>;

/** The incident, locked until commit. What was merged away or dismissed is not assessed; what is closed still is. */
export async function incidentToAssess(changing: Changing, reference: string): Promise<Locked> {
  const incident = await lockAssessed(changing.sql, reference);
  if (isRefusal(incident)) return incident;
  return incident.status === 'merged' || incident.status === 'dismissed'
    ? refuse('incident.status_does_not_allow', `${incident.reference} is ${incident.status}`)
    : incident;
}

const about = ({ id, reference }: { id: string; reference: string }) => ({
  subject: { kind: 'assessment', id, reference },
  incident: { id, reference },
});

/** Begins an assessment by the profile of now, where none was begun. */
export async function begin(
  changing: Changing,
  incident: { readonly id: string; readonly reference: string },
): Promise<void> {
  const { id: profileId } = await latestProfile(changing.sql);
  if (!(await insertBegun(changing, incident.id, profileId))) return;
  changing.record({
    event: 'assessment.begun',
    ...about(incident),
    changes: changesBetween({}, { profile: profileId }),
  });
}

/** Begins the assessment of an incident that was confirmed, so that what has to be decided is asked without anybody's doing. */
export async function beginAssessment(
  changing: Changing,
  incidentId: string,
  obligationsFollow: ObligationsFollow,
): Promise<void> {
  const incident = await findAssessed(changing.sql, { id: incidentId });
  if (isRefusal(incident)) return;
  await begin(changing, incident);
  await settle(changing, incident, 'assessment.begun', obligationsFollow);
}

/** Counts what waits for a person, and lets obligations follow: both in the transaction of the change. */
export async function settle(
  changing: Changing,
  incident: AssessedIncident,
  because: EventName,
  obligationsFollow: ObligationsFollow,
): Promise<WholeAssessment> {
  const whole = await readWhole(changing.sql, incident);
  if (whole.begun === null) return whole;
  await updateCounts(changing.sql, incident.id, countsOf(whole.regimes));
  await obligationsFollow(changing, incident.id, because);
  return { ...whole, begun: await findBegun(changing.sql, incident.id) };
}

const changedMeanwhile = (name: string) =>
  refuse('assessment.changed_meanwhile', `"${name}" stands otherwise than it was seen`);

/** Whether another entry stands than the one somebody saw. Who says nothing of what they saw adds to it blindly. */
const isOther = (seen: string | null | undefined, standing: string | null) =>
  seen !== undefined && seen !== standing;

type AnswerRefusal = Refusal<
  'assessment.changed_meanwhile' | 'assessment.question_unknown' | 'assessment.answer_not_fitting'
>;

/** Keeps answers: all of them, or none. The same answer again is none. */
export async function answer(
  changing: Changing,
  incident: AssessedIncident,
  wanted: Input<typeof answerAssessment>['body']['answers'],
): Promise<AnswerRefusal | null> {
  const { answers, facts } = await readWhole(changing.sql, incident);
  const standing = new Map(answers.map((one) => [one.question, one]));
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const { isEstimate, note = null, question, seen, value } of wanted) {
    const unfit = reasonNotAnswerable(question, value, facts.crisis);
    if (unfit !== null) return unfit;
    const last = standing.get(question);
    const isSame =
      last !== undefined &&
      JSON.stringify([last.value, last.isEstimate, last.note]) === JSON.stringify([value, isEstimate, note]);
    if (isSame) continue;
    if (isOther(seen, last?.id ?? null)) return changedMeanwhile(question);
    await insertAnswer(
      changing,
      incident.id,
      { question, value, isEstimate, note },
      last?.recordedAt ?? null,
    );
    before[question] = last?.value ?? null;
    after[question] = value;
  }
  if (Object.keys(after).length > 0) {
    changing.record({
      event: 'assessment.answered',
      ...about(incident),
      // An answer that became an estimate changed as well, though its value did not.
      changes: Object.keys(after).map((field) => ({
        field,
        from: (before[field] ?? null) as null,
        to: (after[field] ?? null) as null,
      })),
    });
  }
  return null;
}

type MomentRefusal = Refusal<
  'assessment.changed_meanwhile' | 'assessment.reason_required' | 'assessment.moment_in_future'
>;

/** Sets a moment, corrects it or takes it back. */
export async function setMoment(
  changing: Changing,
  incident: AssessedIncident,
  name: LegalMomentName,
  wanted: Input<typeof setLegalMoment>['body'],
): Promise<MomentRefusal | null> {
  const { moments } = await readWhole(changing.sql, incident);
  const last = moments.find((one) => one.name === name);
  const at = wanted.at === null ? null : new Date(wanted.at);
  if ((last?.at?.getTime() ?? null) === (at?.getTime() ?? null)) return null;
  if (isOther(wanted.seen, last?.id ?? null)) return changedMeanwhile(name);
  const reason = wanted.reason?.trim() || null;
  if (last !== undefined && last.at !== null && reason === null) {
    return refuse('assessment.reason_required', `"${name}" is set already`);
  }
  if (at !== null && at > changing.now) {
    return refuse('assessment.moment_in_future', `"${name}" would be after now`);
  }
  await insertMoment(changing, incident.id, { name, at, reason }, last?.recordedAt ?? null);
  changing.record({
    event: at === null ? 'assessment.moment_taken_back' : 'assessment.moment_set',
    ...about(incident),
    changes: [{ field: name, from: last?.at?.toISOString() ?? null, to: at?.toISOString() ?? null }],
    ...(reason === null ? {} : { reason }),
  });
  return null;
}

type DecideRefusal = Refusal<
  'assessment.changed_meanwhile' | 'assessment.outcome_unknown' | 'assessment.reason_required'
>;

/** Signs what an incident is under a law. What the rule said and used is kept with it, as it stood. */
export async function decide(
  changing: Changing,
  actor: PersonActor,
  incident: AssessedIncident,
  wanted: Input<typeof decideOutcome>['body'],
): Promise<DecideRefusal | null> {
  const { regimes } = await readWhole(changing.sql, incident);
  const regime = regimes.find((one) => one.regime === wanted.regime);
  const outcome = regime?.outcomes.find((one) => one.outcome === wanted.outcome);
  const key = outcomeKey(wanted.regime, wanted.outcome);
  if (regime === undefined || outcome === undefined) {
    return refuse('assessment.outcome_unknown', `Looked for "${key}"`);
  }
  const { seen } = wanted;
  const isSeen =
    seen === undefined ||
    (seen.decision === (outcome.decision?.id ?? null) &&
      seen.proposed === outcome.proposed &&
      areSameFacts(seen.facts, outcome.facts));
  if (!isSeen) return changedMeanwhile(key);
  const reason = wanted.reason?.trim() || null;
  if (reason === null && needsReason(wanted.isSo, outcome.proposed)) {
    return refuse('assessment.reason_required', `The rule says ${outcome.proposed}`);
  }
  await insertDecision(
    changing,
    incident.id,
    {
      regimeId: regime.regime,
      regimeVersion: regime.version,
      outcomeId: outcome.outcome,
      isSo: wanted.isSo,
      proposed: outcome.proposed,
      reason,
      basis: { met: outcome.met, facts: outcome.facts, open: outcome.open },
      by: actor.id,
    },
    outcome.decision?.decidedAt ?? null,
  );
  changing.record({
    event: 'assessment.decided',
    ...about(incident),
    changes: [
      { field: key, from: outcome.decision?.isSo ?? null, to: wanted.isSo },
      { field: 'proposed', from: null, to: outcome.proposed },
    ],
    ...(reason === null ? {} : { reason }),
  });
  return null;
}

/** Judges the incident by the newest profile. Decisions stand; those whose proposal turns ask to be looked at again. */
export async function takeOver(changing: Changing, incident: AssessedIncident): Promise<null> {
  const begun = await findBegun(changing.sql, incident.id);
  const { id } = await latestProfile(changing.sql);
  if (begun === null || begun.profileId === id) return null;
  await updateProfile(changing.sql, incident.id, id);
  changing.record({
    event: 'assessment.profile_taken_over',
    ...about(incident),
    changes: changesBetween({ profile: begun.profileId }, { profile: id }),
  });
  return null;
}
