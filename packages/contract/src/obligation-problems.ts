// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about what is owed, and the calendar it is read in. */
export const obligationProblems = {
  'obligation.not_found': {
    status: 404,
    title: 'No such obligation is visible to you',
    whatToDo: 'Open the incident it belongs to, or ask a participant to invite you',
    retry: false,
  },
  'obligation.reason_not_asked': {
    status: 409,
    title: 'Nobody asks for a reason here',
    whatToDo: 'A reason is recorded for an obligation that has a limit and is not met in time',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
