// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, personShown, text } from './identifiers.ts';
import { lawEvidence } from './law-texts.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** What an authority is to us. */
export const authorityKinds = [
  'csirt',
  'nis2_supervisor',
  'data_protection',
  'financial',
  'cra',
  'trust_services',
  'critical_entities',
  'national_security',
  'social_security',
  'crisis_centre',
  'police',
  'telecom',
  'sector',
  'other',
] as const;
export const authorityKind = z
  .enum(authorityKinds)
  .describe('What it is to us')
  .meta({ id: 'AuthorityKind' });
export type AuthorityKind = z.infer<typeof authorityKind>;

/** Ways an authority takes a notice; a website alone takes none. */
export const authorityChannelKinds = ['mail', 'phone', 'post', 'api', 'website', 'other'] as const;
export const authorityChannel = z
  .strictObject({
    kind: z.enum(authorityChannelKinds).describe('Kind'),
    value: filledText(limits.webAddressCharactersMax, 'Address or number, as it is written'),
    note: text(limits.titleCharactersMax, 'When or for what').default(''),
  })
  .describe('A way to reach an authority')
  .meta({ id: 'AuthorityChannel' });
export type AuthorityChannel = z.infer<typeof authorityChannel>;

const authorityFields = {
  name: filledText(limits.titleCharactersMax, 'Name, in its own language'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('ISO 3166-1 alpha-2, or EU'),
  kinds: z.array(authorityKind).min(1).max(authorityKinds.length).describe('What it is to us'),
  channels: z
    .array(authorityChannel)
    .max(limits.channelsPerContactMax)
    .describe('Ways to reach it, the first one preferred'),
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .max(limits.authorityLanguagesMax)
    .describe('Languages it takes (ISO 639-1), the first one preferred'),
  formLink: text(limits.webAddressCharactersMax, 'Address of its form, as text: the desk never opens it'),
  notes: text(limits.reasonCharactersMax, 'Notes'),
};

export const authority = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    code: z
      .string()
      .nullable()
      .describe('Stable word of one that the product ships; null for one of our own'),
    ...authorityFields,
    evidence: lawEvidence,
    hasAddress: z.boolean().describe('Whether a notice could reach it: a form, mail, telephone or post'),
    verifiedAt: instant.nullable().describe('When somebody here last checked it'),
    verifiedBy: personShown.nullable().describe('Who checked'),
    archivedAt: instant.nullable().describe('When it was put away'),
    version: z.int().describe('Grows with each change'),
  })
  .describe('Whom a notification goes to')
  .meta({ id: 'Authority' });
export type Authority = z.infer<typeof authority>;

const byId = z.object({ id: z.uuid().describe('The authority') });

export const listAuthorities = route({
  id: 'authorities.list',
  method: 'GET',
  path: '/api/v1/authorities',
  guard: 'signedIn',
  summary: 'List authorities by country and name',
  query: z.strictObject({
    q: text(limits.queryCharactersMax, 'Words of the name').optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .describe('Only of this state, or EU'),
    kind: authorityKind.optional(),
    archived: z.enum(['yes', 'no']).default('no').describe('Those put away instead'),
  }),
  response: z.strictObject({
    items: z.array(authority).describe('Authorities'),
    countries: z.array(z.string()).describe('States that have one'),
  }),
});

export const addAuthority = route({
  id: 'authorities.add',
  method: 'POST',
  path: '/api/v1/authorities',
  guard: 'authorities.manage',
  summary: 'Add an authority of one’s own; who writes it down has checked it',
  body: z.strictObject(authorityFields),
  status: 201,
  response: authority,
});

export const changeAuthority = route({
  id: 'authorities.change',
  method: 'PATCH',
  path: '/api/v1/authorities/{id}',
  guard: 'authorities.manage',
  summary: 'Change, verify or put away an authority; only what is named changes',
  params: byId,
  body: z.strictObject({
    ...z.strictObject(authorityFields).partial().shape,
    isVerified: z.literal(true).optional().describe('It is right, as of now'),
    isArchived: z.boolean().optional().describe('Put away, or taken back'),
    version: z.int().describe('The version one has seen'),
  }),
  response: authority,
  problems: ['authority.not_found', 'authority.changed_meanwhile'],
});

/** Who gets a stage: chosen here, or proposed by the kind of its recipient. */
export const authorityOfStage = z
  .strictObject({
    regimeId: z.string().describe('The regime'),
    stageId: z.string().describe('The stage'),
    authority: authority.nullable().describe('Who gets it; null where the book has nobody'),
    isChosen: z.boolean().describe('Chosen here, not proposed'),
    others: z
      .array(z.strictObject({ id: z.uuid().describe('Identifier'), name: z.string().describe('Name') }))
      .describe('Others of the same kind in the same state: somebody has to choose'),
  })
  .describe('Who gets a stage')
  .meta({ id: 'AuthorityOfStage' });
export type AuthorityOfStage = z.infer<typeof authorityOfStage>;

export const listAuthorityChoices = route({
  id: 'authorities.choices',
  method: 'GET',
  path: '/api/v1/authority-choices',
  guard: 'signedIn',
  summary: 'List who gets each stage of each regime that goes to an authority',
  response: z.strictObject({ items: z.array(authorityOfStage).describe('A line a stage') }),
});

export const chooseAuthority = route({
  id: 'authorities.choose',
  method: 'PUT',
  path: '/api/v1/authority-choices',
  guard: 'authorities.manage',
  summary: 'Choose who gets a stage, or every stage of a regime, or go back to the proposed one',
  body: z.strictObject({
    regimeId: text(120, 'The regime'),
    stageId: text(120, 'The stage; empty for every stage of the regime').default(''),
    authorityId: z.uuid().nullable().describe('Who gets it; null for the proposed one'),
  }),
  response: z.strictObject({ items: z.array(authorityOfStage).describe('The stages of the regime') }),
  problems: ['authority.not_found', 'authority.stage_not_found'],
});

export const authorityRoutes = {
  listAuthorities,
  addAuthority,
  changeAuthority,
  listAuthorityChoices,
  chooseAuthority,
} as const;
