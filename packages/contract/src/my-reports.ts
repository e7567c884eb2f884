// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, pageOf, pageQuery, reportReference } from './identifiers.ts';
import { limits } from './limits.ts';
import { reportKind } from './reports.ts';
import { route } from './route.ts';

/** Where a report stands, in a reporter's words: what triage says of it, and what became of its incident. */
export const reporterStandings = [
  'waiting',
  'asked',
  'answered',
  'snoozed',
  'taken_up',
  'resolved',
  'closed',
  'joined',
  'declined',
  'dismissed',
  'withdrawn',
] as const;
export const reporterStanding = z
  .enum(reporterStandings)
  .describe('Where the report stands, as its reporter is told');
export type ReporterStanding = z.infer<typeof reporterStanding>;

export const myReport = z
  .strictObject({
    reference: reportReference,
    summary: z.string().describe('What happened, in the first words'),
    kind: reportKind,
    standing: reporterStanding,
    reportedAt: instant.describe('When we received it'),
    enteredForMe: z.boolean().describe('Whether somebody else entered it under your mail address'),
    unread: z.number().int().describe('Messages of the desk you have not seen'),
  })
  .describe('A report of one’s own')
  .meta({ id: 'MyReport' });
export type MyReport = z.infer<typeof myReport>;

export const myReportWhole = myReport
  .extend({
    description: z.string().nullable().describe('The rest of what was told'),
    answerBy: instant
      .nullable()
      .describe('When the desk looks at it at the latest; null when nothing is awaited from the desk'),
    mayWithdraw: z.boolean().describe('Whether it can still be withdrawn: nobody decided on it yet'),
    files: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('Identifier'),
            name: z.string().describe('Name as it was sent'),
            sizeBytes: z.number().int().describe('Size in bytes'),
            addedAt: instant.describe('When it was received'),
          })
          .describe('A file that came with it'),
      )
      .describe('Files'),
    messages: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('Identifier'),
            from: z.enum(['desk', 'you']).describe('Who wrote it'),
            text: z.string().describe('The words'),
            writtenAt: instant.describe('When it was written'),
            isNew: z.boolean().describe('Whether it is from the desk and was not marked as seen'),
          })
          .describe('A message'),
      )
      .describe('Messages both ways, oldest first'),
    contentSha256: z.string().describe('SHA-256 of the report’s canonical bytes as received'),
  })
  .describe('A report of one’s own with everything its reporter may see; nothing of an incident')
  .meta({ id: 'MyReportWhole' });
export type MyReportWhole = z.infer<typeof myReportWhole>;

const byReference = z.object({ reference: reportReference });

export const listMyReports = route({
  id: 'my_reports.list',
  method: 'GET',
  path: '/api/v1/my-reports',
  guard: 'signedIn',
  summary: 'List what you reported, and what was entered for you; newest first',
  query: z.strictObject(pageQuery),
  response: pageOf(myReport),
  problems: ['request.not_valid'],
});

export const readMyReport = route({
  id: 'my_reports.read',
  method: 'GET',
  path: '/api/v1/my-reports/{reference}',
  guard: 'signedIn',
  summary: 'Read a report of your own, as its reporter sees it',
  params: byReference,
  response: myReportWhole,
  problems: ['report.not_found'],
});

export const markMyReportSeen = route({
  id: 'my_reports.mark_seen',
  method: 'POST',
  path: '/api/v1/my-reports/{reference}/seen',
  guard: 'signedIn',
  summary: 'Mark the messages of the desk as seen; nobody else is told',
  params: byReference,
  body: z.strictObject({
    count: z.number().int().min(0).max(1_000_000).describe('How many messages of the desk were shown'),
  }),
  problems: ['report.not_found'],
});

export const writeOnMyReport = route({
  id: 'my_reports.write',
  method: 'POST',
  path: '/api/v1/my-reports/{reference}/messages',
  guard: 'signedIn',
  summary: 'Write to the desk about a report of your own',
  params: byReference,
  body: z.strictObject({ text: filledText(limits.textCharactersMax, 'The words') }),
  status: 201,
  response: myReportWhole,
  problems: ['report.not_found'],
});

export const addMyFiles = route({
  id: 'my_reports.attach',
  method: 'POST',
  path: '/api/v1/my-reports/{reference}/attachments',
  guard: 'signedIn',
  summary: 'Add files to a report of your own (multipart/form-data, any field name)',
  params: byReference,
  media: 'multipart',
  status: 201,
  response: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            id: z.uuid().describe('Identifier'),
            name: z.string().describe('Name as it was sent'),
            sha256: z.string().describe('SHA-256 of the content, lower-case hex'),
          })
          .describe('A file that was received'),
      )
      .describe('What was received'),
  }),
  problems: ['report.not_found', 'request.too_large', 'request.not_valid', 'request.media_type_unknown'],
});

export const readMyFile = route({
  id: 'my_reports.read_attachment',
  method: 'GET',
  path: '/api/v1/my-reports/{reference}/attachments/{attachment}',
  guard: 'signedIn',
  summary: 'Download a file of a report of your own; always as an attachment, never inline',
  params: z.object({ reference: reportReference, attachment: z.uuid().describe('The file') }),
  media: 'file',
  problems: ['report.not_found', 'route.not_found'],
});

export const withdrawMyReport = route({
  id: 'my_reports.withdraw',
  method: 'POST',
  path: '/api/v1/my-reports/{reference}/withdrawal',
  guard: 'signedIn',
  summary: 'Take a report of your own back, until somebody decided on it; the record keeps it',
  params: byReference,
  status: 201,
  response: myReportWhole,
  problems: ['report.not_found', 'report.already_decided'],
});

export const myReportRoutes = {
  listMyReports,
  readMyReport,
  markMyReportSeen,
  writeOnMyReport,
  addMyFiles,
  readMyFile,
  withdrawMyReport,
} as const;
