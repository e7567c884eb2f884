// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with the logbook: its sources, its entries, its health. */
export const logProblems = {
  'finding.not_found': {
    status: 404,
    title: 'No finding with this reference',
    whatToDo: 'Check the reference, or look in the list of findings',
    retry: false,
  },
  'finding.already_decided': {
    status: 409,
    title: 'Somebody decided on this finding already',
    whatToDo: 'Read it again; a dismissed finding can be opened again',
    retry: false,
  },
  'finding.not_decided': {
    status: 409,
    title: 'There is no decision on this finding to take back',
    whatToDo: 'Read it again; what went to triage is decided there',
    retry: false,
  },
  'finding.nothing_to_filter': {
    status: 422,
    title: 'A filter needs at least one value of the finding',
    whatToDo: 'Choose a field of its key that has a value',
    retry: false,
  },
  'suppression.not_found': {
    status: 404,
    title: 'Nothing is kept from being told under this identifier',
    whatToDo: 'Look in the list of suppressions',
    retry: false,
  },
  'suppression.over': {
    status: 409,
    title: 'This suppression is over',
    whatToDo: 'Make a new one from a finding',
    retry: false,
  },
  'suppression.too_long': {
    status: 422,
    title: 'A suppression lasts a year at most, and begins now',
    whatToDo: 'Choose a day after today and within a year',
    retry: false,
  },
  'detection_review.not_found': {
    status: 404,
    title: 'There is no review of this month',
    whatToDo: 'Take a month from the list of reviews',
    retry: false,
  },
  'detection_review.already_done': {
    status: 409,
    title: 'This review is done already',
    whatToDo: 'Read what was noted',
    retry: false,
  },
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
