// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with documents and reports to management. */
export const documentProblems = {
  'document.not_found': {
    status: 404,
    title: 'No such document',
    whatToDo: 'Go back to the incident, and look at its documents',
    retry: false,
  },
  'document.not_printed': {
    status: 503,
    title: 'The document cannot be printed',
    whatToDo: 'Try again; nothing of what was filled in is lost',
    retry: true,
  },
  'document.too_large': {
    status: 413,
    title: 'The document is longer than one can be',
    whatToDo: 'Shorten its longest field',
    retry: false,
  },
  'management_report.not_found': {
    status: 404,
    title: 'No such report to management',
    whatToDo: 'Go back to the list of reports',
    retry: false,
  },
  'management_report.period_not_valid': {
    status: 422,
    title: 'The period does not end after it begins, lies ahead, or is longer than ten years',
    whatToDo: 'Choose a first day in the past, and a last day after it',
    retry: false,
  },
  'management_report.schedule_not_found': {
    status: 404,
    title: 'No such schedule',
    whatToDo: 'Go back to the list of schedules',
    retry: false,
  },
  'management_report.recipient_unknown': {
    status: 422,
    title: 'Somebody named cannot read reports to management',
    whatToDo: 'Choose people who may read them',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
