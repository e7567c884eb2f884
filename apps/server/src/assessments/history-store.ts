// SPDX-License-Identifier: Apache-2.0
import {
  type Answer,
  type AnswerValue,
  type AssessmentEntry,
  type DecisionBasis,
  type Input,
  isRefusal,
  type LawTruth,
  type listAssessmentsDue,
  type PersonId,
  type Refusal,
  type readAssessmentHistory,
} from '@belfry/contract';
import { sql as raw } from 'kysely';
import { z } from 'zod';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Reading, Sql } from '../platform/database/database.ts';

interface EntryRow {
  readonly id: string;
  readonly kind: AssessmentEntry['kind'];
  readonly name: string;
  readonly value: AnswerValue;
  readonly is_estimate: boolean;
  readonly proposed: string | null;
  readonly basis: unknown;
  readonly reason: string | null;
  readonly is_standing: boolean;
  readonly at: Date;
  readonly by: string | null;
  readonly by_name: string | null;
}

const key = z.tuple([z.iso.datetime(), z.uuid()]);

/** One page of everything that was answered, recorded and decided, newest first. */
export async function readHistoryPage(
  trx: Sql,
  incidentId: string,
  query: Input<typeof readAssessmentHistory>['query'],
): Promise<Answer<typeof readAssessmentHistory> | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, key);
  if (isRefusal(after)) return after;
  const { rows } = await raw<EntryRow>`
    WITH entry AS (
      SELECT id, 'answer' AS kind, question_id AS name, answer AS value, is_estimate, NULL AS proposed,
        NULL::jsonb AS basis, note AS reason, recorded_at AS at, recorded_by AS by
      FROM assessment_answer WHERE incident_id = ${incidentId}
      UNION ALL
      SELECT id, 'moment', name, to_jsonb(at), false, NULL, NULL, reason, recorded_at, recorded_by
      FROM legal_moment WHERE incident_id = ${incidentId}
      UNION ALL
      SELECT id, 'decision', regime_id || '/' || outcome_id, to_jsonb(is_so), false, proposed, basis, reason,
        decided_at, decided_by
      FROM assessment_decision WHERE incident_id = ${incidentId}
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY kind, name ORDER BY at DESC, id DESC) = 1 AS is_standing FROM entry
    )
    SELECT e.*, p.name AS by_name FROM ranked e LEFT JOIN person p ON p.id = e.by
    WHERE (${query.name ?? null}::text IS NULL OR e.name = ${query.name ?? null})
      AND (${after?.[0] ?? null}::timestamptz IS NULL OR (e.at, e.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    ORDER BY e.at DESC, e.id DESC LIMIT ${query.limit + 1}`.execute(trx);
  return pageOfRows(rows, query.limit, (row) => [row.at.toISOString(), row.id], presentEntry);
}

function presentEntry(row: EntryRow): AssessmentEntry {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    value:
      row.kind === 'moment' && typeof row.value === 'string' ? new Date(row.value).toISOString() : row.value,
    isEstimate: row.is_estimate,
    proposed: row.proposed as LawTruth | null,
    basis: row.basis as DecisionBasis | null,
    reason: row.reason,
    isStanding: row.is_standing,
    at: row.at.toISOString(),
    by: row.by === null ? null : { id: row.by as PersonId, name: row.by_name ?? '' },
  };
}

/** Incidents in which something waits to be decided, those the reader sees. */
export async function findDue(
  { sql: trx }: Reading,
  query: Input<typeof listAssessmentsDue>['query'],
): Promise<Answer<typeof listAssessmentsDue> | Refusal<'request.not_valid'>> {
  const after = readCursor(query.cursor, key);
  if (isRefusal(after)) return after;
  const waiting = trx
    .selectFrom('assessment as a')
    .innerJoin('incident as i', 'i.id', 'a.incident_id')
    .where('i.status', 'not in', ['merged', 'dismissed'])
    .where((where) => where.or([where('a.undecided_count', '>', 0), where('a.reassess_count', '>', 0)]));
  let page = waiting
    .select([
      'a.incident_id',
      'a.begun_at',
      'a.undecided_count',
      'a.reassess_count',
      'i.reference',
      'i.title',
    ])
    .orderBy('a.begun_at', 'desc')
    .orderBy('a.incident_id', 'desc')
    .limit(query.limit + 1);
  if (after !== null) {
    const [at, id] = after;
    page = page.where((where) =>
      where(where.refTuple('a.begun_at', 'a.incident_id'), '<', where.tuple(new Date(at), id)),
    );
  }
  const { total } = await waiting
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const shown = pageOfRows(
    await page.execute(),
    query.limit,
    (row) => [row.begun_at.toISOString(), row.incident_id],
    (row) => ({
      incident: row.reference,
      title: row.title,
      undecidedCount: row.undecided_count,
      reassessCount: row.reassess_count,
    }),
  );
  return { ...shown, total: Number(total) };
}
