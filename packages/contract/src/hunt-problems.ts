// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with trying a rule on the logbook. */
export const huntProblems = {
  'hunt.not_found': {
    status: 404,
    title: 'No such hunt',
    whatToDo: 'Go back to the list of hunts',
    retry: false,
  },
  'hunt.over': {
    status: 409,
    title: 'This hunt is over',
    whatToDo: 'Look at how it ended, or begin another',
    retry: false,
  },
  'hunt.too_many': {
    status: 409,
    title: 'As many hunts wait as may',
    whatToDo: 'Wait until some are done, or cancel one that nobody needs',
    retry: true,
  },
  'hunt.period_not_valid': {
    status: 422,
    title: 'The period does not end after it begins, or lies ahead',
    whatToDo: 'Choose a beginning in the past, and an end after it',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
