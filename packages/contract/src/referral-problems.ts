// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about handing an incident to the police, and about asking a CSIRT for help. */
export const referralProblems = {
  'referral.not_found': {
    status: 404,
    title: 'No referral with this identifier is visible to you',
    whatToDo: 'Open it from the page of its incident',
    retry: false,
  },
  'referral.authority_missing': {
    status: 422,
    title: 'A referral needs somebody it goes to',
    whatToDo: 'Choose a police service from the authorities book, or add it there first',
    retry: false,
  },
  'referral.not_to_hand_over': {
    status: 409,
    title: 'There is nothing to hand over here, or it was handed over already',
    whatToDo: 'See "detail"; decide on another referral if more is handed over',
    retry: false,
  },
  'referral.in_the_future': {
    status: 422,
    title: 'A hand-over that has not happened yet cannot be recorded',
    whatToDo: 'Give the moment at which it was handed over',
    retry: false,
  },
  'referral.file_unknown': {
    status: 422,
    title: 'A file named here is not a file of this incident',
    whatToDo: 'Put the file on the incident first, then name it',
    retry: false,
  },
  'assistance.not_found': {
    status: 404,
    title: 'No request for assistance with this identifier is visible to you',
    whatToDo: 'Open it from the page of its incident',
    retry: false,
  },
  'assistance.period_not_valid': {
    status: 422,
    title: 'A consent cannot last from then until then',
    whatToDo: 'See "detail", and choose another period',
    retry: false,
  },
  'assistance.state_does_not_allow': {
    status: 409,
    title: 'The state of the request does not allow this',
    whatToDo: 'See "detail" for the state it has and the ones this needs',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
