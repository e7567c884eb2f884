// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about the profile of the organisation and the authorities it answers to. */
export const lawProblems = {
  'profile.answer_not_valid': {
    status: 422,
    title: 'An answer does not fit its question',
    whatToDo: 'Give each question named in "errors" an answer of its kind, or leave it not known',
    retry: false,
  },
  'profile.changed_meanwhile': {
    status: 409,
    title: 'Somebody kept a newer version meanwhile',
    whatToDo: 'Load it again, look at what changed, then keep yours',
    retry: false,
  },
  'authority.not_found': {
    status: 404,
    title: 'There is no authority with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'authority.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this authority meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'authority.stage_not_found': {
    status: 404,
    title: 'No such stage goes to an authority',
    whatToDo: 'Choose a stage of a regime whose recipient is an authority',
    retry: false,
  },
  'authority.address_missing': {
    status: 409,
    title: 'The book has no address for this authority',
    whatToDo: 'Write down its form, mail, telephone or post in the authorities book, then go on',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
