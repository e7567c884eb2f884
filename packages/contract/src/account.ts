// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { permissionNames } from './permissions.ts';
import { route } from './route.ts';
import { newPassword, passkeyMade, passkeyOptions, session, signInWays } from './sessions.ts';

const passkey = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().describe('Name'),
    addedAt: instant.describe('When it was added'),
    lastUsedAt: instant.nullable().describe('When it was last used'),
    isBackedUp: z.boolean().describe('Whether a password manager keeps a copy'),
  })
  .describe('A passkey');

const ownSession = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    device: z.string().describe('Browser and system, as they call themselves'),
    address: z.string().describe('Address it signed in from'),
    way: z.enum(signInWays).describe('How it was signed in'),
    startedAt: instant.describe('Signed in at'),
    lastSeenAt: instant.describe('Last seen, to the minute'),
    isThis: z.boolean().describe('Whether it is the one that asks'),
  })
  .describe('A session of one’s own');

export const token = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    name: z.string().describe('What it is for'),
    scopes: z
      .array(z.enum(permissionNames))
      .nullable()
      .describe('What it may do; null for whatever the person may'),
    madeAt: instant.describe('Made at'),
    expiresAt: instant.describe('Works until'),
    lastUsedAt: instant.nullable().describe('Last used, to the minute'),
  })
  .describe('An API token, without its secret')
  .meta({ id: 'Token' });
export type Token = z.infer<typeof token>;

const recoveryCodes = z
  .array(z.string())
  .describe('Recovery codes, each good for one sign-in with the password; shown this once');

/** What a new factor leads to: codes when there were none, and the session, whole from here on. */
const factorAdded = z.strictObject({
  recoveryCodes: recoveryCodes.nullable().describe('New recovery codes, when there were none'),
  session,
});

const account = z
  .strictObject({
    name: z.string().describe('Name'),
    email: z.string().describe('Mail address'),
    phone: z.string().nullable().describe('Telephone number'),
    language,
    passwordSetAt: instant.nullable().describe('When the password was set; null without one'),
    totpSetAt: instant.nullable().describe('When the authenticator app was set up; null without one'),
    recoveryCodesLeft: z.number().int().describe('Recovery codes not used yet'),
    passkeys: z.array(passkey).describe('Passkeys, oldest first'),
    singleSignOn: z.boolean().describe('Whether single sign-on is linked to this account'),
  })
  .describe('One’s own account');
export type Account = z.infer<typeof account>;

const byId = z.object({ id: z.uuid().describe('Identifier') });
const proved = ['session.required', 'account.session_needed', 'account.proof_needed'] as const;

/**
 * The routes that enrol a second factor are `public` to the guard, because a session in the stage `enrolment`
 * counts as nobody everywhere else; they ask for a session of any stage themselves.
 */
export const accountRoutes = {
  readAccount: route({
    id: 'account.read',
    method: 'GET',
    path: '/api/v1/account',
    guard: 'public',
    summary: 'Read one’s own account and how one signs in',
    response: account,
    problems: ['session.required', 'account.session_needed'],
  }),
  changeAccount: route({
    id: 'account.change',
    method: 'PATCH',
    path: '/api/v1/account',
    guard: 'signedIn',
    summary: 'Change one’s own language, telephone number or name',
    body: z.strictObject({
      name: filledText(limits.titleCharactersMax, 'Name to show').optional(),
      phone: text(60, 'Telephone number; empty for none').optional(),
      language: language.optional(),
    }),
    response: session,
    problems: ['session.required', 'account.session_needed'],
  }),
  setPassword: route({
    id: 'account.set_password',
    method: 'PUT',
    path: '/api/v1/account/password',
    guard: 'signedIn',
    summary: 'Set a password; the other sessions of this person end',
    perMinuteMax: 30,
    body: z.strictObject({ password: newPassword }),
    problems: [...proved, 'password.not_accepted', 'account.last_factor'],
  }),
  beginTotp: route({
    id: 'account.begin_totp',
    method: 'POST',
    path: '/api/v1/account/totp',
    guard: 'public',
    summary:
      'Begin with an authenticator app (RFC 6238); the one before works until the new one is confirmed',
    perMinuteMax: 30,
    response: z.strictObject({
      secret: z.string().describe('The shared secret, Base32, to type'),
      uri: z.string().describe('The same as otpauth URI'),
      qr: z.string().describe('The same as a picture: a data URI of an SVG'),
    }),
    problems: proved,
  }),
  confirmTotp: route({
    id: 'account.confirm_totp',
    method: 'PUT',
    path: '/api/v1/account/totp',
    guard: 'public',
    summary: 'Confirm the authenticator app with its first code',
    perMinuteMax: 30,
    body: z.strictObject({ code: z.string().min(6).max(12).describe('Six digits of the app') }),
    response: factorAdded,
    problems: [...proved, 'account.code_not_accepted', 'sign_in.too_many'],
  }),
  renewRecoveryCodes: route({
    id: 'account.renew_recovery_codes',
    method: 'POST',
    path: '/api/v1/account/recovery-codes',
    guard: 'signedIn',
    summary: 'Make new recovery codes; the old ones stop working',
    perMinuteMax: 30,
    response: z.strictObject({ recoveryCodes }),
    problems: proved,
  }),
  beginPasskey: route({
    id: 'account.begin_passkey',
    method: 'POST',
    path: '/api/v1/account/passkeys/options',
    guard: 'public',
    summary: 'Begin to add a passkey',
    perMinuteMax: 30,
    response: passkeyOptions,
    problems: proved,
  }),
  addPasskey: route({
    id: 'account.add_passkey',
    method: 'POST',
    path: '/api/v1/account/passkeys',
    guard: 'public',
    summary: 'Add the passkey the browser just made',
    perMinuteMax: 30,
    body: passkeyMade,
    status: 201,
    response: factorAdded,
    problems: [...proved, 'passkey.not_accepted', 'account.too_many'],
  }),
  renamePasskey: route({
    id: 'account.rename_passkey',
    method: 'PATCH',
    path: '/api/v1/account/passkeys/{id}',
    guard: 'signedIn',
    summary: 'Rename a passkey',
    params: byId,
    body: z.strictObject({ name: filledText(100, 'Name to tell it from others') }),
    problems: ['account.session_needed', 'passkey.not_found'],
  }),
  removePasskey: route({
    id: 'account.remove_passkey',
    method: 'DELETE',
    path: '/api/v1/account/passkeys/{id}',
    guard: 'signedIn',
    summary: 'Remove a passkey',
    params: byId,
    problems: [...proved, 'passkey.not_found', 'account.last_factor'],
  }),
  listSessions: route({
    id: 'account.sessions',
    method: 'GET',
    path: '/api/v1/account/sessions',
    guard: 'signedIn',
    summary: 'List one’s own sessions that are open',
    response: z.strictObject({ items: z.array(ownSession).describe('Newest first') }),
    problems: ['account.session_needed'],
  }),
  revokeSession: route({
    id: 'account.revoke_session',
    method: 'DELETE',
    path: '/api/v1/account/sessions/{id}',
    guard: 'signedIn',
    summary: 'End one of one’s own sessions',
    params: byId,
    problems: ['account.session_needed', 'session.not_found'],
  }),
  listTokens: route({
    id: 'account.tokens',
    method: 'GET',
    path: '/api/v1/account/tokens',
    guard: 'tokens.manage',
    summary: 'List one’s own API tokens that work',
    response: z.strictObject({ items: z.array(token).describe('Newest first') }),
  }),
  makeToken: route({
    id: 'account.make_token',
    method: 'POST',
    path: '/api/v1/account/tokens',
    guard: 'tokens.manage',
    summary: 'Make an API token; its text is in the answer and nowhere else',
    perMinuteMax: 30,
    body: z.strictObject({
      name: filledText(100, 'What it is for'),
      days: z
        .number()
        .int()
        .min(1)
        .max(limits.tokenAgeDaysMax)
        .default(limits.tokenAgeDaysDefault)
        .describe('Days it works'),
      scopes: z
        .array(z.enum(permissionNames))
        .min(1)
        .max(permissionNames.length)
        .optional()
        .describe('What it may do: some of one’s own permissions; all of them when absent'),
    }),
    status: 201,
    response: token.extend({ token: z.string().describe('The token; shown this once') }),
    problems: [...proved, 'token.scope_beyond_own', 'account.too_many'],
  }),
  revokeToken: route({
    id: 'account.revoke_token',
    method: 'DELETE',
    path: '/api/v1/account/tokens/{id}',
    guard: 'signedIn',
    summary: 'Revoke an API token of one’s own; a token may revoke itself',
    params: byId,
    problems: ['token.not_found'],
  }),
} as const;
