// SPDX-License-Identifier: Apache-2.0
import { limits, type PersonId, type RecurrenceReview, type Refusal, refuse } from '@belfry/contract';
import { type PastIncident, type RecurrenceReview as Review, recurrenceReviews } from '@belfry/regimes';
import { sql as raw } from 'kysely';
import type { Changing, Sql } from '../platform/database/database.ts';
import { countsAlone, lookedBackFrom, type Period, periodOf, rootCauseKey } from './recurrence.ts';

const reviews = (trx: Sql) =>
  trx
    .selectFrom('recurrence_review as r')
    .leftJoin('person as p', 'p.id', 'r.done_by')
    .selectAll('r')
    .select('p.name as done_name');
type ReviewRow = Awaited<ReturnType<ReturnType<typeof reviews>['execute']>>[number];

/** A look back with the law it follows; what this version of the law data does not know is not shown. */
export interface FoundReview {
  readonly shown: RecurrenceReview;
  readonly review: Review;
  readonly period: Period;
}

function found(row: ReviewRow): FoundReview[] {
  const review = recurrenceReviews.find(({ id }) => id === row.review_id);
  if (review === undefined) return [];
  const period = periodOf(review, row.period_start);
  const shown: RecurrenceReview = {
    id: row.id,
    review: review.id,
    law: review.legal.cite,
    periodFrom: period.from.toString(),
    periodTo: period.to.toString(),
    lookedBackFrom: lookedBackFrom(review, period).toString(),
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by === null ? null : { id: row.done_by as PersonId, name: row.done_name ?? '' },
    note: row.note,
  };
  return [{ shown, review, period }];
}

export async function listReviews(trx: Sql): Promise<RecurrenceReview[]> {
  const rows = await reviews(trx)
    .orderBy(raw`r.done_at IS NOT NULL`)
    .orderBy('r.period_start', 'desc')
    .orderBy('r.review_id')
    .limit(limits.pageSizeMax)
    .execute();
  return rows.flatMap(found).map(({ shown }) => shown);
}

export async function findReview(
  trx: Sql,
  id: string,
  locking: 'locked' | 'read' = 'read',
): Promise<FoundReview | Refusal<'recurrence_review.not_found'>> {
  const query = reviews(trx).where('r.id', '=', id);
  const row = await (locking === 'locked' ? query.forUpdate('r') : query).executeTakeFirst();
  return (row === undefined ? [] : found(row))[0] ?? refuse('recurrence_review.not_found');
}

export async function writeDone(
  trx: Sql,
  id: string,
  done: { readonly at: Date; readonly by: string; readonly note: string },
): Promise<void> {
  await trx
    .updateTable('recurrence_review')
    .set({ done_at: done.at, done_by: done.by, note: done.note })
    .where('id', '=', id)
    .execute();
}

/** Opens the look back at a period. @returns its identifier, or null when it is open or done already */
export async function openReview(
  { ids, now, sql }: Changing,
  reviewId: string,
  period: Period,
  dueAt: Date,
): Promise<string | null> {
  const row = await sql
    .insertInto('recurrence_review')
    .values({
      id: ids.uuid(),
      review_id: reviewId,
      period_start: period.from.toString(),
      opened_at: now,
      due_at: dueAt,
    })
    .onConflict((conflict) => conflict.columns(['review_id', 'period_start']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Where days begin and end, and since when somebody has said what the organisation is; null before that. */
export async function beginningOfReviews(trx: Sql): Promise<{ timeZone: string; since: Date } | null> {
  const first = await trx
    .selectFrom('profile')
    .select('recorded_at')
    .orderBy('recorded_at')
    .limit(1)
    .executeTakeFirst();
  const organisation = await trx.selectFrom('organisation').select('time_zone').executeTakeFirst();
  return first === undefined || organisation === undefined
    ? null
    : { timeZone: organisation.time_zone, since: first.recorded_at };
}

export interface SmallIncident extends PastIncident {
  readonly reference: string;
  readonly title: string;
  readonly rootCauseClass: string | null;
  readonly rootCauseText: string | null;
}

interface SmallRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly root_cause_class: string | null;
  readonly root_cause: string | null;
  readonly occurred_on: string;
}

/** Incidents of those months that nobody decided to count alone, as far as the reader sees. */
export async function smallIncidents(trx: Sql, { period, review }: FoundReview): Promise<SmallIncident[]> {
  const alone = countsAlone[review.id];
  const { rows } = await raw<SmallRow>`
    SELECT * FROM (
      SELECT i.id, i.reference, i.title, i.root_cause_class, i.root_cause,
        (coalesce((i.moments -> 'occurred' ->> 'at')::timestamptz, i.declared_at)
          AT TIME ZONE coalesce((SELECT time_zone FROM organisation), 'UTC'))::date AS occurred_on
      FROM incident i
      WHERE i.status NOT IN ('merged', 'dismissed')
        AND (i.root_cause_class IS NOT NULL OR coalesce(i.root_cause, '') <> '')
        AND NOT EXISTS (
          SELECT FROM (
            SELECT DISTINCT ON (d.regime_id) d.is_so FROM assessment_decision d
            WHERE d.incident_id = i.id AND d.regime_id LIKE ${alone?.regimes ?? ''} AND d.outcome_id = ${alone?.outcome ?? ''}
            ORDER BY d.regime_id, d.decided_at DESC, d.id DESC
          ) standing WHERE standing.is_so
        )
    ) small
    WHERE occurred_on BETWEEN ${lookedBackFrom(review, period).toString()}::date AND ${period.to.toString()}::date
    ORDER BY occurred_on DESC, id LIMIT ${limits.recurrenceIncidentsMax}`.execute(trx);
  const answers = await figuresOf(
    trx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    title: row.title,
    rootCauseClass: row.root_cause_class,
    rootCauseText: row.root_cause,
    occurredOn: Temporal.PlainDate.from(row.occurred_on),
    rootCause: rootCauseKey(row.root_cause_class, row.root_cause),
    answers: answers.get(row.id) ?? {},
  }));
}

const figures = [
  ...new Set([
    'inc.recurrences_6_months_count',
    ...recurrenceReviews.flatMap(({ sums }) => sums.flatMap(({ into, of }) => [of, into])),
  ]),
];

/** The latest figures of each incident that a look back adds up. */
async function figuresOf(
  trx: Sql,
  incidentIds: readonly string[],
): Promise<Map<string, Record<string, number | null>>> {
  const byIncident = new Map<string, Record<string, number | null>>();
  if (incidentIds.length === 0) return byIncident;
  const rows = await trx
    .selectFrom('assessment_answer')
    .distinctOn(['incident_id', 'question_id'])
    .select(['incident_id', 'question_id', 'answer'])
    .where('incident_id', 'in', [...incidentIds])
    .where('question_id', 'in', figures)
    .orderBy('incident_id')
    .orderBy('question_id')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  for (const { answer, incident_id: id, question_id: question } of rows) {
    const figure = typeof answer === 'number' ? answer : null;
    byIncident.set(id, { ...byIncident.get(id), [question]: figure });
  }
  return byIncident;
}
