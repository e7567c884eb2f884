// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** Marks of a crisis that Belfry comes with; their words are the product’s, in every language. */
export const crisisCriteriaShipped = [
  'people_in_danger',
  'essential_service_stops',
  'beyond_own_means',
  'survival_at_stake',
  'spreads_to_others',
  'public_attention',
] as const;
export type CrisisCriterionShipped = (typeof crisisCriteriaShipped)[number];

export const crisisCriterion = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    code: z
      .enum(crisisCriteriaShipped)
      .nullable()
      .describe('The shipped one; null for one of the organisation'),
    text: z.string().describe('The question in the organisation’s own words; empty for a shipped one'),
  })
  .describe('A question any yes to which proposes a crisis')
  .meta({ id: 'CrisisCriterion' });
export type CrisisCriterion = z.infer<typeof crisisCriterion>;

const criteria = z.strictObject({
  items: z.array(crisisCriterion).describe('In their order'),
  removed: z.array(crisisCriterion).describe('Shipped ones that are switched off'),
});

export const readCrisisCriteria = route({
  id: 'crisis_criteria.read',
  method: 'GET',
  path: '/api/v1/crisis-criteria',
  guard: 'signedIn',
  summary: 'Read what makes an incident a crisis here',
  response: criteria,
});

export const saveCrisisCriteria = route({
  id: 'crisis_criteria.save',
  method: 'PUT',
  path: '/api/v1/crisis-criteria',
  guard: 'profile.manage',
  summary: 'Say what makes an incident a crisis here; other words are another question',
  body: z.strictObject({
    items: z
      .array(
        z
          .strictObject({
            id: z.uuid().nullable().describe('One that is there, or was; null for a new one'),
            text: filledText(limits.titleCharactersMax, 'The question').optional(),
          })
          .describe('A criterion'),
      )
      .max(limits.crisisCriteriaMax)
      .describe('All of them, in order'),
    seen: z.array(z.uuid()).max(limits.crisisCriteriaMax).describe('Those that stood when this was written'),
  }),
  response: criteria,
  problems: ['crisis_criteria.changed_meanwhile', 'crisis_criteria.unknown'],
});

export const crisisCriterionRoutes = { readCrisisCriteria, saveCrisisCriteria } as const;
