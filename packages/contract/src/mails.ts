// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  incidentReference,
  instant,
  pageOf,
  pageQuery,
  personShown,
  reportReference,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { incomingMailStates } from './mailboxes.ts';
import { route } from './route.ts';

/** What became of a mail we wrote. `bounced` was taken by a mail server and came back. */
export const mailStates = ['queued', 'sent', 'failed', 'skipped', 'bounced'] as const;
/** Why a mail is written. Alerts go first; `written` is what somebody wrote from an incident. */
export const mailPurposes = [
  'alert',
  'feedback',
  'message',
  'receipt',
  'invitation',
  'written',
  'notification',
  'announcement',
  'management_report',
] as const;
export const mailDirections = ['out', 'in'] as const;
/** What can be done about a mail that did not arrive, or became nothing. */
export const mailRemedies = ['none', 'retry', 'retry_elsewhere', 'make_report'] as const;
/** Parts of the mail queue, as its screen shows them. */
export const mailShelves = ['waiting', 'failed', 'skipped', 'set_aside'] as const;
export type MailShelf = (typeof mailShelves)[number];

export const mail = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    direction: z.enum(mailDirections).describe('Whether it was written or received'),
    state: z.enum([...mailStates, ...incomingMailStates]).describe('Where it stands'),
    purpose: z.enum(mailPurposes).nullable().describe('Why it was written; null when it was received'),
    address: z
      .string()
      .nullable()
      .describe('To whom, or from whom; null when the caller may not know, or a machine sent it'),
    subject: z.string().nullable().describe('Subject; null when the caller may not see the words'),
    text: z.string().nullable().describe('Words; null when the caller may not see them'),
    reason: z.string().nullable().describe('Why it waits, failed, was skipped, came back or was set aside'),
    at: instant.describe('When it was written or received'),
    settledAt: instant.nullable().describe('When a mail server took it, or when it was taken in'),
    nextAttemptAt: instant.nullable().describe('When the next attempt comes'),
    attempts: z.number().int().describe('Attempts so far'),
    incident: incidentReference.nullable().describe('The incident it belongs to, as far as the caller sees'),
    report: reportReference.nullable().describe('The report it belongs to, as far as the caller sees'),
    writtenBy: personShown.nullable().describe('Who wrote it; null when the desk itself did'),
    isAutomatic: z.boolean().describe('Whether a program answered by itself'),
    remedy: z.enum(mailRemedies).describe('What can be done about it'),
  })
  .describe('A mail, sent or received')
  .meta({ id: 'Mail' });
export type Mail = z.infer<typeof mail>;

const byReference = z.object({ reference: incidentReference });
const byId = z.object({ mail: z.uuid().describe('The mail') });
const mailAddress = z.email().max(limits.mailAddressCharactersMax).describe('Mail address');

export const listIncidentMails = route({
  id: 'mails.of_incident',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/mails',
  guard: 'signedIn',
  summary: 'List mail sent and received about an incident and its reports, newest first',
  params: byReference,
  query: z.strictObject(pageQuery),
  response: pageOf(mail),
  problems: ['incident.not_found', 'request.not_valid'],
});

export const writeIncidentMail = route({
  id: 'mails.write',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/mails',
  guard: 'incidents.work',
  summary: 'Write a mail from an incident: one to each address, the TLP label opens the subject',
  params: byReference,
  body: z.strictObject({
    to: z
      .array(mailAddress)
      .min(1)
      .max(limits.mailRecipientsMax)
      .describe('To whom, each in a mail of their own'),
    subject: filledText(limits.mailSubjectCharactersMax, 'Subject, without the label'),
    text: filledText(limits.textCharactersMax, 'The words'),
  }),
  status: 201,
  response: z.strictObject({ items: z.array(mail).describe('The mails, in the queue') }),
  problems: ['incident.not_found', 'mail.address_not_possible', 'request.not_valid'],
});

export const retryMail = route({
  id: 'mails.retry',
  method: 'POST',
  path: '/api/v1/mails/{mail}/retry',
  guard: 'signedIn',
  summary:
    'Send a mail again that failed, was skipped or came back; where it answers no reporter, to another address',
  params: byId,
  body: z.strictObject({ to: mailAddress.optional() }).default({}),
  response: mail,
  problems: [
    'mail.not_found',
    'mail.state_does_not_allow',
    'mail.words_gone',
    'mail.address_fixed',
    'mail.address_approved',
    'mail.address_not_possible',
    'permission.missing',
  ],
});

export const listMails = route({
  id: 'mails.list',
  method: 'GET',
  path: '/api/v1/mails',
  guard: 'mail.manage',
  summary: 'List mail that waits, failed, was skipped or set aside; words only where the caller may see them',
  query: z.strictObject({
    ...pageQuery,
    show: z.enum(mailShelves).default('failed').describe('Which part of the queue'),
  }),
  response: pageOf(mail).extend({
    counts: z
      .strictObject({
        waiting: z.number().int().describe('Mail on its way, in and out'),
        failed: z.number().int().describe('Mail that failed or came back'),
        skipped: z.number().int().describe('Mail that was not sent on purpose'),
        set_aside: z.number().int().describe('Received mail that became nothing by itself'),
      })
      .describe('How many in each part'),
    oldestReceivedAt: instant
      .nullable()
      .describe('When the oldest mail came that still waits to be taken in; null when none waits'),
    cannotSend: z.string().nullable().describe('Why no mail leaves this desk; null when it can'),
  }),
  problems: ['request.not_valid'],
});

export const retryFailedMails = route({
  id: 'mails.retry_failed',
  method: 'POST',
  path: '/api/v1/mails/retry-failed',
  guard: 'mail.manage',
  summary: 'Send again everything that failed and still has its words; what came back is left alone',
  response: z.strictObject({ count: z.number().int().describe('Mails that are in the queue again') }),
});

export const retryIncomingMail = route({
  id: 'mails.retry_incoming',
  method: 'POST',
  path: '/api/v1/incoming-mails/{mail}/retry',
  guard: 'mail.manage',
  summary: 'Look again at a received mail that was set aside, or make it a report whatever its headers say',
  params: byId,
  body: z
    .strictObject({
      asReport: z.boolean().default(false).describe('Whether it becomes a report in any case'),
    })
    .default({ asReport: false }),
  response: mail,
  problems: ['mail.not_found', 'mail.state_does_not_allow'],
});

export const mailRoutes = {
  listIncidentMails,
  writeIncidentMail,
  listMails,
  retryFailedMails,
  retryMail,
  retryIncomingMail,
} as const;
