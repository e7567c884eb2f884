// SPDX-License-Identifier: Apache-2.0
import { type Refusal, type Role, refuse } from '@belfry/contract';

const personStates = ['invited', 'active', 'blocked'] as const;
export type PersonState = (typeof personStates)[number];

/**
 * What the first administrator holds besides: a desk of one person must work at once, and whoever sets it up can
 * give these roles to others later.
 */
export const firstAdministratorRoles: readonly Role[] = [
  'administrator',
  'it_responsible',
  'handler',
  'helpdesk',
];

/** Mail addresses are one person's whatever their case; the form they were typed in is kept for writing to them. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** A desk without an administrator could never invite anybody again. */
export function reasonNotLosingAdministrator(
  wasAdministrator: boolean,
  staysAdministrator: boolean,
  otherAdministrators: number,
): Refusal<'person.last_administrator'> | null {
  return wasAdministrator && !staysAdministrator && otherAdministrators === 0
    ? refuse('person.last_administrator')
    : null;
}

/** Whether a state allows blocking, unblocking or inviting again; the reason when it does not. */
export function reasonNotInState(
  state: PersonState,
  wanted: readonly PersonState[],
): Refusal<'person.state_does_not_allow'> | null {
  return wanted.includes(state)
    ? null
    : refuse('person.state_does_not_allow', `The state is "${state}"; this needs ${wanted.join(' or ')}`);
}

/** The entry's subject for a person. */
export function personSubject(person: { id: string; name: string }) {
  return { kind: 'person', id: person.id, reference: person.name } as const;
}
