// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

interface ProblemDeclared {
  readonly status: number;
  readonly title: string;
  readonly whatToDo: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retry: boolean;
}

/** The one registry of problems (RFC 9457). A code is forever; titles and advice are words and may improve. */
export const problems = {
  'request.malformed': {
    status: 400,
    title: 'The request could not be read',
    whatToDo: 'Send well-formed JSON with the content type application/json',
    retry: false,
  },
  'request.not_valid': {
    status: 422,
    title: 'Some fields need another value',
    whatToDo: 'Change the fields named under "errors" and send again',
    retry: false,
  },
  'request.too_large': {
    status: 413,
    title: 'The request is larger than allowed',
    whatToDo: 'Send less at once; the limits are in the API reference',
    retry: false,
  },
  'request.too_deep': {
    status: 400,
    title: 'The request is nested deeper than allowed',
    whatToDo: 'Send a flatter document; the limit is in the API reference',
    retry: false,
  },
  'request.media_type_unknown': {
    status: 415,
    title: 'The request has a content type this call does not take',
    whatToDo: 'Send application/json, or multipart/form-data for files',
    retry: false,
  },
  'request.idempotency_key_not_valid': {
    status: 400,
    title: 'The Idempotency-Key cannot be used',
    whatToDo: 'Send a UUID that you make anew for each report, and the same one when you try again',
    retry: false,
  },
  'request.idempotency_key_reused': {
    status: 422,
    title: 'This Idempotency-Key came with another request before',
    whatToDo: 'Make a new key for a new request; send the same request with the old one',
    retry: false,
  },
  'request.too_many': {
    status: 429,
    title: 'Too many requests in a short time',
    whatToDo: 'Wait for the number of seconds in Retry-After, then send again',
    retry: true,
  },
  'request.cross_site': {
    status: 403,
    title: 'The request came from another site',
    whatToDo: 'Use the application itself, or an API token',
    retry: false,
  },
  'route.not_found': {
    status: 404,
    title: 'There is nothing at this address',
    whatToDo: 'Check the address against /api/openapi.json',
    retry: false,
  },
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
  'database.unavailable': {
    status: 503,
    title: 'The database does not answer at the moment',
    whatToDo: 'Send the same request again in a few seconds',
    retry: true,
  },
  'storage.full': {
    status: 507,
    title: 'There is no room left to keep files',
    whatToDo: 'Tell the administrator to make room on the disk, then send again; nothing of it was kept',
    retry: true,
  },
  'server.failed': {
    status: 500,
    title: 'Something broke on our side',
    whatToDo: 'Try again; if it stays, give the administrator the "instance" of this problem',
    retry: true,
  },
  'report.not_found': {
    status: 404,
    title: 'No report with this reference is visible to you',
    whatToDo: 'Check the reference, or ask a participant to invite you',
    retry: false,
  },
  'webhook.not_found': {
    status: 404,
    title: 'There is no webhook with this identifier',
    whatToDo: 'Take the identifier from the list of webhooks',
    retry: false,
  },
  'webhook.secret_not_accepted': {
    status: 401,
    title: 'The webhook does not accept this secret',
    whatToDo: 'Send the secret the way the webhook asks for, or make a new one in its settings',
    retry: false,
  },
  'webhook.not_active': {
    status: 403,
    title: 'This webhook is switched off',
    whatToDo: 'Switch it on in the settings of the webhook, then send again',
    retry: false,
  },
  'occurrence.not_seen_whole': {
    status: 403,
    title: 'This arrived together with something you may not see',
    whatToDo: 'Read the facts of the occurrence, or ask somebody who sees every report of that delivery',
    retry: false,
  },
  'identity.not_anonymous': {
    status: 409,
    title: 'This reporter is not anonymous',
    whatToDo: 'Read who reported it on the report itself',
    retry: false,
  },
  'identity.already_asked': {
    status: 409,
    title: 'This reporter was asked already',
    whatToDo: 'Wait for the answer; after a refusal or a withdrawal you may ask once more',
    retry: false,
  },
  'identity.not_given': {
    status: 409,
    title: 'There is no identity to open',
    whatToDo: 'Ask the reporter first; whoever refused or withdrew stays unknown',
    retry: false,
  },
  'identity.not_readable': {
    status: 409,
    title: 'The identity is sealed under a key that is not here',
    whatToDo: 'Put the file identity.key of the time it was given back into the keys directory',
    retry: false,
  },
  'report.already_decided': {
    status: 409,
    title: 'This report has been decided on already',
    whatToDo: 'Undo that decision first',
    retry: false,
  },
  'report.not_decided': {
    status: 409,
    title: 'There is no decision on this report to undo',
    whatToDo: 'Nothing is needed: the report is waiting',
    retry: false,
  },
  'report.not_moved': {
    status: 409,
    title: 'There is no move of this report to undo',
    whatToDo: 'Nothing is needed: it is where it first came',
    retry: false,
  },
  'report.not_routed': {
    status: 409,
    title: 'This report is not worked in the queues of triage',
    whatToDo: 'Work it where whistle-blowers’ reports are handled',
    retry: false,
  },
  'queue.not_found': {
    status: 404,
    title: 'There is no such queue',
    whatToDo: 'Choose one of the queues of the triage room',
    retry: false,
  },
  'queue.in_use': {
    status: 409,
    title: 'Routing rules still lead to this queue',
    whatToDo: 'Change the rules named in "detail" first',
    retry: false,
  },
  'routing_rules.not_found': {
    status: 404,
    title: 'There is no such version of the routing rules',
    whatToDo: 'Read the version that works now',
    retry: false,
  },
  'routing_rules.changed_meanwhile': {
    status: 409,
    title: 'Somebody saved other routing rules meanwhile',
    whatToDo: 'Read the version that works now, and make your change in it',
    retry: false,
  },
  'canned_text.not_found': {
    status: 404,
    title: 'There is no such canned text',
    whatToDo: 'Choose one of the list',
    retry: false,
  },
  'triage.too_many': {
    status: 409,
    title: 'There are as many of these as allowed',
    whatToDo: 'Remove one that nobody uses',
    retry: false,
  },
  'person.cannot_handle': {
    status: 409,
    title: 'This person cannot handle reports',
    whatToDo: 'Choose somebody active whose role decides on reports',
    retry: false,
  },
  'report.duplicate_of_itself': {
    status: 409,
    title: 'A report cannot be a duplicate of itself',
    whatToDo: 'Name another report',
    retry: false,
  },
  'report.no_way_to_reach': {
    status: 409,
    title: 'The reporter left no way to reach them',
    whatToDo: 'Decide on what the report says, or snooze it',
    retry: false,
  },
  'vocabulary.term_not_found': {
    status: 404,
    title: 'There is no such term in this vocabulary',
    whatToDo: 'Choose one of the terms under /api/v1/vocabularies',
    retry: false,
  },
  'vocabulary.term_taken': {
    status: 409,
    title: 'This vocabulary has a term with this identifier already',
    whatToDo: 'Change that term, or choose another identifier',
    retry: false,
  },
  'vocabulary.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this vocabulary meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'report_guide.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the reporting pages meanwhile',
    whatToDo: 'Keep a copy of your words, load the page again, look at what changed, then save',
    retry: false,
  },
  'report_guide.nothing_to_publish': {
    status: 409,
    title: 'There is no draft',
    whatToDo: 'Save a draft first, or name an older version',
    retry: false,
  },
  'report_guide.version_not_found': {
    status: 404,
    title: 'There is no such version of the reporting pages',
    whatToDo: 'Choose one of the list of versions',
    retry: false,
  },
  'incident.not_found': {
    status: 404,
    title: 'No incident with this reference is visible to you',
    whatToDo: 'Check the reference, or ask a participant to invite you',
    retry: false,
  },
  'incident.status_does_not_allow': {
    status: 409,
    title: 'The status of the incident does not allow this',
    whatToDo: 'See "detail" for the status it has and the ones this needs',
    retry: false,
  },
  'incident.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the incident meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'incident.merge_into_itself': {
    status: 409,
    title: 'An incident cannot be merged into itself',
    whatToDo: 'Name another incident',
    retry: false,
  },
  'incident.merge_target_not_open': {
    status: 409,
    title: 'The incident to merge into is itself merged or dismissed',
    whatToDo: 'Merge into an open incident',
    retry: false,
  },
  'incident.participant_unknown': {
    status: 422,
    title: 'A person named here is not active in this desk',
    whatToDo: 'Choose people from the list, or invite them first',
    retry: false,
  },
  'incident.restrict_needs_participant': {
    status: 409,
    title: 'A restricted incident needs at least one participant',
    whatToDo: 'Add a participant or a lead first',
    retry: false,
  },
  'task.not_found': {
    status: 404,
    title: 'No task with this identifier is visible to you',
    whatToDo: 'Load the incident again',
    retry: false,
  },
  'timeline.entry_not_found': {
    status: 404,
    title: 'No entry at this position belongs to this incident',
    whatToDo: 'Load the timeline again',
    retry: false,
  },
  'feedback.not_found': {
    status: 404,
    title: 'No feedback with this identifier is visible to you',
    whatToDo: 'Load the incident again',
    retry: false,
  },
  'feedback.already_answered': {
    status: 409,
    title: 'This feedback was sent or skipped already',
    whatToDo: 'Write to the reporter with a message instead',
    retry: false,
  },
  'mail.not_found': {
    status: 404,
    title: 'No mail with this identifier is visible to you',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'mail.state_does_not_allow': {
    status: 409,
    title: 'This mail is not one that failed, was skipped, came back or was set aside',
    whatToDo: 'Load the page again; see "detail" for the state it has',
    retry: false,
  },
  'mail.words_gone': {
    status: 409,
    title: 'The words of this mail held a secret link and are not kept',
    whatToDo: 'Make a new invitation or link instead',
    retry: false,
  },
  'mail.address_fixed': {
    status: 409,
    title: 'This mail answers a reporter and goes to the address they left',
    whatToDo: 'Send it again without another address, or reach the reporter another way',
    retry: false,
  },
  'mail.address_not_possible': {
    status: 422,
    title: 'Mail cannot be sent to this address',
    whatToDo: 'Write one plain mail address that is not one of our own mailboxes',
    retry: false,
  },
  'register.not_readable': {
    status: 422,
    title: 'The logbook could not be read as CSV',
    whatToDo: 'Save it as CSV with a header line and one line an incident, then send it again; see "detail"',
    retry: false,
  },
  'register.no_title': {
    status: 422,
    title: 'No column of the logbook is known to hold the title',
    whatToDo: 'Say in "mapping" which header holds the title of an incident',
    retry: false,
  },
  'register.rows_not_valid': {
    status: 422,
    title: 'Some rows of the logbook cannot be imported',
    whatToDo: 'Correct the rows named under "errors", or send skipRowsWithErrors to leave them out',
    retry: false,
  },
  'alert.not_found': {
    status: 404,
    title: 'No alert with this identifier is visible to you',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'alert.already_answered': {
    status: 409,
    title: 'Somebody has answered this alert already',
    whatToDo: 'Nothing is needed; the incident page says who has it',
    retry: false,
  },
  'mailbox.not_found': {
    status: 404,
    title: 'There is no mailbox with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'mailbox.address_taken': {
    status: 409,
    title: 'Another mailbox has this address already',
    whatToDo: 'Change that mailbox, or use another address',
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
  'whistleblowing.not_found': {
    status: 404,
    title: 'There is no such confidential report',
    whatToDo: 'Check the reference',
    retry: false,
  },
  'whistleblowing.done_already': {
    status: 409,
    title: 'That was done already',
    whatToDo: 'Load the page again to see where it stands',
    retry: false,
  },
  'whistleblowing.not_a_handler': {
    status: 409,
    title: 'This person cannot handle this report',
    whatToDo: 'Choose an active handler of confidential reports who is not kept out of this one',
    retry: false,
  },
  'whistleblowing.nobody_left': {
    status: 409,
    title: 'Somebody has to be able to read this report',
    whatToDo: 'Have another handler designated first',
    retry: false,
  },
  'whistleblowing.no_handler': {
    status: 409,
    title: 'Nobody is designated to read reports about wrongdoing',
    whatToDo: 'Turn to an external channel; nothing was kept',
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

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** A problem document, RFC 9457, media type application/problem+json. */
export const problem = z
  .object({
    type: z.string().describe('URI of the problem, ending in its code'),
    title: z.string().describe('What is wrong, in a sentence'),
    status: z.number().int().describe('HTTP status'),
    code: z.enum(problemCodes).describe('Stable code to act on'),
    detail: z.string().optional().describe('What was wrong with this very request'),
    whatToDo: z.string().describe('The next step'),
    retry: z.boolean().describe('Whether the same request may succeed later'),
    instance: z.string().optional().describe('Identifier of this occurrence, for the administrator'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON Pointer to the field (RFC 6901)'),
          code: z.string().describe('What is wrong with it, as a stable word'),
          detail: z.string().describe('What is wrong with it, in a sentence'),
        }),
      )
      .optional()
      .describe('Fields that need another value'),
  })
  .describe('A problem document (RFC 9457)');
export type Problem = z.infer<typeof problem>;

/** A decision not to: returned, never thrown. The caller matches on the code. */
export interface Refusal<Code extends ProblemCode = ProblemCode> {
  readonly refused: Code;
  /** What was wrong with this very request: both values, present and wanted. */
  readonly detail?: string;
  readonly errors?: Problem['errors'];
}

export function refuse<const Code extends ProblemCode>(
  code: Code,
  detail?: string,
  errors?: Problem['errors'],
): Refusal<Code> {
  return {
    refused: code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
