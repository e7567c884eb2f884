// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What calling people refuses with. */
export const pagingProblems = {
  'roster.not_found': {
    status: 404,
    title: 'There is no duty roster with this identifier',
    whatToDo: 'Load the list of rosters again',
    retry: false,
  },
  'roster.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this roster after you opened it',
    whatToDo: 'Load it again, and make your change once more',
    retry: false,
  },
  'roster.zone_unknown': {
    status: 422,
    title: 'The time zone is not known',
    whatToDo: 'Choose a zone by its name, for example Europe/Brussels',
    retry: false,
  },
  'roster.person_unknown': {
    status: 422,
    title: 'Somebody in the roster is not an active person of this desk',
    whatToDo: 'Choose somebody else from the list of people',
    retry: false,
  },
  'roster.times_turned': {
    status: 422,
    title: 'The end has to lie after the start',
    whatToDo: 'Change the start or the end',
    retry: false,
  },
  'roster.override_not_found': {
    status: 404,
    title: 'There is no such override, or it was cancelled already',
    whatToDo: 'Load the roster again',
    retry: false,
  },
  'roster.nobody_on_duty': {
    status: 409,
    title: 'Nobody is on duty in this roster now',
    whatToDo: 'Close the gap with an override, then call again',
    retry: false,
  },
  'roster.call_waits': {
    status: 409,
    title: 'A test call of this roster still waits for an answer',
    whatToDo: 'Wait for the answer, or answer it yourself',
    retry: false,
  },
  'push_subscription.not_found': {
    status: 404,
    title: 'You have no device with this identifier',
    whatToDo: 'Load the page again',
    retry: false,
  },
  'push_subscription.not_taken': {
    status: 422,
    title: 'This desk does not send to the push service of this browser',
    whatToDo: 'Use another browser, or ask an administrator to allow its address',
    retry: false,
  },
  'push_subscription.too_many': {
    status: 409,
    title: 'You have as many devices as one person can have',
    whatToDo: 'Remove a device you no longer use',
    retry: false,
  },
  'webhook_endpoint.not_found': {
    status: 404,
    title: 'There is no receiver with this identifier',
    whatToDo: 'Load the list of receivers again',
    retry: false,
  },
  'webhook_endpoint.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this receiver after you opened it',
    whatToDo: 'Load it again, and make your change once more',
    retry: false,
  },
  'webhook_endpoint.address_not_allowed': {
    status: 422,
    title: 'This desk does not send to that address',
    whatToDo: 'Use an https address on the internet, or have BELFRY_OUTGOING_PRIVATE_HOSTS name the host',
    retry: false,
  },
  'webhook_endpoint.recipe_incomplete': {
    status: 422,
    title: 'The recipe needs more than was given',
    whatToDo: 'See "detail" for what is missing',
    retry: false,
  },
  'channel_delivery.not_given_up': {
    status: 409,
    title: 'This delivery was not given up',
    whatToDo: 'Load the list of deliveries again',
    retry: false,
  },
  'alert.not_a_reminder': {
    status: 409,
    title: 'Only reminders of a duty without a number can be stopped',
    whatToDo: 'Say that you have it; the next mark of the limit still rings',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
