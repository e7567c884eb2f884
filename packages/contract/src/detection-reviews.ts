// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { detectionReviewMonth, findingCounts, ruleFindings } from './findings.ts';
import { filledText, instant, personShown } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

const ruleId = z.uuid().describe('The rule, in the library');
const byMonth = z.object({ month: detectionReviewMonth });

/** The figures a monthly review shows. */
export const detectionReviewFigures = z
  .strictObject({
    noisy: z.array(ruleFindings).describe('Rules with many findings of which few were true, worst first'),
    silent: z
      .array(
        z
          .strictObject({
            id: ruleId,
            title: z.string().describe('Title'),
            lastHitAt: instant.nullable().describe('When it hit last; null when it never did'),
          })
          .describe('A rule'),
      )
      .describe('Rules that run and did not hit for 90 days'),
    silentCount: z.number().int().describe('How many there are; the list shows the first ones'),
    untested: z
      .array(z.strictObject({ id: ruleId, title: z.string().describe('Title') }).describe('A rule'))
      .describe('Rules that run, never hit, and carry no samples'),
    untestedCount: z.number().int().describe('How many there are; the list shows the first ones'),
    decisions: z
      .strictObject({
        ...findingCounts.shape,
        truePositive: z.number().int().describe('Found to be what the rule looks for'),
        benign: z.number().int().describe('Found to be in order'),
        falsePositive: z.number().int().describe('Found to be something else'),
      })
      .describe('What people did with the findings of the month'),
    byPerson: z
      .array(
        z
          .strictObject({ person: personShown, decided: z.number().int().describe('Findings decided') })
          .describe('A person'),
      )
      .describe('Who decided, most first'),
    suppressions: z
      .strictObject({
        made: z.number().int().describe('Made in the month'),
        ended: z.number().int().describe('Over in the month'),
        active: z.number().int().describe('Holding at its end'),
      })
      .describe('What was kept from being told'),
  })
  .describe('What a monthly review shows')
  .meta({ id: 'DetectionReviewFigures' });
export type DetectionReviewFigures = z.infer<typeof detectionReviewFigures>;

export const detectionReview = z
  .strictObject({
    month: detectionReviewMonth,
    openedAt: instant.describe('When it was opened'),
    dueAt: instant.describe('Until when it is to be done'),
    doneAt: instant.nullable().describe('When it was done'),
    doneBy: personShown.nullable().describe('Who did it'),
    note: z.string().nullable().describe('What was concluded'),
  })
  .describe('The monthly look at how findings were sorted')
  .meta({ id: 'DetectionReview' });
export type DetectionReview = z.infer<typeof detectionReview>;

export const listReviews = route({
  id: 'detection_reviews.list',
  method: 'GET',
  path: '/api/v1/detection-reviews',
  guard: 'findings.read',
  summary: 'List the monthly reviews of detection, newest first',
  response: z.strictObject({ items: z.array(detectionReview).describe('At most a page') }),
});

export const readReview = route({
  id: 'detection_reviews.read',
  method: 'GET',
  path: '/api/v1/detection-reviews/{month}',
  guard: 'findings.read',
  summary: 'Read a monthly review; once done, with the figures it showed then',
  params: byMonth,
  response: detectionReview.extend({ figures: detectionReviewFigures }),
  problems: ['detection_review.not_found'],
});

export const finishReview = route({
  id: 'detection_reviews.done',
  method: 'POST',
  path: '/api/v1/detection-reviews/{month}/done',
  guard: 'findings.decide',
  summary: 'Say that a monthly review is done, and what was concluded',
  params: byMonth,
  body: z.strictObject({ note: filledText(limits.reasonCharactersMax, 'What was concluded') }),
  response: detectionReview,
  problems: ['detection_review.not_found', 'detection_review.already_done'],
});

export const detectionReviewRoutes = { listReviews, readReview, finishReview } as const;
