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
