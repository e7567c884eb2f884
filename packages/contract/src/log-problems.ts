// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with the logbook: its sources, its entries, its health. */
export const logProblems = {
  'log.not_running': {
    status: 503,
    title: 'The logbook does not answer',
    whatToDo: 'Try again in a minute; nothing that was acknowledged is lost',
    retry: true,
  },
} as const satisfies Record<string, ProblemDeclared>;
