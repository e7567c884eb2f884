// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals any call can meet. */
export const requestProblems = {
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
} as const satisfies Record<string, ProblemDeclared>;
