// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, language, personId, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { organisation } from './organisation.ts';
import { permissionNames, roleNames } from './permissions.ts';
import { route } from './route.ts';

const base64Url = (charactersMax: number, description: string) =>
  z
    .string()
    .max(charactersMax)
    .regex(/^[A-Za-z0-9_-]+={0,2}$/)
    .describe(description);

/** What the browser's WebAuthn call gives; its fields belong to that standard, so unknown ones are let through. */
const passkeyAnswer = <Response extends z.ZodObject>(response: Response) =>
  z
    .looseObject({
      id: base64Url(2_000, 'Credential identifier'),
      rawId: base64Url(2_000, 'Credential identifier'),
      type: z.literal('public-key').describe('Kind of credential'),
      response: response.describe('What the authenticator answered'),
      clientExtensionResults: z.looseObject({}).describe('Results of extensions'),
    })
    .describe('Answer of the browser, as WebAuthn Level 3 writes it in JSON');

export const passkeyMade = z
  .strictObject({
    ceremony: z.uuid().describe('The ceremony the options came with'),
    name: filledText(100, 'Name to tell it from others').optional(),
    answer: passkeyAnswer(
      z.looseObject({
        clientDataJSON: base64Url(10_000, 'Client data'),
        attestationObject: base64Url(100_000, 'Attestation object'),
        transports: z.array(z.string().max(40)).max(20).optional().describe('Transports'),
      }),
    ),
  })
  .describe('A passkey that was just made')
  .meta({ id: 'PasskeyMade' });

export const passkeyProof = z
  .strictObject({
    ceremony: z.uuid().describe('The ceremony the options came with'),
    answer: passkeyAnswer(
      z.looseObject({
        clientDataJSON: base64Url(10_000, 'Client data'),
        authenticatorData: base64Url(10_000, 'Authenticator data'),
        signature: base64Url(10_000, 'Signature'),
        userHandle: base64Url(200, 'The person the passkey belongs to').optional(),
      }),
    ),
  })
  .describe('A proof by passkey')
  .meta({ id: 'PasskeyProof' });

export const passkeyOptions = z
  .strictObject({
    ceremony: z.uuid().describe('Send it back with the answer; it counts once'),
    options: z.record(z.string(), z.json()).describe('Options for the browser’s WebAuthn call'),
  })
  .describe('What the browser needs to ask for a passkey')
  .meta({ id: 'PasskeyOptions' });

/** A secret of a link: what stands after the `#`. */
export const linkSecret = z
  .string()
  .max(100)
  .describe('The part of the link after the #; it never reaches a server log');

/** Length and guessability are judged together with who chooses it, so the shape only bounds it. */
export const newPassword = z
  .string()
  .max(4 * limits.passwordCharactersMax)
  .describe(
    `A password of ${limits.passwordCharactersMin} to ${limits.passwordCharactersMax} characters, not easily guessed`,
  );
const typedPassword = z
  .string()
  .min(1)
  .max(4 * limits.passwordCharactersMax)
  .describe('The password');
const typedCode = z
  .string()
  .min(6)
  .max(40)
  .describe('Six digits of the authenticator app, or a recovery code');

export const signInWays = [
  'passkey',
  'password',
  'totp',
  'recovery_code',
  'single_sign_on',
  'invitation',
  'setup',
] as const;
export const sessionStages = ['enrolment', 'complete'] as const;

export const session = z
  .strictObject({
    person: z
      .strictObject({
        id: personId,
        name: z.string().describe('Name to show'),
        email: z.string().describe('Mail address'),
        language,
        roles: z.array(z.enum(roleNames)).describe('Roles'),
      })
      .describe('Who is signed in'),
    permissions: z.array(z.enum(permissionNames)).describe('What this session may do'),
    stage: z
      .enum(sessionStages)
      .describe('`enrolment` until a second factor exists: such a session opens nothing else'),
    provedAt: instant.nullable().describe('When the person last proved who they are; null for an API token'),
    organisation: organisation.omit({ publicUrl: true }).describe('The organisation'),
  })
  .describe('A session')
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const readSession = route({
  id: 'session.read',
  method: 'GET',
  path: '/api/v1/session',
  guard: 'public',
  summary: 'Tell who is signed in, and with which permissions',
  response: session,
  problems: ['session.required'],
});

export const readSignInWays = route({
  id: 'session.ways',
  method: 'GET',
  path: '/api/v1/session/ways',
  guard: 'public',
  summary: 'Tell how one can sign in here',
  response: z.strictObject({
    isSetUp: z.boolean().describe('Whether there is an organisation yet'),
    organisation: z
      .strictObject({
        name: z.string().describe('Name'),
        languages: z.array(language).describe('Languages, the default first'),
      })
      .nullable()
      .describe('The organisation, once there is one'),
    singleSignOn: z
      .strictObject({
        name: z.string().describe('Host of the provider'),
        reachable: z.boolean().describe('Whether the provider answers now'),
      })
      .nullable()
      .describe('Single sign-on, when it is configured'),
  }),
});

export const signIn = route({
  id: 'session.sign_in',
  method: 'POST',
  path: '/api/v1/session',
  guard: 'public',
  summary: 'Sign in with mail address and password, then with a code; the answer sets a cookie',
  perMinuteMax: 60,
  body: z.strictObject({
    email: z.string().min(1).max(320).describe('Mail address'),
    password: typedPassword,
    code: typedCode.optional(),
  }),
  response: z.strictObject({
    outcome: z
      .enum(['signed_in', 'code_needed'])
      .describe('`code_needed`: the password is right, send it again with a code'),
    session: session.nullable().describe('The session, once signed in'),
  }),
  problems: ['sign_in.not_accepted', 'sign_in.too_many'],
});

export const askPasskey = route({
  id: 'session.passkey_options',
  method: 'POST',
  path: '/api/v1/session/passkey/options',
  guard: 'public',
  summary: 'Begin a sign-in, or a proof, by passkey',
  perMinuteMax: 60,
  response: passkeyOptions,
});

export const signInWithPasskey = route({
  id: 'session.passkey_sign_in',
  method: 'POST',
  path: '/api/v1/session/passkey',
  guard: 'public',
  summary: 'Sign in with a passkey; the answer sets a cookie',
  perMinuteMax: 60,
  body: passkeyProof,
  response: session,
  problems: ['passkey.not_accepted', 'sign_in.too_many'],
});

export const prove = route({
  id: 'session.prove',
  method: 'POST',
  path: '/api/v1/session/proof',
  guard: 'signedIn',
  summary: 'Prove again that it is you, by passkey or password, before changing how you sign in',
  perMinuteMax: 30,
  body: z.strictObject({ password: typedPassword.optional(), passkey: passkeyProof.optional() }),
  problems: [
    'account.session_needed',
    'sign_in.not_accepted',
    'passkey.not_accepted',
    'sign_in.too_many',
    'request.not_valid',
  ],
});

export const signOut = route({
  id: 'session.sign_out',
  method: 'DELETE',
  path: '/api/v1/session',
  guard: 'public',
  summary: 'Sign out: the session ends here and now',
});

export const beginSingleSignOn = route({
  id: 'session.single_sign_on',
  method: 'GET',
  path: '/api/v1/session/single-sign-on',
  guard: 'public',
  summary: 'Go to the single sign-on',
  perMinuteMax: 60,
  query: z.strictObject({
    next: text(500, 'Path of the page to come back to; another site’s is not taken').optional(),
  }),
  media: 'redirect',
});

export const endSingleSignOn = route({
  id: 'session.single_sign_on_answer',
  method: 'GET',
  path: '/api/v1/session/single-sign-on/answer',
  guard: 'public',
  summary: 'Come back from the single sign-on; its parameters are those of OpenID Connect',
  perMinuteMax: 60,
  query: z.looseObject({ state: text(500, 'State').optional() }),
  media: 'redirect',
});

export const sessionRoutes = {
  readSession,
  readSignInWays,
  signIn,
  askPasskey,
  signInWithPasskey,
  prove,
  signOut,
  beginSingleSignOn,
  endSingleSignOn,
} as const;
