// SPDX-License-Identifier: Apache-2.0
import { type Feedback, limits } from '@belfry/contract';
import { sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import type { FeedbackState, FeedbackWay, Occasion, Speaker, ToldReport } from './feedback.ts';

const toldColumns = raw`r.id, r.reference, r.language, coalesce(r.reporter_email, p.email) AS email,
  (r.receipt_hash IS NOT NULL) AS "hasReceipt"`;

/**
 * Reports of an incident, of what was merged into it, and the duplicates of those, for which this occasion was
 * neither told nor prepared. UNION drops what was seen before, so a circle ends.
 */
export async function reportsToTell(trx: Sql, incidentId: string, occasion: Occasion): Promise<ToldReport[]> {
  const { rows } = await raw<ToldReport>`
    WITH RECURSIVE family (id) AS (
      SELECT ${incidentId}::uuid UNION SELECT i.id FROM incident i JOIN family f ON i.merged_into = f.id
    ), told (id) AS (
      SELECT r.id FROM report r WHERE r.incident_id IN (SELECT id FROM family) AND r.state = 'accepted'
      UNION
      SELECT r.id FROM report r JOIN told t ON r.duplicate_of = t.id WHERE r.state = 'duplicate'
    )
    SELECT ${toldColumns} FROM report r LEFT JOIN person p ON p.id = r.reporter_id AND p.state = 'active'
    WHERE r.id IN (SELECT id FROM told) AND NOT EXISTS (
      SELECT FROM feedback f WHERE f.report_id = r.id AND f.occasion = ${occasion} AND f.state <> 'skipped')
    ORDER BY r.reported_at, r.id`.execute(trx);
  return rows;
}

export interface NewFeedback {
  readonly id: string;
  readonly incidentId: string;
  readonly report: Pick<ToldReport, 'id' | 'reference'>;
  readonly occasion: Occasion;
  readonly way: FeedbackWay;
  readonly language: string;
  readonly text: string;
}

/** Writes feedback to be looked at. @returns false when another transaction prepared the same meanwhile */
export async function insertFeedback(trx: Sql, feedback: NewFeedback, now: Date): Promise<boolean> {
  const result = await trx
    .insertInto('feedback')
    .values({
      id: feedback.id,
      incident_id: feedback.incidentId,
      report_id: feedback.report.id,
      report_reference: feedback.report.reference,
      occasion: feedback.occasion,
      state: 'prepared',
      way: feedback.way,
      language: feedback.language,
      text: feedback.text,
      prepared_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface FeedbackLine {
  readonly id: string;
  readonly incidentId: string;
  readonly incidentReference: string;
  readonly reportId: string;
  readonly reportReference: string;
  readonly occasion: Occasion;
  readonly state: FeedbackState;
  readonly way: FeedbackWay;
  readonly language: Feedback['language'];
  readonly text: string;
  readonly reason: string | null;
  readonly preparedAt: Date;
  readonly sentAt: Date | null;
}

/** Feedback of incidents the reader can see, oldest first. */
export async function findFeedback(
  trx: Sql,
  wanted: { id: string } | { incidentIds: readonly string[] },
): Promise<FeedbackLine[]> {
  const chosen =
    'id' in wanted
      ? raw`f.id = ${wanted.id}`
      : raw`f.incident_id = ANY (${wanted.incidentIds as string[]}::uuid[])`;
  const { rows } = await raw<FeedbackLine>`
    SELECT f.id, f.incident_id AS "incidentId", i.reference AS "incidentReference", f.report_id AS "reportId",
      f.report_reference AS "reportReference", f.occasion, f.state, f.way, f.language, f.text,
      -- Mail that waits says why: no mail server, or one that does not answer.
      coalesce(f.reason, (SELECT m.last_error FROM mail m WHERE m.feedback_id = f.id AND m.state = 'queued'
        ORDER BY m.queued_at DESC LIMIT 1)) AS reason,
      f.prepared_at AS "preparedAt", f.sent_at AS "sentAt"
    FROM feedback f JOIN incident i ON i.id = f.incident_id
    WHERE ${chosen} ORDER BY f.prepared_at, f.report_reference LIMIT ${limits.pageSizeMax * 10}`.execute(trx);
  return rows;
}

/** Feedback, locked until commit, for answering it. */
export async function lockFeedback(trx: Sql, id: string): Promise<FeedbackLine | null> {
  const locked = await trx
    .selectFrom('feedback')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : ((await findFeedback(trx, { id }))[0] ?? null);
}

export async function writeAnswer(
  trx: Sql,
  id: string,
  answer: { state: FeedbackState; text?: string; reason: string | null; sentAt: Date | null },
): Promise<void> {
  const { sentAt, ...columns } = answer;
  await trx
    .updateTable('feedback')
    .set({ ...columns, sent_at: sentAt })
    .where('id', '=', id)
    .execute();
}

/** Takes back what was prepared and is no longer true. @returns what was taken back */
export async function skipPrepared(
  trx: Sql,
  which: { incidentId: string; occasions: readonly Occasion[] } | { reportId: string },
  reason: string,
): Promise<{ id: string; incident_id: string; report_reference: string }[]> {
  let query = trx.updateTable('feedback').set({ state: 'skipped', reason }).where('state', '=', 'prepared');
  query =
    'reportId' in which
      ? query.where('report_id', '=', which.reportId)
      : query.where('incident_id', '=', which.incidentId).where('occasion', 'in', [...which.occasions]);
  return query.returning(['id', 'incident_id', 'report_reference']).execute();
}

/** The report as feedback needs it. */
export async function toldReport(trx: Sql, reportId: string): Promise<ToldReport | null> {
  const { rows } = await raw<ToldReport>`
    SELECT ${toldColumns} FROM report r LEFT JOIN person p ON p.id = r.reporter_id AND p.state = 'active'
    WHERE r.id = ${reportId}`.execute(trx);
  return rows[0] ?? null;
}

export async function speakerOf(trx: Sql): Promise<Speaker> {
  const row = await trx
    .selectFrom('organisation')
    .select(['name', 'helpdesk_mail', 'helpdesk_phone'])
    .executeTakeFirst();
  return {
    name: row?.name ?? '',
    helpdeskMail: row?.helpdesk_mail ?? '',
    helpdeskPhone: row?.helpdesk_phone ?? '',
  };
}
