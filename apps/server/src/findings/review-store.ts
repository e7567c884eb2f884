// SPDX-License-Identifier: Apache-2.0
import {
  type DetectionReview,
  type DetectionReviewFigures,
  type FindingState,
  findingStates,
  limits,
  type PersonId,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { noisyOf } from './review.ts';
import { findRuleFindings } from './rule-figures-store.ts';

interface ReviewRow {
  readonly month: string;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly done_at: Date | null;
  readonly done_by: string | null;
  readonly done_name: string | null;
  readonly note: string | null;
  readonly figures: DetectionReviewFigures | null;
}

const fields = raw`to_char(v.month, 'YYYY-MM') AS month, v.opened_at, v.due_at, v.done_at, v.done_by,
  p.name AS done_name, v.note, v.figures FROM detection_review v LEFT JOIN person p ON p.id = v.done_by`;
const firstDay = (month: string) => `${month}-01`;

function present(row: ReviewRow): DetectionReview {
  return {
    month: row.month,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    doneBy: row.done_by === null ? null : { id: row.done_by as PersonId, name: row.done_name ?? '' },
    note: row.note,
  };
}

/** Opens the review of a month. @returns false when it is open or done already */
export async function openReview(trx: Sql, month: string, now: Date): Promise<boolean> {
  const dueAt = new Date(now.getTime() + limits.detectionReviewDueDays * 86_400_000);
  const result = await trx
    .insertInto('detection_review')
    .values({ month: firstDay(month), opened_at: now, due_at: dueAt })
    .onConflict((conflict) => conflict.column('month').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Where months begin and end; null while nobody set the organisation up. */
export async function timeZoneOfReviews(trx: Sql): Promise<string | null> {
  const row = await trx.selectFrom('organisation').select('time_zone').executeTakeFirst();
  return row?.time_zone ?? null;
}

/** Whether a rule runs that came before a moment. */
export async function hasRulesSince(trx: Sql, before: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('detection_rule')
    .select('id')
    .where('is_active', '=', true)
    .where('added_at', '<', before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findReviews(trx: Sql): Promise<DetectionReview[]> {
  const { rows } = await raw<ReviewRow>`
    SELECT ${fields} ORDER BY v.month DESC LIMIT ${limits.pageSizeMax}`.execute(trx);
  return rows.map(present);
}

export async function waitingReview(trx: Sql): Promise<{ month: string; dueAt: string } | null> {
  const { rows } = await raw<ReviewRow>`
    SELECT ${fields} WHERE v.done_at IS NULL ORDER BY v.month LIMIT 1`.execute(trx);
  const [row] = rows;
  return row === undefined ? null : { month: row.month, dueAt: row.due_at.toISOString() };
}

export async function findReview(
  trx: Sql,
  month: string,
  locking: 'locked' | 'read' = 'read',
): Promise<
  (DetectionReview & { readonly kept: DetectionReviewFigures | null }) | Refusal<'detection_review.not_found'>
> {
  const { rows } = await raw<ReviewRow>`
    SELECT ${fields} WHERE v.month = ${firstDay(month)}::date
    ${locking === 'locked' ? raw`FOR UPDATE OF v` : raw``}`.execute(trx);
  const [row] = rows;
  return row === undefined
    ? refuse('detection_review.not_found', `No review of ${month}`)
    : { ...present(row), kept: row.figures };
}

export async function writeDone(
  trx: Sql,
  month: string,
  done: {
    readonly at: Date;
    readonly by: string;
    readonly note: string;
    readonly figures: DetectionReviewFigures;
  },
): Promise<void> {
  await trx
    .updateTable('detection_review')
    .set({ done_at: done.at, done_by: done.by, note: done.note, figures: JSON.stringify(done.figures) })
    .where(raw`month`, '=', raw`${firstDay(month)}::date`)
    .execute();
}

/** Begin and end of a month, in the organisation's own time. */
async function periodOf(trx: Sql, month: string): Promise<{ from: Date; to: Date }> {
  const { rows } = await raw<{ from: Date; to: Date }>`
    SELECT month::timestamp AT TIME ZONE zone AS from, (month + interval '1 month') AT TIME ZONE zone AS to
    FROM (SELECT ${firstDay(month)}::date AS month, coalesce((SELECT time_zone FROM organisation), 'UTC') AS zone) asked`.execute(
    trx,
  );
  const [period] = rows;
  if (period === undefined) throw new Error(`Expected the period of ${month} and found none`);
  return period;
}

/** What a review shows: rules that are noisy, silent or never tested, and what people did. */
export async function readFigures(trx: Sql, month: string, now: Date): Promise<DetectionReviewFigures> {
  const period = await periodOf(trx, month);
  const silent = await silentRules(trx, now);
  const untested = await untestedRules(trx);
  return {
    noisy: noisyOf(await findRuleFindings(trx, period)),
    silent: silent.slice(0, limits.detectionReviewListedMax),
    silentCount: silent.length,
    untested: untested.slice(0, limits.detectionReviewListedMax),
    untestedCount: untested.length,
    decisions: await decisionsOf(trx, period),
    byPerson: await decidersOf(trx, period),
    suppressions: await suppressionsOf(trx, period),
  };
}

/** Rules that run for long enough and told nothing: their logs do not come in, or nobody does such things. */
async function silentRules(trx: Sql, now: Date): Promise<DetectionReviewFigures['silent']> {
  const since = new Date(now.getTime() - limits.silentRuleDays * 86_400_000);
  const { rows } = await raw<{ id: string; title: string; last_hit_at: Date | null }>`
    SELECT d.id, d.title, max(g.last_hit_at) AS last_hit_at
    FROM detection_rule d LEFT JOIN rule_figure g ON g.rule_id = d.id
    WHERE d.is_active AND d.removed_at IS NULL AND d.kind <> 'filter' AND d.added_at < ${since}
    GROUP BY d.id, d.title HAVING coalesce(max(g.last_hit_at) < ${since}, true)
    ORDER BY last_hit_at NULLS FIRST, d.title, d.id`.execute(trx);
  return rows.map(({ id, last_hit_at: at, title }) => ({ id, title, lastHitAt: at?.toISOString() ?? null }));
}

/** Rules nobody knows to work: no sample says so, and no event has. */
async function untestedRules(trx: Sql): Promise<DetectionReviewFigures['untested']> {
  const { rows } = await raw<{ id: string; title: string }>`
    SELECT d.id, d.title FROM detection_rule d
    WHERE d.is_active AND d.removed_at IS NULL AND d.kind <> 'filter' AND d.samples IS NULL
      AND NOT EXISTS (SELECT FROM rule_figure g WHERE g.rule_id = d.id AND g.hit_count > 0)
    ORDER BY d.title, d.id`.execute(trx);
  return rows.map(({ id, title }) => ({ id, title }));
}

type Period = { readonly from: Date; readonly to: Date };

async function decisionsOf(trx: Sql, { from, to }: Period): Promise<DetectionReviewFigures['decisions']> {
  const { rows } = await raw<{ state: FindingState; verdict: string | null; count: number }>`
    SELECT state, verdict, count(*) AS count FROM finding
    WHERE opened_at >= ${from} AND opened_at < ${to} GROUP BY state, verdict`.execute(trx);
  const sum = (wanted: (row: { state: FindingState; verdict: string | null }) => boolean) =>
    rows.filter(wanted).reduce((total, { count }) => total + count, 0);
  const states = Object.fromEntries(
    findingStates.map((state) => [state, sum((row) => row.state === state)]),
  ) as Record<FindingState, number>;
  return {
    ...states,
    truePositive: sum(({ verdict }) => verdict === 'true_positive'),
    benign: sum(({ verdict }) => verdict === 'benign'),
    falsePositive: sum(({ verdict }) => verdict === 'false_positive'),
  };
}

async function decidersOf(trx: Sql, { from, to }: Period): Promise<DetectionReviewFigures['byPerson']> {
  const { rows } = await raw<{ id: string; name: string; decided: number }>`
    SELECT p.id, p.name, count(*) AS decided FROM finding f JOIN person p ON p.id = f.decided_by
    WHERE f.opened_at >= ${from} AND f.opened_at < ${to}
    GROUP BY p.id, p.name ORDER BY decided DESC, p.name LIMIT ${limits.detectionReviewListedMax}`.execute(
    trx,
  );
  return rows.map(({ decided, id, name }) => ({ person: { id: id as PersonId, name }, decided }));
}

async function suppressionsOf(
  trx: Sql,
  { from, to }: Period,
): Promise<DetectionReviewFigures['suppressions']> {
  const { rows } = await raw<DetectionReviewFigures['suppressions']>`
    SELECT count(*) FILTER (WHERE made_at >= ${from}) AS made,
      count(*) FILTER (WHERE ended_at >= ${from} AND ended_at < ${to}) AS ended,
      count(*) FILTER (WHERE ended_at IS NULL OR ended_at >= ${to}) AS active
    FROM suppression WHERE made_at < ${to}`.execute(trx);
  return rows[0] ?? { made: 0, ended: 0, active: 0 };
}
