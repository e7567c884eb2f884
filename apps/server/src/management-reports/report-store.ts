// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type ManagementReportListed,
  personId,
  type ReportRhythm,
  type ReportSchedule,
  type ReportSection,
} from '@belfry/contract';
import { type RawBuilder, sql as raw } from 'kysely';
import type { Sql } from '../platform/database/database.ts';
import { dayAfter, type Period } from './report-period.ts';

interface ReportRow {
  readonly id: string;
  readonly incident: string | null;
  readonly from_day: string | null;
  readonly until_day: string | null;
  readonly language: string;
  readonly title: string;
  readonly content: { readonly sections: ReportSection[] };
  readonly document_id: string | null;
  readonly made_at: Date;
  readonly made_by_id: string | null;
  readonly made_by_name: string | null;
}

export interface KeptReport {
  readonly listed: ManagementReportListed;
  readonly sections: ReportSection[];
  readonly documentId: string | null;
}

async function selectReports(sql: Sql, where: RawBuilder<unknown>, limit: number): Promise<KeptReport[]> {
  const { rows } = await raw<ReportRow>`
    SELECT r.id, i.reference AS incident, r.from_day, r.until_day, r.language, r.title, r.content, r.document_id, r.made_at,
      p.id AS made_by_id, p.name AS made_by_name
    FROM management_report r LEFT JOIN incident i ON i.id = r.incident_id LEFT JOIN person p ON p.id = r.made_by
    WHERE ${where} ORDER BY r.made_at DESC, r.id DESC LIMIT ${limit}`.execute(sql);
  return rows.map((row) => ({
    listed: {
      id: row.id,
      incident: row.incident,
      firstDay: row.from_day,
      lastDay: row.until_day === null ? null : dayAfter(row.until_day, -1),
      language: asLanguage(row.language),
      title: row.title,
      madeAt: row.made_at.toISOString(),
      madeBy:
        row.made_by_id === null ? null : { id: personId.parse(row.made_by_id), name: row.made_by_name ?? '' },
    },
    sections: row.content.sections,
    documentId: row.document_id,
  }));
}

/** One row more than the page was asked for. */
export async function listReports(
  sql: Sql,
  asked: { readonly limit: number; readonly incident?: string | undefined },
  after: readonly [string, string] | null,
): Promise<ManagementReportListed[]> {
  const beyond =
    after === null ? raw`true` : raw`(r.made_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`;
  const only = asked.incident === undefined ? raw`true` : raw`i.reference = ${asked.incident}`;
  const rows = await selectReports(sql, raw`${beyond} AND ${only}`, asked.limit + 1);
  return rows.map(({ listed }) => listed);
}

export async function findReport(sql: Sql, id: string): Promise<KeptReport | undefined> {
  return (await selectReports(sql, raw`r.id = ${id}::uuid`, 1))[0];
}

export interface NewReport {
  readonly id: string;
  readonly incidentId: string | null;
  readonly period: Period | null;
  readonly language: string;
  readonly title: string;
  readonly sections: readonly ReportSection[];
  readonly documentId: string | null;
  readonly madeAt: Date;
  readonly madeBy: string | null;
}

export async function insertReport(sql: Sql, report: NewReport): Promise<void> {
  await sql
    .insertInto('management_report')
    .values({
      ...{ id: report.id, incident_id: report.incidentId, language: report.language, title: report.title },
      ...{ from_day: report.period?.from ?? null, until_day: report.period?.until ?? null },
      content: JSON.stringify({ sections: report.sections }),
      ...{ document_id: report.documentId, made_at: report.madeAt, made_by: report.madeBy },
    })
    .execute();
}

interface ScheduleRow {
  readonly id: string;
  readonly every: ReportRhythm;
  readonly language: string;
  readonly next_at: Date;
  readonly recipients: { readonly id: string; readonly name: string }[];
}

async function selectSchedules(sql: Sql, where: RawBuilder<unknown>): Promise<ReportSchedule[]> {
  const { rows } = await raw<ScheduleRow>`
    SELECT s.id, s.every, s.language, s.next_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) ORDER BY p.name)
        FROM person p WHERE p.id = ANY (s.recipient_ids)), '[]') AS recipients
    FROM management_report_schedule s WHERE ${where} ORDER BY s.next_at, s.id`.execute(sql);
  return rows.map((row) => ({
    id: row.id,
    every: row.every,
    language: asLanguage(row.language),
    recipients: row.recipients.map(({ id, name }) => ({ id: personId.parse(id), name })),
    nextAt: row.next_at.toISOString(),
  }));
}

export const listSchedules = (sql: Sql) => selectSchedules(sql, raw`s.ended_at IS NULL`);

export async function findSchedule(sql: Sql, id: string): Promise<ReportSchedule | undefined> {
  return (await selectSchedules(sql, raw`s.id = ${id}::uuid AND s.ended_at IS NULL`))[0];
}

export async function insertSchedule(
  sql: Sql,
  made: {
    readonly id: string;
    readonly every: ReportRhythm;
    readonly language: string;
    readonly recipients: readonly string[];
    readonly madeBy: string;
    readonly nextAt: Date;
  },
): Promise<void> {
  await sql
    .insertInto('management_report_schedule')
    .values({
      ...{ id: made.id, every: made.every, language: made.language, recipient_ids: [...made.recipients] },
      ...{ made_by: made.madeBy, next_at: made.nextAt },
    })
    .execute();
}

export async function endSchedule(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.updateTable('management_report_schedule').set({ ended_at: now }).where('id', '=', id).execute();
}

/** Takes a schedule that is due, for this transaction. */
export async function lockDueSchedule(sql: Sql, now: Date): Promise<ReportSchedule | undefined> {
  const { rows } = await raw<{ id: string }>`
    SELECT id FROM management_report_schedule WHERE ended_at IS NULL AND next_at <= ${now}
    ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`.execute(sql);
  const [due] = rows;
  return due === undefined ? undefined : findSchedule(sql, due.id);
}

export async function moveSchedule(sql: Sql, id: string, nextAt: Date): Promise<void> {
  await sql.updateTable('management_report_schedule').set({ next_at: nextAt }).where('id', '=', id).execute();
}

/** People of a list who may read reports today, by their roles, and who are not blocked. */
export async function readersAmong(
  sql: Sql,
  ids: readonly string[],
  rolesThatRead: readonly string[],
): Promise<{ id: string; email: string; language: string }[]> {
  const { rows } = await raw<{ id: string; email: string; language: string }>`
    SELECT id, email, language FROM person
    WHERE id = ANY (${ids}::uuid[]) AND state = 'active' AND roles && ${rolesThatRead}::text[]`.execute(sql);
  return rows;
}
