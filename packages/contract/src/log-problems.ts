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
  'log_alarm.not_found': {
    status: 404,
    title: 'No such alarm of the logbook',
    whatToDo: 'Go back to the page of the logbook’s health',
    retry: false,
  },
  'log_alarm.already_taken': {
    status: 409,
    title: 'Somebody took this alarm already, or it is over',
    whatToDo: 'Read the list of alarms again',
    retry: false,
  },
  'source.not_found': {
    status: 404,
    title: 'No such source of the logbook',
    whatToDo: 'Go back to the list of sources',
    retry: false,
  },
  'source.changed_meanwhile': {
    status: 409,
    title: 'Somebody else changed this source meanwhile',
    whatToDo: 'Read it again, then make your change on what it is now',
    retry: false,
  },
  'source.retired': {
    status: 409,
    title: 'This source is retired',
    whatToDo: 'Take it back first',
    retry: false,
  },
  'source.not_retired': {
    status: 409,
    title: 'This source is not retired',
    whatToDo: 'Nothing needs to be done',
    retry: false,
  },
  'source.retention_reason_needed': {
    status: 422,
    title: 'Entries of this stream are kept at least 10 years',
    whatToDo: 'Choose the functional retention class, or write why a shorter one is right',
    retry: false,
  },
  'source.identity_taken': {
    status: 409,
    title: 'Another source is known by this already',
    whatToDo: 'Use another address or certificate, or end it at the other source',
    retry: false,
  },
  'source.identity_not_found': {
    status: 404,
    title: 'This source is known by no such thing',
    whatToDo: 'Read the source again',
    retry: false,
  },
  'source.too_many': {
    status: 422,
    title: 'More sources, or more ways to know one, than the desk keeps',
    whatToDo: 'End what is not used any more, or know several senders by one network',
    retry: false,
  },
  'sender.not_unknown': {
    status: 409,
    title: 'This sender was adopted already',
    whatToDo: 'Open it among the sources',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
