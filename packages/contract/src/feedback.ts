// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, incidentReference, instant, language, reportReference } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const feedbackStates = ['prepared', 'sent', 'skipped', 'failed'] as const;
export const feedbackOccasions = ['confirmed', 'resolved'] as const;

/** What a reporter is told when the incident is confirmed and when it is resolved (policy 2.4[6]). */
export const feedback = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference,
    report: reportReference,
    occasion: z.enum(feedbackOccasions).describe('What there is to tell'),
    state: z.enum(feedbackStates).describe('Where it stands'),
    way: z.enum(['mail', 'receipt_page']).describe('How it reaches the reporter'),
    language,
    text: z.string().describe('The words'),
    reason: z.string().nullable().describe('Why it was skipped, or why it failed'),
    preparedAt: instant.describe('When it was prepared'),
    sentAt: instant.nullable().describe('When it went out'),
  })
  .describe('Feedback to a reporter')
  .meta({ id: 'Feedback' });
export type Feedback = z.infer<typeof feedback>;

const byReference = z.object({ reference: incidentReference });
const byId = z.object({ feedback: z.uuid().describe('The feedback') });

export const listFeedback = route({
  id: 'feedback.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/feedback',
  guard: 'signedIn',
  summary: 'List what reporters of this incident were told, or are about to be told',
  params: byReference,
  response: z.strictObject({ items: z.array(feedback).describe('Oldest first') }),
  problems: ['incident.not_found'],
});
export const sendFeedback = route({
  id: 'feedback.send',
  method: 'POST',
  path: '/api/v1/feedback/{feedback}/send',
  guard: 'incidents.work',
  summary: 'Send prepared feedback, in these words',
  params: byId,
  body: z.strictObject({ text: filledText(limits.textCharactersMax, 'The words').optional() }).default({}),
  response: feedback,
  problems: ['feedback.not_found', 'feedback.already_answered'],
});
export const skipFeedback = route({
  id: 'feedback.skip',
  method: 'POST',
  path: '/api/v1/feedback/{feedback}/skip',
  guard: 'incidents.work',
  summary: 'Do not send it, and say why',
  params: byId,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why not') }),
  response: feedback,
  problems: ['feedback.not_found', 'feedback.already_answered'],
});
export const feedbackRoutes = { listFeedback, sendFeedback, skipFeedback } as const;
