// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about what the law asks of an incident. */
export const assessmentProblems = {
  'assessment.changed_meanwhile': {
    status: 409,
    title: 'Somebody wrote something else here meanwhile',
    whatToDo: 'Load it again, look at what stands now, then send yours if it still holds',
    retry: false,
  },
  'assessment.question_unknown': {
    status: 422,
    title: 'No question of the law has this name',
    whatToDo: 'Take the names of questions from the assessment',
    retry: false,
  },
  'assessment.answer_not_fitting': {
    status: 422,
    title: 'The answer does not fit its question',
    whatToDo:
      'Answer with yes or no, a whole number from 0, or the choices of the question; null is not known',
    retry: false,
  },
  'assessment.outcome_unknown': {
    status: 422,
    title: 'No regime that applies or may apply asks to decide this',
    whatToDo: 'Take regime and outcome from the assessment',
    retry: false,
  },
  'assessment.reason_required': {
    status: 422,
    title: 'This needs a reason',
    whatToDo: 'Say why: it is kept with your name',
    retry: false,
  },
  'assessment.moment_in_future': {
    status: 422,
    title: 'This moment lies in the future',
    whatToDo: 'Give a moment that has come',
    retry: false,
  },
  'crisis_criteria.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the marks of a crisis meanwhile',
    whatToDo: 'Load them again, look at what changed, then save',
    retry: false,
  },
  'crisis_criteria.unknown': {
    status: 422,
    title: 'A mark of a crisis named here does not exist',
    whatToDo: 'Load them again, and write a new one without an identifier',
    retry: false,
  },
  'recurrence_review.not_found': {
    status: 404,
    title: 'There is no look back with this identifier',
    whatToDo: 'Open the list of looks back',
    retry: false,
  },
  'recurrence_review.group_not_found': {
    status: 404,
    title: 'No group of incidents you see has this root cause any more',
    whatToDo: 'Load the look back again',
    retry: false,
  },
  'recurrence_review.already_done': {
    status: 409,
    title: 'Somebody has done this look back already',
    whatToDo: 'Load the page again to see what was concluded',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
