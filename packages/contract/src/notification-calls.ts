// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { tlp } from './classification.ts';
import { filledText, incidentReference, instant, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import {
  fieldValue,
  leaving,
  notification,
  notificationLine,
  notificationReference,
  notificationStates,
  submissionWays,
} from './notifications.ts';
import { route } from './route.ts';

const byIncident = z.object({ reference: incidentReference });
const byReference = z.object({ reference: notificationReference });
const version = z.number().int().describe('The version the caller looks at');

export const listIncidentNotifications = route({
  id: 'notifications.of_incident',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/notifications',
  guard: 'signedIn',
  summary: 'List the notifications of an incident',
  params: byIncident,
  response: z.strictObject({ items: z.array(notificationLine).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const listNotifications = route({
  id: 'notifications.list',
  method: 'GET',
  path: '/api/v1/notifications',
  guard: 'signedIn',
  summary: 'List notifications of all incidents one can see, those that wait longest first',
  query: z.strictObject({
    state: z.enum(notificationStates).optional().describe('Only this state; absent: all that are open'),
  }),
  response: z.strictObject({ items: z.array(notificationLine).describe('At most a page') }),
});

export const beginNotification = route({
  id: 'notifications.begin',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/notifications',
  guard: 'notifications.draft',
  summary: 'Begin the draft of a stage, filled from what is known; an open one is given back as it stands',
  params: byIncident,
  body: z.strictObject({
    regimeId: text(limits.regimeIdCharactersMax, 'The regime'),
    stageId: text(limits.regimeIdCharactersMax, 'The stage'),
    occurrence: z.number().int().min(1).max(limits.stageOccurrencesMax).default(1).describe('Which time'),
  }),
  status: 201,
  response: notification,
  problems: ['incident.not_found', 'notification.stage_unknown', 'incident.status_does_not_allow'],
});

export const readNotification = route({
  id: 'notifications.read',
  method: 'GET',
  path: '/api/v1/notifications/{reference}',
  guard: 'signedIn',
  summary: 'Read a notification with its form, what differs from others, and why it cannot be approved',
  params: byReference,
  response: notification,
  problems: ['notification.not_found'],
});

export const changeNotification = route({
  id: 'notifications.change',
  method: 'PATCH',
  path: '/api/v1/notifications/{reference}',
  guard: 'notifications.draft',
  summary:
    'Save fields; two people who write different fields lose nothing. What was approved is a draft again',
  params: byReference,
  body: z.strictObject({
    version,
    fields: z
      .record(
        z.string().max(limits.fieldIdCharactersMax),
        z
          .strictObject({ value: fieldValue, isEstimate: z.boolean().default(false).describe('An estimate') })
          .describe('What to write'),
      )
      .default({})
      .describe('Field -> what to write'),
    language: language.optional(),
    tlp: tlp.optional(),
    authority: z.uuid().nullable().optional().describe('Whom it goes to'),
  }),
  response: notification,
  problems: [
    'notification.not_found',
    'notification.field_changed_meanwhile',
    'notification.field_not_valid',
    'notification.state_does_not_allow',
    'authority.not_found',
  ],
});

export const commentNotification = route({
  id: 'notifications.comment',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/comments',
  guard: 'notifications.draft',
  summary: 'Comment on a field, or on the whole',
  params: byReference,
  body: z.strictObject({
    field: text(limits.fieldIdCharactersMax, 'The field').nullable().default(null),
    text: filledText(limits.commentCharactersMax, 'The words'),
  }),
  status: 201,
  response: notification,
  problems: ['notification.not_found', 'notification.field_not_valid', 'notification.too_many_comments'],
});

export const settleNotificationComment = route({
  id: 'notifications.settle_comment',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/comments/{comment}/settle',
  guard: 'notifications.draft',
  summary: 'Settle a comment',
  params: byReference.extend({ comment: z.uuid().describe('The comment') }),
  response: notification,
  problems: ['notification.not_found'],
});

export const proposeNotification = route({
  id: 'notifications.propose',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/propose',
  guard: 'notifications.draft',
  summary: 'Propose it for approval by somebody else',
  params: byReference,
  body: z.strictObject({ version }),
  response: notification,
  problems: [
    'notification.not_found',
    'notification.state_does_not_allow',
    'notification.changed_meanwhile',
    'notification.fields_missing',
  ],
});

export const sendBackNotification = route({
  id: 'notifications.send_back',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/send-back',
  guard: 'notifications.approve',
  summary: 'Send it back to be worked on, and say why',
  params: byReference,
  body: z.strictObject({ text: filledText(limits.commentCharactersMax, 'What to change') }),
  response: notification,
  problems: ['notification.not_found', 'notification.state_does_not_allow', 'notification.too_many_comments'],
});

export const approveNotification = route({
  id: 'notifications.approve',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/approve',
  guard: 'notifications.approve',
  summary: 'Approve exactly what was shown, by proving anew who one is; never one’s own proposal',
  params: byReference,
  body: z.strictObject({
    digest: text(64, 'Digest of what was shown'),
    reassertionId: z
      .uuid()
      .describe('The proof, bound to the act "notification.approve", the reference and the digest'),
  }),
  response: notification,
  problems: [
    'notification.not_found',
    'notification.approval_blocked',
    'notification.own_proposal',
    'notification.changed_meanwhile',
    'notification.state_does_not_allow',
    'reassertion.needed',
  ],
});

export const readLeaving = route({
  id: 'notifications.leaving',
  method: 'GET',
  path: '/api/v1/notifications/{reference}/leaving',
  guard: 'signedIn',
  summary: 'Show exactly what leaves: words, recipient, label, files',
  params: byReference,
  query: z.strictObject({ way: z.enum(submissionWays).default('mail').describe('How it would leave') }),
  response: leaving,
  problems: ['notification.not_found'],
});

const happened = {
  at: instant.describe('When it was filed: the moment that counts'),
  reference: text(limits.authorityReferenceCharactersMax, 'The reference the authority gave').default(''),
  note: text(limits.commentCharactersMax, 'What to say of it').default(''),
  proofs: z
    .array(z.uuid())
    .max(limits.filingProofsMax)
    .default([])
    .describe('Attachments of the incident that prove the filing'),
};

export const submitNotification = route({
  id: 'notifications.submit',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/submit',
  guard: 'notifications.submit',
  summary: 'Send what was approved by mail, or record that it was filed another way',
  params: byReference,
  body: z.discriminatedUnion('way', [
    z
      .strictObject({
        way: z.literal('mail').describe('By mail, from here'),
        digest: text(64, 'Digest of what was shown'),
        note: text(limits.commentCharactersMax, 'What to say of it').default(''),
      })
      .describe('Send it from here to the address of the authority'),
    ...(['portal', 'belfry', 'api', 'other'] as const).map((way) =>
      z
        .strictObject({ way: z.literal(way).describe('How it was filed'), ...happened })
        .describe('Record what was done'),
    ),
  ]),
  response: notification,
  problems: [
    'notification.not_found',
    'notification.not_approved',
    'notification.changed_meanwhile',
    'notification.way_not_suitable',
    'notification.moment_not_possible',
    'notification.proof_unknown',
    'notification.proof_needed',
    'authority.address_missing',
  ],
});

export const stopSendingNotification = route({
  id: 'notifications.stop_sending',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/stop-sending',
  guard: 'notifications.submit',
  summary: 'Take its mail out of the queue while no mail server has it, to send it another way',
  params: byReference,
  response: notification,
  problems: ['notification.not_found', 'notification.state_does_not_allow', 'notification.mail_under_way'],
});

export const withdrawNotification = route({
  id: 'notifications.withdraw',
  method: 'POST',
  path: '/api/v1/notifications/{reference}/withdraw',
  guard: 'notifications.submit',
  summary: 'Withdraw it; of one that was recorded as submitted: it did not happen after all',
  params: byReference,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why') }),
  response: notification,
  problems: ['notification.not_found', 'notification.state_does_not_allow'],
});

export const notificationRoutes = {
  listIncidentNotifications,
  listNotifications,
  beginNotification,
  readNotification,
  changeNotification,
  commentNotification,
  settleNotificationComment,
  proposeNotification,
  sendBackNotification,
  approveNotification,
  readLeaving,
  submitNotification,
  stopSendingNotification,
  withdrawNotification,
} as const;
