// SPDX-License-Identifier: Apache-2.0
import {
  type AnswerValue,
  type AssessmentAnswer,
  type AssessmentDecision,
  type CrisisCriterion,
  type DecisionBasis,
  type LawTruth,
  type LegalMomentName,
  type PersonId,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Changing, Sql } from '../platform/database/database.ts';
import { outcomeKey } from './assessment.ts';
import type { IncidentSays } from './suggestions.ts';

type PersonShown = AssessmentDecision['decidedBy'];

/** What an assessment needs of its incident. */
export interface AssessedIncident {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly status: string;
  readonly says: IncidentSays;
  readonly moments: {
    readonly occurrence: Date | null;
    readonly detection: Date | null;
    readonly awareness: Date | null;
  };
  readonly declaredAt: Date;
  /** Where days begin and end. */
  readonly timeZone: string;
  readonly country: string;
}

const momentAt = (moments: unknown, name: string): Date | null => {
  const kept = (moments as Readonly<Record<string, { readonly at: string } | undefined>>)[name];
  return kept === undefined ? null : new Date(kept.at);
};

const incidents = (trx: Sql) =>
  trx
    .selectFrom('incident')
    .select((select) => [
      'incident.id',
      'reference',
      'title',
      'status',
      'personal_data',
      'class',
      'root_cause_class',
      'moments',
      'resolved_at',
      'declared_at',
      select.selectFrom('organisation').select('time_zone').limit(1).as('time_zone'),
      select.selectFrom('organisation').select('country').limit(1).as('country'),
    ]);
type IncidentRow = Awaited<ReturnType<ReturnType<typeof incidents>['execute']>>[number];

function incidentFromRow(row: IncidentRow): AssessedIncident {
  return {
    id: row.id,
    reference: row.reference,
    title: row.title,
    status: row.status,
    says: {
      personalData: row.personal_data,
      class: row.class,
      rootCauseClass: row.root_cause_class,
      occurredAt: momentAt(row.moments, 'occurred'),
      resolvedAt: row.resolved_at,
    },
    moments: {
      occurrence: momentAt(row.moments, 'occurred'),
      detection: momentAt(row.moments, 'detected'),
      awareness: momentAt(row.moments, 'aware'),
    },
    declaredAt: row.declared_at,
    timeZone: row.time_zone ?? 'UTC',
    country: row.country ?? '',
  };
}

export async function findAssessed(
  trx: Sql,
  which: { readonly reference: string } | { readonly id: string },
): Promise<AssessedIncident | Refusal<'incident.not_found'>> {
  const row = await ('id' in which
    ? incidents(trx).where('incident.id', '=', which.id)
    : incidents(trx).where('reference', '=', which.reference)
  ).executeTakeFirst();
  return row === undefined ? refuse('incident.not_found') : incidentFromRow(row);
}

/** Locks the incident until commit: two people who answer at once follow each other, and obligations are computed once each. */
export async function lockAssessed(
  trx: Sql,
  reference: string,
): Promise<AssessedIncident | Refusal<'incident.not_found'>> {
  const row = await incidents(trx)
    .where('reference', '=', reference)
    .forNoKeyUpdate('incident')
    .executeTakeFirst();
  return row === undefined ? refuse('incident.not_found') : incidentFromRow(row);
}

export interface BegunAssessment {
  readonly profileId: string | null;
  readonly begunAt: Date;
  readonly version: number;
  readonly undecidedCount: number;
  readonly reassessCount: number;
}

export async function findBegun(trx: Sql, incidentId: string): Promise<BegunAssessment | null> {
  const row = await trx
    .selectFrom('assessment')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        profileId: row.profile_id,
        begunAt: row.begun_at,
        version: row.version,
        undecidedCount: row.undecided_count,
        reassessCount: row.reassess_count,
      };
}

const personOf = (changing: Changing) => (changing.actor.kind === 'person' ? changing.actor.id : null);

/** Begins an assessment by a version of the profile. @returns false when it was begun already */
export async function insertBegun(
  changing: Changing,
  incidentId: string,
  profileId: string | null,
): Promise<boolean> {
  const result = await changing.sql
    .insertInto('assessment')
    .values({
      incident_id: incidentId,
      profile_id: profileId,
      begun_at: changing.now,
      begun_by: personOf(changing),
    })
    .onConflict((conflict) => conflict.column('incident_id').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateProfile(trx: Sql, incidentId: string, profileId: string | null): Promise<void> {
  await trx
    .updateTable('assessment')
    .set({ profile_id: profileId })
    .where('incident_id', '=', incidentId)
    .execute();
}

export async function updateCounts(
  trx: Sql,
  incidentId: string,
  counts: { readonly undecided: number; readonly reassess: number },
): Promise<void> {
  await trx
    .updateTable('assessment')
    .set({
      undecided_count: counts.undecided,
      reassess_count: counts.reassess,
      version: raw`version + 1`,
    })
    .where('incident_id', '=', incidentId)
    .execute();
}

export async function profileRecordedAt(trx: Sql, id: string | null): Promise<Date | null> {
  if (id === null) return null;
  const row = await trx.selectFrom('profile').select('recorded_at').where('id', '=', id).executeTakeFirst();
  return row?.recorded_at ?? null;
}

const shownPerson = (id: string | null, name: string | null): PersonShown | null =>
  id === null ? null : { id: id as PersonId, name: name ?? '' };

export interface StandingAnswer extends AssessmentAnswer {
  readonly question: string;
}

/** The latest answer of each question. */
export async function standingAnswers(trx: Sql, incidentId: string): Promise<StandingAnswer[]> {
  const rows = await trx
    .selectFrom('assessment_answer as a')
    .leftJoin('person as p', 'p.id', 'a.recorded_by')
    .distinctOn('a.question_id')
    .selectAll('a')
    .select('p.name as person_name')
    .where('a.incident_id', '=', incidentId)
    .orderBy('a.question_id')
    .orderBy('a.recorded_at', 'desc')
    .orderBy('a.id', 'desc')
    .execute();
  return rows.map((row) => ({
    question: row.question_id,
    id: row.id,
    value: row.answer as AnswerValue,
    isEstimate: row.is_estimate,
    note: row.note,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: shownPerson(row.recorded_by, row.person_name),
  }));
}

/**
 * Rows of one question follow each other by their moment of recording, and one transaction may stand at the same
 * instant as the last: a later one is never put before what it answers to.
 */
function after(last: string | null, now: Date): Date {
  return last === null ? now : new Date(Math.max(now.getTime(), Date.parse(last) + 1));
}

export async function insertAnswer(
  changing: Changing,
  incidentId: string,
  answer: {
    readonly question: string;
    readonly value: AnswerValue;
    readonly isEstimate: boolean;
    readonly note: string | null;
  },
  lastAt: string | null,
): Promise<void> {
  await changing.sql
    .insertInto('assessment_answer')
    .values({
      id: changing.ids.uuid(),
      incident_id: incidentId,
      question_id: answer.question,
      answer: JSON.stringify(answer.value),
      is_estimate: answer.isEstimate,
      note: answer.note,
      recorded_at: after(lastAt, changing.now),
      recorded_by: personOf(changing),
    })
    .execute();
}

export interface StandingMoment {
  readonly id: string;
  readonly name: LegalMomentName;
  readonly at: Date | null;
  readonly reason: string | null;
  readonly recordedAt: string;
  readonly recordedBy: PersonShown | null;
}

/** The latest entry of each moment; one without an instant was taken back. */
export async function standingMoments(trx: Sql, incidentId: string): Promise<StandingMoment[]> {
  const rows = await trx
    .selectFrom('legal_moment as m')
    .leftJoin('person as p', 'p.id', 'm.recorded_by')
    .distinctOn('m.name')
    .selectAll('m')
    .select('p.name as person_name')
    .where('m.incident_id', '=', incidentId)
    .orderBy('m.name')
    .orderBy('m.recorded_at', 'desc')
    .orderBy('m.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name as LegalMomentName,
    at: row.at,
    reason: row.reason,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: shownPerson(row.recorded_by, row.person_name),
  }));
}

export async function insertMoment(
  changing: Changing,
  incidentId: string,
  moment: { readonly name: LegalMomentName; readonly at: Date | null; readonly reason: string | null },
  lastAt: string | null,
): Promise<void> {
  await changing.sql
    .insertInto('legal_moment')
    .values({
      id: changing.ids.uuid(),
      incident_id: incidentId,
      ...moment,
      recorded_at: after(lastAt, changing.now),
      recorded_by: personOf(changing),
    })
    .execute();
}

/** Every decision of an incident, oldest first. */
export async function allDecisions(
  trx: Sql,
  incidentId: string,
): Promise<(AssessmentDecision & { readonly regimeId: string; readonly outcomeId: string })[]> {
  const rows = await trx
    .selectFrom('assessment_decision as d')
    .leftJoin('person as p', 'p.id', 'd.decided_by')
    .selectAll('d')
    .select('p.name as person_name')
    .where('d.incident_id', '=', incidentId)
    .orderBy('d.decided_at')
    .orderBy('d.id')
    .execute();
  return rows.map((row) => ({
    regimeId: row.regime_id,
    outcomeId: row.outcome_id,
    id: row.id,
    isSo: row.is_so,
    proposed: row.proposed as LawTruth,
    reason: row.reason,
    regimeVersion: row.regime_version,
    basis: row.basis as DecisionBasis,
    decidedAt: row.decided_at.toISOString(),
    decidedBy: { id: row.decided_by as PersonId, name: row.person_name ?? '' },
  }));
}

/** The decision that stands, by outcome. */
export function standingDecisions(
  decisions: Awaited<ReturnType<typeof allDecisions>>,
): Map<string, AssessmentDecision> {
  return new Map(
    decisions.map(({ outcomeId, regimeId, ...decision }) => [outcomeKey(regimeId, outcomeId), decision]),
  );
}

export async function insertDecision(
  changing: Changing,
  incidentId: string,
  decision: {
    readonly regimeId: string;
    readonly regimeVersion: number;
    readonly outcomeId: string;
    readonly isSo: boolean;
    readonly proposed: LawTruth;
    readonly reason: string | null;
    readonly basis: DecisionBasis;
    readonly by: string;
  },
  lastAt: string | null,
): Promise<void> {
  await changing.sql
    .insertInto('assessment_decision')
    .values({
      id: changing.ids.uuid(),
      incident_id: incidentId,
      regime_id: decision.regimeId,
      regime_version: decision.regimeVersion,
      outcome_id: decision.outcomeId,
      is_so: decision.isSo,
      proposed: decision.proposed,
      reason: decision.reason,
      basis: JSON.stringify(decision.basis),
      decided_at: after(lastAt, changing.now),
      decided_by: decision.by,
    })
    .execute();
}

/** Marks of a crisis in their order; those switched off are read apart. */
export async function crisisCriteria(
  trx: Sql,
  are: 'standing' | 'removed' = 'standing',
): Promise<CrisisCriterion[]> {
  const rows = await trx
    .selectFrom('crisis_criterion')
    .select(['id', 'code', 'text'])
    .where('removed_at', are === 'standing' ? 'is' : 'is not', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ code, id, text }) => ({ id, code: code as CrisisCriterion['code'], text }));
}
