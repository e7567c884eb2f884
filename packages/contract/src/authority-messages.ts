// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, incidentReference, instant, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { notificationReference } from './notifications.ts';
import { route } from './route.ts';

export const authorityMessageKinds = ['acknowledgement', 'request', 'feedback', 'order'] as const;

/** What an authority sent us about an incident. */
export const authorityMessage = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference,
    notification: notificationReference.nullable().describe('The notification it answers'),
    authority: z.string().nullable().describe('Name of the authority'),
    kind: z.enum(authorityMessageKinds).describe('What it is'),
    text: z.string().describe('What it says'),
    receivedAt: instant.describe('When it reached us'),
    asksFor: z
      .strictObject({
        regimeId: z.string().describe('The regime'),
        stageId: z.string().describe('The stage'),
      })
      .nullable()
      .describe('The stage a request or an order asks for; its clock runs since then'),
    answerDueAt: instant.nullable().describe('By when it wants an answer, where it says so'),
    answeredAt: instant.nullable().describe('When it was answered'),
    recordedAt: instant.describe('When it was written down here'),
    recordedBy: personShown.nullable().describe('Who wrote it down'),
  })
  .describe('A message of an authority')
  .meta({ id: 'AuthorityMessage' });
export type AuthorityMessage = z.infer<typeof authorityMessage>;

const byIncident = z.object({ reference: incidentReference });

export const listAuthorityMessages = route({
  id: 'authority_messages.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/authority-messages',
  guard: 'signedIn',
  summary: 'List what authorities sent about an incident',
  params: byIncident,
  response: z.strictObject({ items: z.array(authorityMessage).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const recordAuthorityMessage = route({
  id: 'authority_messages.record',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/authority-messages',
  guard: 'notifications.submit',
  summary: 'Write down what an authority sent: acknowledgement, request, feedback or order',
  params: byIncident,
  body: z.strictObject({
    kind: z.enum(authorityMessageKinds).describe('What it is'),
    notification: notificationReference.nullable().default(null).describe('The notification it answers'),
    authority: z.uuid().nullable().default(null).describe('Who sent it'),
    text: filledText(limits.notificationFieldCharactersMax, 'What it says'),
    receivedAt: instant.describe('When it reached us'),
    reference: text(limits.authorityReferenceCharactersMax, 'The reference the authority gave').default(''),
    asksFor: z
      .strictObject({
        regimeId: text(limits.regimeIdCharactersMax, 'The regime'),
        stageId: text(limits.regimeIdCharactersMax, 'The stage'),
      })
      .nullable()
      .default(null)
      .describe('The stage it asks for'),
    answerDueAt: instant.nullable().default(null).describe('By when it wants an answer'),
  }),
  status: 201,
  response: authorityMessage,
  problems: [
    'incident.not_found',
    'notification.not_found',
    'notification.not_submitted',
    'notification.stage_unknown',
    'notification.moment_not_possible',
    'authority.not_found',
  ],
});

export const answerAuthorityMessage = route({
  id: 'authority_messages.answer',
  method: 'POST',
  path: '/api/v1/authority-messages/{message}/answer',
  guard: 'notifications.submit',
  summary: 'Write down that it was answered, and when',
  params: z.object({ message: z.uuid().describe('The message') }),
  body: z.strictObject({ at: instant.describe('When it was answered') }),
  response: authorityMessage,
  problems: ['authority_message.not_found', 'notification.moment_not_possible'],
});

export const authorityMessageRoutes = {
  listAuthorityMessages,
  recordAuthorityMessage,
  answerAuthorityMessage,
} as const;
