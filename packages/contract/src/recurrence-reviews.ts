// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { rootCauseClass } from './classification.ts';
import { filledText, incidentReference, instant, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const byId = z.object({ id: z.uuid().describe('The review') });

export const recurrenceReview = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    review: z.string().describe('Look back the law asks for: `cir-2690` or `dora`'),
    law: z.string().describe('Article that asks for it'),
    periodFrom: z.iso.date().describe('First day of the period that is over'),
    periodTo: z.iso.date().describe('Its last day'),
    lookedBackFrom: z.iso.date().describe('First day of the months whose incidents count'),
    openedAt: instant.describe('When it was opened'),
    dueAt: instant.describe('Until when it is to be done'),
    doneAt: instant.nullable().describe('When it was done'),
    doneBy: personShown.nullable().describe('Who did it'),
    note: z.string().nullable().describe('What was concluded'),
  })
  .describe('A look at incidents that are small alone and may be significant together')
  .meta({ id: 'RecurrenceReview' });
export type RecurrenceReview = z.infer<typeof recurrenceReview>;

const recurringIncident = z
  .strictObject({
    incident: incidentReference,
    title: z.string().describe('Title'),
    occurredOn: z.iso.date().describe('Day it happened, else was declared'),
  })
  .describe('An incident of a group');

const recurrenceCandidate = z
  .strictObject({
    key: z.string().describe('Names the group: class and words of its root cause'),
    rootCauseClass: rootCauseClass.nullable(),
    rootCause: z.string().nullable().describe('Root cause in words, as the latest of them has it'),
    incidents: z.array(recurringIncident).describe('Oldest first'),
    suggested: z
      .record(z.string(), z.number().nullable())
      .describe('Question -> figure of all of them together; null where one is missing'),
    isAssessed: z.boolean().describe('Whether the latest of them has these answers already'),
  })
  .describe('Incidents of one root cause')
  .meta({ id: 'RecurrenceCandidate' });

export const listRecurrenceReviews = route({
  id: 'recurrence_reviews.list',
  method: 'GET',
  path: '/api/v1/recurrence-reviews',
  guard: 'incidents.read',
  summary: 'List looks back at recurring incidents: open ones first, then the newest',
  response: z.strictObject({
    items: z.array(recurrenceReview).describe('At most a page'),
    openCount: z.number().int().describe('How many are open'),
    mayBeAsked: z.array(z.string()).describe('Looks back the profile leaves open'),
  }),
});

export const readRecurrenceReview = route({
  id: 'recurrence_reviews.read',
  method: 'GET',
  path: '/api/v1/recurrence-reviews/{id}',
  guard: 'incidents.read',
  summary: 'Read a look back, with the groups of incidents the caller can see',
  params: byId,
  response: recurrenceReview.extend({
    candidates: z
      .array(recurrenceCandidate)
      .describe('Groups among the incidents the caller can see; there may be more'),
  }),
  problems: ['recurrence_review.not_found'],
});

export const assessTogether = route({
  id: 'recurrence_reviews.assess_together',
  method: 'POST',
  path: '/api/v1/recurrence-reviews/{id}/assess-together',
  guard: 'incidents.work',
  summary: 'Put the figures of a group into the assessment of its latest incident',
  params: byId,
  body: z.strictObject({ key: text(limits.textCharactersMax, 'Root cause of the group') }),
  response: z.strictObject({ incident: incidentReference }),
  problems: [
    'recurrence_review.not_found',
    'recurrence_review.group_not_found',
    'incident.not_found',
    'incident.status_does_not_allow',
  ],
});

export const finishRecurrenceReview = route({
  id: 'recurrence_reviews.done',
  method: 'POST',
  path: '/api/v1/recurrence-reviews/{id}/done',
  guard: 'assessments.decide',
  summary: 'Say that a look back is done, and what was concluded',
  params: byId,
  body: z.strictObject({ note: filledText(limits.reasonCharactersMax, 'What was concluded') }),
  response: recurrenceReview,
  problems: ['recurrence_review.not_found', 'recurrence_review.already_done'],
});

export const recurrenceReviewRoutes = {
  listRecurrenceReviews,
  readRecurrenceReview,
  assessTogether,
  finishRecurrenceReview,
} as const;
