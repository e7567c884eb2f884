// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** Refusals about what authorities are told, and what they answer. */
export const notificationProblems = {
  'notification.not_found': {
    status: 404,
    title: 'No notification with this reference is visible to you',
    whatToDo: 'Check the reference, or ask a participant of the incident to invite you',
    retry: false,
  },
  'notification.stage_unknown': {
    status: 422,
    title: 'No regime has this stage',
    whatToDo: 'Choose a stage from the list of the regime',
    retry: false,
  },
  'notification.state_does_not_allow': {
    status: 409,
    title: 'The state of the notification does not allow this',
    whatToDo: 'See "detail" for the state it has and the ones this needs',
    retry: false,
  },
  'notification.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed the notification after you looked at it',
    whatToDo: 'Load it again, look at what leaves now, then go on',
    retry: false,
  },
  'notification.field_changed_meanwhile': {
    status: 409,
    title: 'Somebody wrote into the same field meanwhile',
    whatToDo: 'See "errors" for the value that stands there, choose between the two, then save again',
    retry: false,
  },
  'notification.field_not_valid': {
    status: 422,
    title: 'A field does not take this value',
    whatToDo: 'See "errors" for the field and what it takes',
    retry: false,
  },
  'notification.fields_missing': {
    status: 409,
    title: 'Fields that the law asks for are empty',
    whatToDo: 'Fill the fields named in "errors", then propose it again',
    retry: false,
  },
  'notification.approval_blocked': {
    status: 409,
    title: 'Something stands in the way of approving it',
    whatToDo: 'See "errors" for every reason, settle each, then approve',
    retry: false,
  },
  'notification.own_proposal': {
    status: 403,
    title: 'Whoever proposed or last changed it cannot approve it',
    whatToDo: 'Ask somebody else who may approve notifications',
    retry: false,
  },
  'notification.not_approved': {
    status: 409,
    title: 'The notification is not approved',
    whatToDo: 'Propose it, and have somebody else approve it',
    retry: false,
  },
  'notification.way_not_suitable': {
    status: 409,
    title: 'It must not leave this way',
    whatToDo: 'See "detail" for the reason, and record another way',
    retry: false,
  },
  'notification.moment_not_possible': {
    status: 422,
    title: 'It cannot have happened at this moment',
    whatToDo: 'See "detail" for the moments between which it can have happened',
    retry: false,
  },
  'notification.proof_unknown': {
    status: 422,
    title: 'A proof is no attachment of this incident',
    whatToDo: 'Add the file to the incident first, then choose it',
    retry: false,
  },
  'notification.proof_needed': {
    status: 422,
    title: 'This happened before it was approved, and nothing shows it',
    whatToDo: 'Attach the proof of that moment and note why it could not wait, or correct the moment',
    retry: false,
  },
  'notification.mail_under_way': {
    status: 409,
    title: 'A mail server may have the mail already',
    whatToDo: 'Wait some minutes until its fate is known, then look again',
    retry: true,
  },
  'notification.not_submitted': {
    status: 409,
    title: 'The notification was not submitted yet',
    whatToDo: 'Record its submission first, then what the authority answered',
    retry: false,
  },
  'notification.too_many_comments': {
    status: 409,
    title: 'The notification has as many comments as it can hold',
    whatToDo: 'Write into the notes of the incident instead',
    retry: false,
  },
  'authority_message.not_found': {
    status: 404,
    title: 'No message of an authority with this identifier is visible to you',
    whatToDo: 'Open it from the page of its incident',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
