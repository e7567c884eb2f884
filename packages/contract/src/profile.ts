// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { fieldChange } from './history.ts';
import { instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { lawAnswers, lawTruth, legalLine } from './law-texts.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** One version of what the organisation says of itself. Every version stays: an incident keeps the one it was judged by. */
export const profileVersion = z
  .strictObject({
    id: z.uuid().describe('Identifier of this version'),
    answers: lawAnswers,
    reason: z.string().nullable().describe('Why it was written'),
    recordedAt: instant.describe('When'),
    recordedBy: personShown.nullable().describe('Who; null where the desk did'),
    reviewDueOn: z.iso.date().describe('When somebody has to look at it again'),
  })
  .describe('A version of the profile of the organisation')
  .meta({ id: 'ProfileVersion' });
export type ProfileVersion = z.infer<typeof profileVersion>;

export const profileStanding = z
  .strictObject({
    regimes: z
      .array(
        z
          .strictObject({
            regimeId: z.string().describe('The regime'),
            truth: lawTruth,
            isInForce: z.boolean().describe('Whether it is law today'),
            facts: z
              .array(z.string())
              .describe('Questions whose answers decided, or that are open where it is unknown'),
            legal: legalLine.describe('The article that decides whom it reaches'),
          })
          .describe('Whether a regime reaches the organisation, and why'),
      )
      .describe('Every regime in force or to come, in their order'),
    open: z.array(z.string()).describe('Questions whose answers could still change something'),
  })
  .describe('Which regimes reach an organisation with such answers')
  .meta({ id: 'ProfileStanding' });
export type ProfileStanding = z.infer<typeof profileStanding>;

export const readProfile = route({
  id: 'profile.read',
  method: 'GET',
  path: '/api/v1/profile',
  guard: 'signedIn',
  summary: 'Read what decides which laws reach the organisation, and which do',
  response: z.strictObject({
    version: profileVersion.nullable().describe('The latest; null while nobody has answered'),
    standing: profileStanding,
    isReviewDue: z.boolean().describe('Whether somebody has to look at it again, or for the first time'),
    suggested: lawAnswers.describe('What the settings of the organisation already say'),
  }),
  problems: ['permission.missing'],
});

export const tryProfile = route({
  id: 'profile.try',
  method: 'POST',
  path: '/api/v1/profile/standing',
  guard: 'signedIn',
  summary: 'Ask which regimes would reach the organisation with such answers; nothing is kept',
  body: z.strictObject({ answers: lawAnswers }),
  response: profileStanding,
  problems: ['profile.answer_not_valid'],
});

export const saveProfile = route({
  id: 'profile.save',
  method: 'POST',
  path: '/api/v1/profile/versions',
  guard: 'profile.manage',
  summary: 'Keep a new version; the same answers again are the yearly look that found nothing to change',
  body: z.strictObject({
    answers: lawAnswers,
    reason: text(limits.reasonCharactersMax, 'Why').default(''),
    seen: z.uuid().nullable().describe('The version one has seen; null where there was none'),
  }),
  status: 201,
  response: profileVersion,
  problems: ['profile.answer_not_valid', 'profile.changed_meanwhile'],
});

export const listProfileVersions = route({
  id: 'profile.versions',
  method: 'GET',
  path: '/api/v1/profile/versions',
  guard: 'signedIn',
  summary: 'List the versions, newest first, each with what it changed',
  query: z.strictObject(pageQuery),
  response: pageOf(
    profileVersion.extend({
      changes: z.array(fieldChange).describe('Question, old to new; empty where nothing changed'),
    }),
  ),
  problems: ['permission.missing', 'request.not_valid'],
});

export const profileRoutes = { readProfile, tryProfile, saveProfile, listProfileVersions } as const;
