// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, incidentReference, instant, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const referralReference = z
  .string()
  .regex(/^REF-\d{4}-\d{4,}$/)
  .describe('Reference of a referral, for example REF-2026-0042')
  .meta({ id: 'ReferralReference' });

export const handedItem = z
  .strictObject({
    name: z.string().describe('Name of the file'),
    sha256: z.string().describe('SHA-256 of its bytes, lower-case hexadecimal'),
    sizeBytes: z.number().int().describe('Size in bytes'),
  })
  .describe('A file that was handed over')
  .meta({ id: 'HandedItem' });

/** The receipt of what left the house, when, where and to whom. */
export const handOver = z
  .strictObject({
    at: instant.describe('When it was handed over'),
    place: z.string().describe('Where'),
    to: z.string().describe('Who took it: name, service, badge'),
    items: z.array(handedItem).describe('What was handed over'),
    caseNumber: z.string().nullable().describe('Number of the official report, as the police gives it'),
    note: z.string().nullable().describe('What else was said'),
    recordedBy: personShown.describe('Who wrote the receipt'),
  })
  .describe('The receipt of a hand-over')
  .meta({ id: 'HandOver' });
export type HandOver = z.infer<typeof handOver>;

/** Whether facts that may be a crime go to the police: decided, with its reason, either way. */
export const referral = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    reference: referralReference,
    incident: incidentReference,
    authority: z
      .strictObject({ id: z.uuid().describe('Identifier'), name: z.string().describe('Name') })
      .nullable()
      .describe('To whom, as in the authorities book'),
    isReferred: z.boolean().describe('Whether it goes to the police; not to is a decision as well'),
    reason: z.string().describe('Why'),
    decidedAt: instant.describe('When it was decided'),
    decidedBy: personShown.describe('Who decided'),
    handOver: handOver.nullable().describe('What was handed over; null while nothing was'),
  })
  .describe('A referral to law enforcement')
  .meta({ id: 'Referral' });
export type Referral = z.infer<typeof referral>;

const byReference = z.object({ reference: incidentReference });

export const listReferrals = route({
  id: 'referrals.list',
  method: 'GET',
  path: '/api/v1/incidents/{reference}/referrals',
  guard: 'signedIn',
  summary: 'List what was decided about handing an incident to the police',
  params: byReference,
  response: z.strictObject({ items: z.array(referral).describe('Oldest first') }),
  problems: ['incident.not_found'],
});

export const decideReferral = route({
  id: 'referrals.decide',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/referrals',
  guard: 'notifications.approve',
  summary: 'Decide whether an incident goes to the police, by proving anew who one is',
  params: byReference,
  body: z.strictObject({
    isReferred: z.boolean().describe('Whether it goes to the police'),
    authority: z.uuid().nullable().default(null).describe('To whom, of the authorities book'),
    reason: filledText(limits.reasonCharactersMax, 'Why'),
    reassertionId: z.uuid().describe('The proof of who decides, for this very decision'),
  }),
  status: 201,
  response: referral,
  problems: ['incident.not_found', 'authority.not_found', 'referral.authority_missing', 'reassertion.needed'],
});

export const handOverReferral = route({
  id: 'referrals.hand_over',
  method: 'POST',
  path: '/api/v1/referrals/{referral}/hand-over',
  guard: 'notifications.submit',
  summary: 'Record what was handed over, to whom, where and when',
  params: z.object({ referral: z.uuid().describe('The referral') }),
  body: z.strictObject({
    at: instant.describe('When it was handed over; not in the future'),
    place: filledText(limits.titleCharactersMax, 'Where'),
    to: filledText(limits.titleCharactersMax, 'Who took it: name, service, badge'),
    attachments: z
      .array(z.uuid())
      .max(limits.handedItemsMax)
      .default([])
      .describe('Files of the incident that were handed over'),
    caseNumber: text(limits.titleCharactersMax, 'Number of the official report').optional(),
    note: text(limits.reasonCharactersMax, 'What else was said').optional(),
  }),
  response: referral,
  problems: [
    'referral.not_found',
    'referral.not_to_hand_over',
    'referral.in_the_future',
    'referral.file_unknown',
  ],
});

export const referralRoutes = { listReferrals, decideReferral, handOverReferral } as const;
