// SPDX-License-Identifier: Apache-2.0
import {
  isRefusal,
  type ManagementReport,
  type ManagementReportAsked,
  type ManagementReportPreviewed,
  type managementReportRoutes,
  type Refusal,
  refuse,
} from '@belfry/contract';
import { z } from 'zod';
import { documentById, orRefused } from '../documents/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { pageOfRows, readCursor } from '../platform/database/cursor.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { draftReport, houseOf, printReport, type ReportDraft, writeReport } from './make-report.ts';
import { dayAfter, nextRun } from './report-period.ts';
import {
  endSchedule,
  findReport,
  findSchedule,
  insertSchedule,
  listReports,
  listSchedules,
  readersAmong,
} from './report-store.ts';
import { rolesThatRead } from './report-work.ts';

export interface ReportParts {
  readonly database: Database;
  readonly files: Pick<FileStore, 'keep'>;
  readonly now: () => Date;
}

type ReportRoutes = Pick<
  typeof managementReportRoutes,
  'listManagementReports' | 'previewManagementReport' | 'makeManagementReport' | 'readManagementReport'
>;
type ScheduleRoutes = Omit<typeof managementReportRoutes, keyof ReportRoutes>;

export function managementReportHandlers(parts: ReportParts): Handlers<typeof managementReportRoutes> {
  return { ...reportHandlers(parts), ...scheduleHandlers(parts) };
}

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

function reportHandlers({ database, files, now }: ReportParts): Handlers<ReportRoutes> {
  const draft = (actor: PersonActor, asked: ManagementReportAsked) =>
    database.read(actor, (reading) => draftReport(reading, asked));
  return {
    listManagementReports: async ({ actor, query }) => {
      const after = readCursor(query.cursor, cursorKey);
      if (isRefusal(after)) {
        return after;
      }
      const rows = await database.read(actor, ({ sql }) => listReports(sql, query, after));
      return pageOfRows(
        rows,
        query.limit,
        ({ id, madeAt }) => [madeAt, id],
        (row) => row,
      );
    },
    previewManagementReport: async ({ actor, body }) => {
      const drafted = await draft(actor, body);
      return isRefusal(drafted) ? drafted : presentDraft(drafted);
    },
    makeManagementReport: async ({ actor, body }) => {
      const drafted = await draft(actor, body);
      if (isRefusal(drafted)) {
        return drafted;
      }
      const file = await orRefused(() => printReport(files, drafted, now()));
      return isRefusal(file)
        ? file
        : await database.change(actor, async (changing) => {
            const id = await writeReport(changing, drafted, file);
            return presentReport(changing.sql, id);
          });
    },
    readManagementReport: ({ actor, params }) =>
      database.read(actor, async ({ sql }) =>
        (await findReport(sql, params.report)) === undefined
          ? refuse('management_report.not_found')
          : presentReport(sql, params.report),
      ),
  };
}

function presentDraft({
  incident,
  language,
  period,
  sections,
  title,
}: ReportDraft): ManagementReportPreviewed {
  const lastDay = period === null ? null : dayAfter(period.until, -1);
  return {
    incident: incident?.reference ?? null,
    firstDay: period?.from ?? null,
    lastDay,
    language,
    title,
    sections,
  };
}

/** @throws where it is not there: whoever asks has just seen it */
async function presentReport(sql: Sql, id: string): Promise<ManagementReport> {
  const found = await findReport(sql, id);
  if (found === undefined) {
    throw new Error(`Expected report ${id} and found none`);
  }
  const { documentId, listed, sections } = found;
  const document = documentId === null ? undefined : await documentById(sql, documentId);
  return { ...listed, sections, document: document ?? null };
}

function scheduleHandlers({ database }: ReportParts): Handlers<ScheduleRoutes> {
  return {
    listReportSchedules: async ({ actor }) => ({
      items: await database.read(actor, ({ sql }) => listSchedules(sql)),
    }),
    addReportSchedule: ({ actor, body }) =>
      database.change(actor, async ({ ids, now, record, sql }) => {
        const readers = await readersAmong(sql, body.recipients, rolesThatRead);
        if (readers.length < new Set(body.recipients).size) {
          return refuse('management_report.recipient_unknown');
        }
        const id = ids.uuid();
        const { timeZone } = await houseOf(sql);
        const nextAt = nextRun(body.every, now, timeZone);
        const recipients = [...new Set<string>(body.recipients)];
        const { every, language } = body;
        await insertSchedule(sql, { id, every, language, recipients, madeBy: actor.id, nextAt });
        record({
          event: 'management_report.scheduled',
          subject: { kind: 'management_report_schedule', id, reference: every },
          changes: [{ field: 'recipients', from: null, to: recipients }],
        });
        const added = await findSchedule(sql, id);
        if (added === undefined) {
          throw new Error(`Expected schedule ${id} and found none`);
        }
        return added;
      }),
    endReportSchedule: ({ actor, params }) =>
      database.change(actor, async ({ now, record, sql }) => {
        const schedule = orUnknown(await findSchedule(sql, params.schedule));
        if (isRefusal(schedule)) {
          return schedule;
        }
        await endSchedule(sql, schedule.id, now);
        record({
          event: 'management_report.schedule_ended',
          subject: { kind: 'management_report_schedule', id: schedule.id, reference: schedule.every },
        });
        return schedule;
      }),
  };
}

const orUnknown = <T>(schedule: T | undefined): T | Refusal<'management_report.schedule_not_found'> =>
  schedule ?? refuse('management_report.schedule_not_found');
