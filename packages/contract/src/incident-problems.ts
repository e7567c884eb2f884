// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about incidents and what belongs to them. */
export const incidentProblems = {
  'incident.not_found': {
    status: 404,
    title: 'No incident with this reference is visible to you',
    whatToDo: 'Check the reference, or ask a participant to invite you',
    retry: false,
  },
  'incident.status_does_not_allow': {
    status: 409,
    title: 'The status of the incident does not allow this',
    whatToDo: 'See "detail" for the status it has and the ones this needs',
    retry: false,
  },
  'incident.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the incident meanwhile',
    whatToDo: 'Load it again, look at what changed, then save',
    retry: false,
  },
  'incident.merge_into_itself': {
    status: 409,
    title: 'An incident cannot be merged into itself',
    whatToDo: 'Name another incident',
    retry: false,
  },
  'incident.merge_target_not_open': {
    status: 409,
    title: 'The incident to merge into is itself merged or dismissed',
    whatToDo: 'Merge into an open incident',
    retry: false,
  },
  'incident.participant_unknown': {
    status: 422,
    title: 'A person named here is not active in this desk',
    whatToDo: 'Choose people from the list, or invite them first',
    retry: false,
  },
  'incident.restrict_needs_participant': {
    status: 409,
    title: 'A restricted incident needs at least one participant',
    whatToDo: 'Add a participant or a lead first',
    retry: false,
  },
  'task.not_found': {
    status: 404,
    title: 'No task with this identifier is visible to you',
    whatToDo: 'Load the incident again',
    retry: false,
  },
  'timeline.entry_not_found': {
    status: 404,
    title: 'No entry at this position belongs to this incident',
    whatToDo: 'Load the timeline again',
    retry: false,
  },
  'history.entry_not_found': {
    status: 404,
    title: 'No entry of the record at this position is visible to you',
    whatToDo: 'Load the history again',
    retry: false,
  },
  'feedback.not_found': {
    status: 404,
    title: 'No feedback with this identifier is visible to you',
    whatToDo: 'Load the incident again',
    retry: false,
  },
  'feedback.already_answered': {
    status: 409,
    title: 'This feedback was sent or skipped already',
    whatToDo: 'Write to the reporter with a message instead',
    retry: false,
  },
  'register.not_readable': {
    status: 422,
    title: 'The logbook could not be read as CSV',
    whatToDo: 'Save it as CSV with a header line and one line an incident, then send it again; see "detail"',
    retry: false,
  },
  'register.no_title': {
    status: 422,
    title: 'No column of the logbook is known to hold the title',
    whatToDo: 'Say in "mapping" which header holds the title of an incident',
    retry: false,
  },
  'register.rows_not_valid': {
    status: 422,
    title: 'Some rows of the logbook cannot be imported',
    whatToDo: 'Correct the rows named under "errors", or send skipRowsWithErrors to leave them out',
    retry: false,
  },
  'alert.not_found': {
    status: 404,
    title: 'No alert with this identifier is visible to you',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'alert.already_answered': {
    status: 409,
    title: 'Somebody has answered this alert already',
    whatToDo: 'Nothing is needed; the incident page says who has it',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
