// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant } from './identifiers.ts';
import { route } from './route.ts';
import { passkeyProof } from './sessions.ts';

/** What nobody does on the strength of an open session alone. */
export const reassertedActs = [
  'notification.approve',
  'announcement.approve',
  'referral.decide',
  'assistance.grant',
] as const;

/** How somebody proves anew who they are: the strongest way they have, and no weaker one. */
export const reassertionMethods = ['passkey', 'password_and_code', 'password'] as const;

const purpose = {
  act: z.enum(reassertedActs).describe('What the person is about to do'),
  subject: filledText(100, 'What they do it to: its identifier'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256, in hexadecimal, of what the person was shown: the proof holds for nothing else'),
};

const reassertionId = z.uuid().describe('Identifier of the proof');

const { answer } = passkeyProof.shape;

export const reassertionRoutes = {
  beginReassertion: route({
    id: 'reassertion.begin',
    method: 'POST',
    path: '/api/v1/reassertions',
    guard: 'signedIn',
    summary: 'Begin to prove anew who one is, for one act on one thing',
    perMinuteMax: 30,
    body: z.strictObject(purpose),
    status: 201,
    response: z.strictObject({
      id: reassertionId,
      method: z.enum(reassertionMethods).describe('What is asked for'),
      options: z
        .record(z.string(), z.json())
        .nullable()
        .describe(
          'Of a passkey: options for the browser’s WebAuthn call; the challenge is made of the purpose',
        ),
    }),
    problems: ['account.session_needed', 'reassertion.no_way'],
  }),
  finishReassertion: route({
    id: 'reassertion.finish',
    method: 'POST',
    path: '/api/v1/reassertions/{id}/proof',
    guard: 'signedIn',
    summary: 'Prove it, by the passkey’s answer, or by password and code',
    perMinuteMax: 30,
    params: z.object({ id: reassertionId }),
    body: z.strictObject({
      passkey: answer.optional(),
      password: z.string().min(1).max(1_024).describe('The password').optional(),
      code: z
        .string()
        .min(6)
        .max(40)
        .describe('Six digits of the authenticator app, or a recovery code')
        .optional(),
    }),
    response: z.strictObject({
      id: reassertionId,
      method: z.enum(reassertionMethods).describe('How it was proved'),
      provedAt: instant.describe('When'),
      usableUntil: instant.describe('How long it may be used, once'),
    }),
    problems: [
      'account.session_needed',
      'reassertion.not_found',
      'passkey.not_accepted',
      'sign_in.not_accepted',
      'sign_in.too_many',
    ],
  }),
} as const;
