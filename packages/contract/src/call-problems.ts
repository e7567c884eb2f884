// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with contacts, calls and promises to call back. */
export const callProblems = {
  'contact.not_found': {
    status: 404,
    title: 'There is no contact with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'contact.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this contact meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'call.not_found': {
    status: 404,
    title: 'You are not writing down a call with this identifier',
    whatToDo: 'Choose one of your calls; one that was sent is a report now',
    retry: false,
  },
  'call.changed_meanwhile': {
    status: 409,
    title: 'This call was changed in another window',
    whatToDo: 'Look at both versions and keep one',
    retry: false,
  },
  'call.too_many': {
    status: 409,
    title: 'You are writing down as many calls as allowed',
    whatToDo: 'Send or throw away one of them',
    retry: false,
  },
  'call_back.not_found': {
    status: 404,
    title: 'No promise to call back with this identifier is visible to you',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'call_back.done_already': {
    status: 409,
    title: 'Somebody called back already',
    whatToDo: 'Nothing is needed; the report says what was said',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
