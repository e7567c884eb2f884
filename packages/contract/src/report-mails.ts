// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { instant, reportReference } from './identifiers.ts';
import { mailReading } from './mail-reading.ts';
import { incomingMailNatures } from './mailboxes.ts';
import { route } from './route.ts';

/** A mail that became a report or a message of one, taken apart for reading. */
export const reportMail = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    receivedAt: instant.describe('When we received it'),
    mailbox: z.string().describe('Address it was sent to'),
    envelopeFrom: z.string().nullable().describe('Envelope sender; null when it had none'),
    rawSha256: z.string().describe('SHA-256 of the mail as it came, lower-case hex'),
    rawBytes: z.number().int().describe('Size of the mail as it came, in bytes'),
    nature: z.enum(incomingMailNatures).nullable().describe('What it turned out to be'),
    reading: mailReading.nullable().describe('The mail taken apart; null while nobody read it'),
  })
  .describe('A mail behind a report')
  .meta({ id: 'ReportMail' });
export type ReportMail = z.infer<typeof reportMail>;

const byReference = { reference: reportReference };
const byMail = { ...byReference, mail: z.uuid().describe('The mail') };

export const listReportMails = route({
  id: 'report_mails.list',
  method: 'GET',
  path: '/api/v1/reports/{reference}/mails',
  guard: 'reports.read',
  summary: 'List the mails a report came in, taken apart: nothing in them is loaded, run or shown as HTML',
  params: z.object(byReference),
  response: z.strictObject({ items: z.array(reportMail).describe('Oldest first') }),
  problems: ['report.not_found'],
});

export const readReportMailRaw = route({
  id: 'report_mails.read_raw',
  method: 'GET',
  path: '/api/v1/reports/{reference}/mails/{mail}/raw',
  guard: 'reports.read',
  summary: 'Download a mail exactly as it came; always as an attachment, never inline',
  params: z.object(byMail),
  media: 'file',
  problems: ['mail.not_found'],
});

export const readReportMailPart = route({
  id: 'report_mails.read_part',
  method: 'GET',
  path: '/api/v1/reports/{reference}/mails/{mail}/parts/{part}',
  guard: 'reports.read',
  summary: 'Download a file of a mail, or of a mail inside of it; always as an attachment, never inline',
  params: z.object({
    ...byMail,
    part: z.coerce.number().int().min(0).max(1_000_000).describe('Number of the part, as the reading says'),
  }),
  media: 'file',
  problems: ['mail.not_found'],
});

export const reportMailRoutes = { listReportMails, readReportMailRaw, readReportMailPart } as const;
