// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about telling those whom an incident touches. */
export const announcementProblems = {
  'announcement.not_found': {
    status: 404,
    title: 'No announcement with this reference is visible to you',
    whatToDo: 'Open it from the page of its incident',
    retry: false,
  },
  'announcement.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the announcement meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'announcement.state_does_not_allow': {
    status: 409,
    title: 'The state of the announcement does not allow this',
    whatToDo: 'See "detail" for the state it has and the ones this needs',
    retry: false,
  },
  'announcement.not_ready': {
    status: 409,
    title: 'The announcement is not ready to leave',
    whatToDo:
      'See "detail": fill the gaps marked [[like this]], name recipients, and write every language they read',
    retry: false,
  },
  'announcement.own_words': {
    status: 409,
    title: 'Who wrote or proposed it, or chose the recipients, does not approve it',
    whatToDo: 'Ask somebody else with the permission to approve',
    retry: false,
  },
  'announcement.recipients_not_valid': {
    status: 422,
    title: 'Lines of the list cannot be read',
    whatToDo: 'See "errors" for each line; mend the file, or take the lines that can be read',
    retry: false,
  },
  'announcement.too_many_recipients': {
    status: 422,
    title: 'More recipients than one announcement takes',
    whatToDo: 'See "detail" for the limit; split the list over several announcements',
    retry: false,
  },
  'announcement.in_the_future': {
    status: 422,
    title: 'What has not happened yet cannot be recorded as done',
    whatToDo: 'Give the moment at which people were told',
    retry: false,
  },
  'announcement.proof_needed': {
    status: 422,
    title: 'This happened before it was approved, and nothing shows it',
    whatToDo: 'Attach the proof of that moment, or correct the moment',
    retry: false,
  },
  'status_page.off': {
    status: 409,
    title: 'The public status page is switched off',
    whatToDo: 'Ask who manages the organisation to switch it on, or tell people another way',
    retry: false,
  },
  'status_note.not_found': {
    status: 404,
    title: 'No note of the status page with this identifier is visible to you',
    whatToDo: 'Load the page of its incident again',
    retry: false,
  },
  'status_note.ended': {
    status: 409,
    title: 'The note is over',
    whatToDo: 'Show a note of its own instead',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
