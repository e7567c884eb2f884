// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, personShown, reportReference } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** What became of asking an anonymous reporter who they are. */
export const identityStates = ['asked', 'given', 'refused', 'withdrawn'] as const;

/** As what somebody may open an identity; the reporter is told which. */
export const openingRoles = ['participant', 'handler', 'it_responsible', 'whistleblowing_handler'] as const;
export type OpeningRole = (typeof openingRoles)[number];

export const identity = z
  .strictObject({
    state: z
      .enum([...identityStates, 'not_asked'])
      .describe('What became of asking the reporter who they are'),
    asked: z
      .strictObject({
        at: instant,
        by: personShown,
        reason: z.string().describe('The question as the reporter reads it'),
      })
      .nullable()
      .describe('The last question; null when nobody asked'),
    answeredAt: instant.nullable().describe('When the reporter answered, refused or withdrew'),
    mayAsk: z.boolean().describe('Whether you may ask now'),
    mayOpen: z.boolean().describe('Whether you may open what was given, after proving again that it is you'),
    openings: z
      .array(
        z
          .strictObject({
            at: instant,
            by: personShown,
            role: z.enum(openingRoles).describe('As what they opened it; the reporter is told this'),
            reason: z.string().describe('Why'),
          })
          .describe('Somebody opened it'),
      )
      .describe('Every opening, oldest first'),
  })
  .describe('How the identity of an anonymous reporter stands; never the identity itself')
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof identity>;

/** Who a reporter says they are. Lives sealed, and in the answer to one opening. */
export const identityGiven = z
  .strictObject({
    name: z.string().describe('Name'),
    contact: z.string().describe('How to reach them'),
    note: z.string().describe('What they added'),
  })
  .describe('Who a reporter says they are')
  .meta({ id: 'IdentityGiven' });
export type IdentityGiven = z.infer<typeof identityGiven>;

const byReference = z.object({ reference: reportReference });

export const readIdentity = route({
  id: 'identity.read',
  method: 'GET',
  path: '/api/v1/reports/{reference}/identity',
  guard: 'signedIn',
  summary:
    'Tell how the identity of an anonymous reporter stands: asked, given, opened by whom; never who it is',
  params: byReference,
  response: identity,
  problems: ['report.not_found'],
});

export const askIdentity = route({
  id: 'identity.ask',
  method: 'POST',
  path: '/api/v1/reports/{reference}/identity',
  guard: 'signedIn',
  summary: 'Ask an anonymous reporter who they are; they may refuse',
  params: byReference,
  body: z.strictObject({
    reason: filledText(limits.textCharactersMax, 'Why you ask, in words the reporter reads'),
  }),
  status: 201,
  response: identity,
  problems: [
    'report.not_found',
    'permission.missing',
    'identity.not_anonymous',
    'identity.already_asked',
    'report.no_way_to_reach',
  ],
});

export const openIdentity = route({
  id: 'identity.open',
  method: 'POST',
  path: '/api/v1/reports/{reference}/identity/openings',
  guard: 'signedIn',
  summary: 'Open the identity a reporter gave: an act on record, with a reason; the reporter is told',
  params: byReference,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why it has to be known') }),
  status: 201,
  response: z.strictObject({ given: identityGiven, identity }),
  problems: [
    'report.not_found',
    'permission.missing',
    'identity.not_given',
    'identity.not_readable',
    'session.required',
    'account.session_needed',
    'account.proof_needed',
  ],
});

export const identityRoutes = { readIdentity, askIdentity, openIdentity } as const;
