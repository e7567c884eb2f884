// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { huntFailures, huntStates } from './detection.ts';
import { filledText, instant, pageOf, pageQuery, personShown } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';
import { findingKeyPart } from './suppressions.ts';

const count = z.number().int();
const byHunt = z.object({ id: z.uuid().describe('The hunt') });

const huntFields = {
  id: z.uuid().describe('Identifier'),
  title: z.string().describe('Title of the rule that is tried'),
  rule: z.uuid().nullable().describe('The rule of the library; null for a text'),
  purpose: z.string().describe('What it is for'),
  from: instant.describe('Entries received at this moment or after are read'),
  until: instant.describe('Entries received before this moment are read'),
  state: z.enum(huntStates).describe('Where it stands'),
  problem: z.enum(huntFailures).nullable().describe('Why it failed; null unless it did'),
  askedAt: instant.describe('When it was asked for'),
  askedBy: personShown,
  startedAt: instant.nullable().describe('When the log process took it up last; null while it waits'),
  endedAt: instant.nullable().describe('When it ended; null while it is under way'),
  endedBy: personShown.nullable().describe('Who cancelled it'),
  total: count.nullable().describe('Entries it has to read; null until they are counted'),
  read: count.describe('Entries it has read'),
  hits: count.describe('Hits so far; what was found is shown once it is done'),
};

export const huntListed = z.strictObject(huntFields).describe('A hunt').meta({ id: 'HuntListed' });
export type HuntListed = z.infer<typeof huntListed>;

export const hunt = z
  .strictObject({
    ...huntFields,
    yaml: z.string().describe('The text that is tried, as it read when it was asked for'),
    ahead: count.describe('Hunts that are taken up before this one, while it waits'),
    isLogAway: z.boolean().describe('Whether the log process does not answer: a hunt waits for it'),
    isHeld: z.boolean().describe('Whether it gives way to what comes in'),
    attempt: count.describe('How often it was begun; after a crash it is begun again'),
    events: count.describe('Entries the rule was asked about'),
    gone: count.describe('Entries that could not be read any more'),
    keys: count.describe('Different keys among the hits'),
    hitsWithoutKey: count.describe(
      'Hits that are counted together, because there are more keys than are kept',
    ),
    changedAt: instant.describe('When it last went on'),
  })
  .describe('A hunt, whole')
  .meta({ id: 'Hunt' });
export type Hunt = z.infer<typeof hunt>;

export const huntHit = z
  .strictObject({
    number: count.describe('Place among the keys, most hits first, from 1'),
    title: z.string().describe('Rule that hit'),
    key: z.array(findingKeyPart).describe('Key, in the order the rule groups by'),
    count: count.describe('Hits'),
    firstAt: instant.describe('First of them'),
    lastAt: instant.describe('Last of them'),
    entries: z
      .array(
        z
          .strictObject({
            log: z.string().describe('Log'),
            index: count.describe('Index in the log'),
            at: instant.describe('When it happened'),
          })
          .describe('Where an entry stands'),
      )
      .describe('The first entries'),
  })
  .describe('Hits of a hunt with one key')
  .meta({ id: 'HuntHit' });
export type HuntHit = z.infer<typeof huntHit>;

export const askHunt = route({
  id: 'hunts.ask',
  method: 'POST',
  path: '/api/v1/detection/hunts',
  guard: 'detection.manage',
  summary: 'Try a rule on a period of the logbook; needs log.search too, and is recorded with its purpose',
  body: z.strictObject({
    what: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('rule').describe('A rule of the library'),
          rule: z.uuid().describe('The rule'),
        }),
        z.strictObject({
          kind: z.literal('text').describe('A text'),
          yaml: filledText(limits.ownRuleCharactersMax, 'Documents of Sigma'),
        }),
      ])
      .describe('What is tried'),
    from: instant.describe('Entries received at this moment or after'),
    until: instant.optional().describe('Entries received before this moment; until now when absent'),
    purpose: filledText(
      limits.logPurposeCharactersMax,
      'What it is for; it stands in the record beside the person',
    ),
  }),
  status: 201,
  response: z.strictObject({ id: z.uuid().describe('Identifier') }),
  problems: [
    'permission.missing',
    'detection_rule.not_found',
    'detection_rule.refused',
    'detection_rule.try_too_long',
    'hunt.period_not_valid',
    'hunt.too_many',
  ],
});

export const listHunts = route({
  id: 'hunts.list',
  method: 'GET',
  path: '/api/v1/detection/hunts',
  guard: 'detection.manage',
  summary: 'List hunts, newest first; needs log.search too',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(huntStates).optional().describe('Only those that stand so'),
    by: z.enum(['me', 'others']).optional().describe('Only your own, or only those of others'),
    rule: z.uuid().optional().describe('Only those of this rule'),
  }),
  response: pageOf(huntListed),
  problems: ['permission.missing', 'request.not_valid'],
});

export const readHunt = route({
  id: 'hunts.read',
  method: 'GET',
  path: '/api/v1/detection/hunts/{id}',
  guard: 'detection.manage',
  summary: 'Read one hunt, and how far it is; needs log.search too',
  params: byHunt,
  response: hunt,
  problems: ['permission.missing', 'hunt.not_found'],
});

export const listHuntHits = route({
  id: 'hunts.list_hits',
  method: 'GET',
  path: '/api/v1/detection/hunts/{id}/hits',
  guard: 'detection.manage',
  summary: 'List what a hunt found by key, most hits first; nothing before it is done',
  params: byHunt,
  query: z.strictObject(pageQuery),
  response: pageOf(huntHit),
  problems: ['permission.missing', 'hunt.not_found', 'request.not_valid'],
});

export const cancelHunt = route({
  id: 'hunts.cancel',
  method: 'POST',
  path: '/api/v1/detection/hunts/{id}/cancel',
  guard: 'detection.manage',
  summary: 'Cancel a hunt that waits or runs, also one of somebody else',
  params: byHunt,
  status: 204,
  problems: ['permission.missing', 'hunt.not_found', 'hunt.over'],
});

export const huntRoutes = { askHunt, listHunts, readHunt, listHuntHits, cancelHunt } as const;
