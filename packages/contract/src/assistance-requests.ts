// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, incidentReference, instant, personShown } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const assistanceReference = z
  .string()
  .regex(/^AST-\d{4}-\d{4,}$/)
  .describe('Reference of a request for assistance, for example AST-2026-0042')
  .meta({ id: 'AssistanceReference' });

/** `asked`: nobody consented yet. `granted`: consent begins later. `active`: now. The rest is over. */
export const assistanceStates = ['asked', 'granted', 'active', 'expired', 'revoked'] as const;

/** Asking a CSIRT for help means letting it look: what, why, until when, and who consented (conditions A2 to A4). */
export const assistanceRequest = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: assistanceReference,
    incident: incidentReference,
    authority: z
      .strictObject({ id: z.uuid().describe('Identifier'), name: z.string().describe('Name') })
      .nullable()
      .describe('Who is asked, as in the authorities book'),
    state: z.enum(assistanceStates).describe('Where it stands'),
    purpose: z.string().describe('What the help is for'),
    scope: z.string().describe('What may be looked at'),
    systems: z.array(z.string()).describe('Systems it reaches'),
    copiesAllowed: z.boolean().describe('Whether copies of disks, memory and logs may be taken'),
    from: instant.describe('From when the consent counts'),
    until: instant.describe('When it ends by itself'),
    askedAt: instant.describe('When it was asked for'),
    askedBy: personShown.describe('Who asked'),
    grantedAt: instant.nullable().describe('When somebody consented'),
    grantedBy: personShown.nullable().describe('Who consented'),
    revokedAt: instant.nullable().describe('When the consent was taken back'),
    revokedBy: personShown.nullable().describe('Who took it back'),
    revokeReason: z.string().nullable().describe('Why it was taken back'),
  })
  .describe('A request for assistance with its consent')
  .meta({ id: 'AssistanceRequest' });
export type AssistanceRequest = z.infer<typeof assistanceRequest>;

const byReference = z.object({ reference: incidentReference });
const byId = z.object({ request: z.uuid().describe('The request') });

export const listAssistanceRequests = route({
  id: 'assistance_requests.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/assistance-requests',
  guard: 'signedIn',
  summary: 'List the help that was asked for, and the consent it rests on',
  params: byReference,
  response: z.strictObject({ items: z.array(assistanceRequest).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const askAssistance = route({
  id: 'assistance_requests.ask',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/assistance-requests',
  guard: 'incidents.work',
  summary: 'Ask a CSIRT for help; it counts once somebody consents',
  params: byReference,
  body: z.strictObject({
    authority: z.uuid().nullable().default(null).describe('Who is asked, of the authorities book'),
    purpose: filledText(limits.reasonCharactersMax, 'What the help is for'),
    scope: filledText(limits.reasonCharactersMax, 'What may be looked at'),
    systems: z
      .array(filledText(limits.titleCharactersMax, 'A system'))
      .max(limits.assistanceSystemsMax)
      .default([])
      .describe('Systems it reaches'),
    copiesAllowed: z.boolean().default(false).describe('Whether copies may be taken'),
    from: instant.describe('From when the consent counts'),
    until: instant.describe('When it ends by itself'),
  }),
  status: 201,
  response: assistanceRequest,
  problems: ['incident.not_found', 'authority.not_found', 'assistance.period_not_valid'],
});

export const grantAssistance = route({
  id: 'assistance_requests.grant',
  method: 'POST',
  path: '/api/v1/assistance-requests/{request}/grant',
  guard: 'notifications.approve',
  summary: 'Consent to the access it needs, by proving anew who one is',
  params: byId,
  body: z.strictObject({
    reassertionId: z.uuid().describe('The proof of who consents, to this very access'),
  }),
  response: assistanceRequest,
  problems: ['assistance.not_found', 'assistance.state_does_not_allow', 'reassertion.needed'],
});

export const revokeAssistance = route({
  id: 'assistance_requests.revoke',
  method: 'POST',
  path: '/api/v1/assistance-requests/{request}/revoke',
  guard: 'incidents.work',
  summary: 'Take the request or its consent back, at once',
  params: byId,
  body: z.strictObject({ reason: filledText(limits.reasonCharactersMax, 'Why') }),
  response: assistanceRequest,
  problems: ['assistance.not_found', 'assistance.state_does_not_allow'],
});

export const assistanceRequestRoutes = {
  listAssistanceRequests,
  askAssistance,
  grantAssistance,
  revokeAssistance,
} as const;
