// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about people, and how they come in. */
export const peopleProblems = {
  'session.required': {
    status: 401,
    title: 'Sign in first',
    whatToDo: 'Sign in, or send an API token in the Authorization header',
    retry: false,
  },
  'session.token_not_accepted': {
    status: 401,
    title: 'The API token is not accepted',
    whatToDo: 'Use a token that exists, is not revoked and has not expired',
    retry: false,
  },
  'permission.missing': {
    status: 403,
    title: 'Your roles do not allow this',
    whatToDo: 'Ask an administrator for a role with the permission named in "detail"',
    retry: false,
  },
  'person.cannot_handle': {
    status: 409,
    title: 'This person cannot handle reports',
    whatToDo: 'Choose somebody active whose role decides on reports',
    retry: false,
  },
  'setup.already_done': {
    status: 409,
    title: 'This desk has been set up already',
    whatToDo: 'Sign in, or ask an administrator for an invitation',
    retry: false,
  },
  'link.not_accepted': {
    status: 410,
    title: 'This link cannot be used any more',
    whatToDo: 'Ask an administrator for a new link; a setup link is printed anew when the server starts',
    retry: false,
  },
  'password.not_accepted': {
    status: 422,
    title: 'The password can be guessed too easily',
    whatToDo: 'Choose a longer one, without your name, your mail address or the name of the organisation',
    retry: false,
  },
  'sign_in.not_accepted': {
    status: 401,
    title: 'Mail address, password or code do not match',
    whatToDo: 'Check what you typed; after several tries you have to wait',
    retry: false,
  },
  'sign_in.too_many': {
    status: 429,
    title: 'Too many tries to sign in',
    whatToDo: 'Wait for the number of seconds in Retry-After, or sign in with a passkey',
    retry: true,
  },
  'sign_in.provider_unavailable': {
    status: 503,
    title: 'Single sign-on does not answer at the moment',
    whatToDo: 'Sign in with a passkey, or with password and code',
    retry: true,
  },
  'passkey.not_accepted': {
    status: 401,
    title: 'The passkey is not accepted',
    whatToDo: 'Use a passkey of this desk, or sign in with password and code',
    retry: false,
  },
  'passkey.not_found': {
    status: 404,
    title: 'You have no passkey with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'account.session_needed': {
    status: 403,
    title: 'Only somebody signed in can do this, an API token cannot',
    whatToDo: 'Sign in with a browser',
    retry: false,
  },
  'account.proof_needed': {
    status: 403,
    title: 'Prove again that it is you',
    whatToDo: 'Confirm with your passkey or password, then send the same request',
    retry: false,
  },
  'account.code_not_accepted': {
    status: 422,
    title: 'The code is not the one expected now',
    whatToDo: 'Check the clock of your device and type the newest code',
    retry: false,
  },
  'account.last_factor': {
    status: 409,
    title: 'This is the only way left to sign in safely',
    whatToDo: 'Add a passkey or an authenticator app first',
    retry: false,
  },
  'account.too_many': {
    status: 409,
    title: 'There are as many of these as one person may have',
    whatToDo: 'Remove one that is not used any more',
    retry: false,
  },
  'reassertion.needed': {
    status: 403,
    title: 'Prove anew that it is you, for this and nothing else',
    whatToDo:
      'Look at what is shown now, confirm with your passkey or password, then send the request with the new proof',
    retry: false,
  },
  'reassertion.not_found': {
    status: 404,
    title: 'Nothing of yours waits for this proof any more',
    whatToDo: 'Begin again: a question waits ten minutes and is answered once',
    retry: false,
  },
  'reassertion.no_way': {
    status: 409,
    title: 'You have no passkey and no password to prove who you are',
    whatToDo: 'Add a passkey to your account, then confirm with it',
    retry: false,
  },
  'session.not_found': {
    status: 404,
    title: 'There is no session with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'person.not_found': {
    status: 404,
    title: 'There is no such person in this desk',
    whatToDo: 'Check the mail address or identifier against the list of people',
    retry: false,
  },
  'person.role_not_for_oneself': {
    status: 403,
    title: 'Nobody gives this role to themselves',
    whatToDo: 'Ask another administrator to give it, or give it to somebody else',
    retry: false,
  },
  'person.email_taken': {
    status: 409,
    title: 'Somebody with this mail address is in this desk already',
    whatToDo: 'Change that person instead',
    retry: false,
  },
  'person.last_administrator': {
    status: 409,
    title: 'Somebody has to stay administrator',
    whatToDo: 'Make somebody else administrator first',
    retry: false,
  },
  'person.mail_needed': {
    status: 409,
    title: 'A new way in for somebody at work goes to their own mailbox, and no mail leaves this desk',
    whatToDo: 'Set BELFRY_SMTP_URL, or run "belfry access" on the machine that runs Belfry',
    retry: false,
  },
  'person.state_does_not_allow': {
    status: 409,
    title: 'The state of this person does not allow this',
    whatToDo: 'See "detail" for the state they are in',
    retry: false,
  },
  'person.deputy_unknown': {
    status: 422,
    title: 'The deputy is not an active person of this desk',
    whatToDo: 'Choose somebody else from the list of people',
    retry: false,
  },
  'token.not_found': {
    status: 404,
    title: 'You have no API token with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'token.scope_beyond_own': {
    status: 403,
    title: 'A token cannot do more than you',
    whatToDo: 'Leave out the scopes named in "detail"',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
