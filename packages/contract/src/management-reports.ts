// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { documentListed } from './documents.ts';
import {
  incidentReference,
  instant,
  language,
  pageOf,
  pageQuery,
  personId,
  personShown,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** How often a report over a period is made by itself: over the month, quarter or year that ended. */
export const reportRhythms = ['month', 'quarter', 'year'] as const;
export type ReportRhythm = (typeof reportRhythms)[number];

const day = z.iso.date().describe('A day in the time zone of the organisation, YYYY-MM-DD');
const cell = z.string().describe('Words');

/** A part of a report, in the language it was made in. */
export const reportSection = z
  .strictObject({
    title: z.string().describe('Heading'),
    intro: z.string().describe('What it says, in sentences; empty where the rest speaks for itself'),
    fields: z
      .array(
        z
          .strictObject({
            label: z.string().describe('What it is'),
            value: z.string().describe('Empty where nobody knows'),
          })
          .describe('A fact')
          .meta({ id: 'ReportFact' }),
      )
      .describe('Facts'),
    tables: z
      .array(
        z
          .strictObject({
            caption: z.string().describe('What it shows'),
            columns: z.array(cell).describe('Headings'),
            rows: z.array(z.array(cell).describe('A row')).describe('Rows'),
          })
          .describe('Figures')
          .meta({ id: 'ReportTable' }),
      )
      .describe('Figures'),
  })
  .describe('A part of a report')
  .meta({ id: 'ReportSection' });
export type ReportSection = z.infer<typeof reportSection>;

const about = {
  incident: incidentReference.nullable().describe('The incident; null for a report over a period'),
  firstDay: day.nullable().describe('First day of the period'),
  lastDay: day.nullable().describe('Last day of the period'),
  language,
  title: z.string().describe('Title'),
};

export const managementReportPreviewed = z
  .strictObject({ ...about, sections: z.array(reportSection).describe('What it would say') })
  .describe('A report to management before it is made')
  .meta({ id: 'ManagementReportPreviewed' });
export type ManagementReportPreviewed = z.infer<typeof managementReportPreviewed>;

export const managementReportListed = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    ...about,
    madeAt: instant.describe('When it was made'),
    madeBy: personShown.nullable().describe('Who made it; null where a schedule did'),
  })
  .describe('A report to management, as a line')
  .meta({ id: 'ManagementReportListed' });
export type ManagementReportListed = z.infer<typeof managementReportListed>;

export const managementReport = managementReportListed
  .extend({
    sections: z.array(reportSection).describe('What it says: it stays as it was counted'),
    document: documentListed.nullable().describe('The same as PDF'),
  })
  .describe('A report to management (policy 2.4 [3], 2.7)')
  .meta({ id: 'ManagementReport' });
export type ManagementReport = z.infer<typeof managementReport>;

/** What a report is about: one incident, or a period. */
export const managementReportAsked = z
  .union([
    z.strictObject({ incident: incidentReference, language }).describe('Over one incident'),
    z
      .strictObject({ firstDay: day.describe('First day'), lastDay: day.describe('Last day'), language })
      .describe('Over a period'),
  ])
  .describe('What to report on')
  .meta({ id: 'ManagementReportAsked' });
export type ManagementReportAsked = z.infer<typeof managementReportAsked>;

export const reportSchedule = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    every: z.enum(reportRhythms).describe('How often'),
    language,
    recipients: z.array(personShown).describe('Who gets a mail with a link once it is made'),
    nextAt: instant.describe('When the next one is made'),
  })
  .describe('A report that is made by itself')
  .meta({ id: 'ReportSchedule' });
export type ReportSchedule = z.infer<typeof reportSchedule>;

const byReport = z.object({ report: z.uuid().describe('The report') });

export const listManagementReports = route({
  id: 'management_reports.list',
  method: 'GET',
  path: '/api/v1/management-reports',
  guard: 'management_reports.read',
  summary: 'List reports to management, newest first',
  query: z.strictObject({
    ...pageQuery,
    incident: incidentReference.optional().describe('Only of this incident'),
  }),
  response: pageOf(managementReportListed),
  problems: ['request.not_valid'],
});

export const previewManagementReport = route({
  id: 'management_reports.preview',
  method: 'POST',
  path: '/api/v1/management-reports/preview',
  guard: 'management_reports.read',
  summary: 'Show what a report would say, without making it',
  body: managementReportAsked,
  response: managementReportPreviewed,
  problems: ['incident.not_found', 'management_report.period_not_valid'],
});

export const makeManagementReport = route({
  id: 'management_reports.make',
  method: 'POST',
  path: '/api/v1/management-reports',
  guard: 'management_reports.read',
  summary: 'Make a report and its PDF; what it counted stays with it',
  body: managementReportAsked,
  status: 201,
  response: managementReport,
  problems: [
    'incident.not_found',
    'management_report.period_not_valid',
    'document.not_printed',
    'document.too_large',
  ],
});

export const readManagementReport = route({
  id: 'management_reports.read',
  method: 'GET',
  path: '/api/v1/management-reports/{report}',
  guard: 'management_reports.read',
  summary: 'Read a report to management',
  params: byReport,
  response: managementReport,
  problems: ['management_report.not_found'],
});

export const listReportSchedules = route({
  id: 'management_report_schedules.list',
  method: 'GET',
  path: '/api/v1/management-report-schedules',
  guard: 'management_reports.read',
  summary: 'List reports that are made by themselves',
  response: z.strictObject({ items: z.array(reportSchedule).describe('Those that go on') }),
});

export const addReportSchedule = route({
  id: 'management_report_schedules.add',
  method: 'POST',
  path: '/api/v1/management-report-schedules',
  guard: 'management_reports.read',
  summary: 'Have a report made by itself each month, quarter or year, and its recipients told by mail',
  body: z.strictObject({
    every: z.enum(reportRhythms).describe('How often'),
    language,
    recipients: z
      .array(personId)
      .min(1)
      .max(limits.reportRecipientsMax)
      .describe('People who may read reports to management'),
  }),
  status: 201,
  response: reportSchedule,
  problems: ['management_report.recipient_unknown'],
});

export const endReportSchedule = route({
  id: 'management_report_schedules.end',
  method: 'POST',
  path: '/api/v1/management-report-schedules/{schedule}/end',
  guard: 'management_reports.read',
  summary: 'End a schedule; what it made stays',
  params: z.object({ schedule: z.uuid().describe('The schedule') }),
  response: reportSchedule,
  problems: ['management_report.schedule_not_found'],
});

export const managementReportRoutes = {
  listManagementReports,
  previewManagementReport,
  makeManagementReport,
  readManagementReport,
  listReportSchedules,
  addReportSchedule,
  endReportSchedule,
} as const;
