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
  'log.look_not_found': {
    status: 404,
    title: 'No such look into the logbook',
    whatToDo: 'Begin the look anew: entries are read under one’s own looks only',
    retry: false,
  },
  'log.look_over': {
    status: 410,
    title: 'This look into the logbook is over',
    whatToDo: 'Begin it anew, with its purpose',
    retry: false,
  },
  'log.query_not_understood': {
    status: 422,
    title: 'The query cannot be read',
    whatToDo: 'Correct it at the place that is named',
    retry: false,
  },
  'log.search_too_wide': {
    status: 422,
    title: 'The search reads more than it may and was stopped',
    whatToDo: 'Choose a shorter period, or name a field',
    retry: false,
  },
  'log.index_away': {
    status: 503,
    title: 'The search index does not answer',
    whatToDo: 'Try again in a minute; entries are received and sealed meanwhile',
    retry: true,
  },
  'log.entry_not_found': {
    status: 404,
    title: 'No such entry in the logbook',
    whatToDo: 'Check the name of the log and the number of the entry',
    retry: false,
  },
  'log.export_too_large': {
    status: 422,
    title: 'More entries than one bundle takes',
    whatToDo: 'Choose a shorter period, and take out several bundles',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
