// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { suppressionKinds } from './detection.ts';
import { filledText, instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const findingKeyPart = z
  .strictObject({
    field: z.string().describe('Field of the events, as the rule names it'),
    value: z.string().describe('Its value; empty where the events have none'),
    name: z.string().nullable().describe('Name of what the value identifies, such as a source'),
  })
  .describe('One field of what hits are grouped by')
  .meta({ id: 'FindingKeyPart' });
export type FindingKeyPart = z.infer<typeof findingKeyPart>;

const ruleId = z.uuid().describe('The rule, in the library');
export const suppressionExpiry = { expiresAt: instant.describe('Until when it is not told again') };
const byId = z.object({ id: z.uuid().describe('The suppression') });

export const suppression = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(suppressionKinds).describe('One key of the rule, or whatever a filter says'),
    rule: z
      .strictObject({ id: ruleId, title: z.string().describe('Title') })
      .describe('The rule that is kept quiet'),
    key: z.array(findingKeyPart).describe('What it keeps away: the key, or the values of the filter'),
    filterRuleId: z.uuid().nullable().describe('The filter in the library of rules; null for a key'),
    reason: z.string().describe('Why'),
    madeAt: instant.describe('When it was made'),
    madeBy: personShown,
    expiresAt: instant.describe('Until when'),
    endedAt: instant.nullable().describe('When it ended, by itself or by hand'),
    endedBy: personShown.nullable().describe('Who ended it; null where it expired'),
    count: z
      .number()
      .int()
      .nullable()
      .describe('Hits it kept away; null for a filter, which lets none arise'),
    lastHitAt: instant.nullable().describe('When it kept one away last'),
  })
  .describe('Something that is not told again')
  .meta({ id: 'Suppression' });
export type Suppression = z.infer<typeof suppression>;

export const listSuppressions = route({
  id: 'suppressions.list',
  method: 'GET',
  path: '/api/v1/suppressions',
  guard: 'findings.read',
  summary: 'List what is not told again, soonest over first',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(['active', 'over', 'any'])
      .default('active')
      .describe('Only those that hold, or that are over'),
    rule: ruleId.optional().describe('Only of this rule'),
  }),
  response: pageOf(suppression),
  problems: ['request.not_valid'],
});

export const extendSuppression = route({
  id: 'suppressions.extend',
  method: 'PATCH',
  path: '/api/v1/suppressions/{id}',
  guard: 'findings.decide',
  summary: 'Change until when something is not told again',
  params: byId,
  body: z.strictObject({ ...suppressionExpiry, reason: filledText(limits.reasonCharactersMax, 'Why') }),
  response: suppression,
  problems: ['suppression.not_found', 'suppression.over', 'suppression.too_long'],
});

export const endSuppression = route({
  id: 'suppressions.end',
  method: 'POST',
  path: '/api/v1/suppressions/{id}/end',
  guard: 'findings.decide',
  summary: 'Let it be told again from now on',
  params: byId,
  body: z.strictObject({ reason: text(limits.reasonCharactersMax, 'Why').optional() }).default({}),
  response: suppression,
  problems: ['suppression.not_found', 'suppression.over'],
});

export const suppressionRoutes = { listSuppressions, extendSuppression, endSuppression } as const;
