// SPDX-License-Identifier: Apache-2.0
import { logAlarmPermission, permissionsOf, type Role, rolesToldOfLogAlarms } from '@belfry/contract';

/** Somebody who works here, and what they chose: null when they never did. */
export interface PossibleListener {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly roles: readonly string[];
  readonly choice: boolean | null;
}

const mayHear = ({ roles }: Pick<PossibleListener, 'roles'>) =>
  permissionsOf(roles as Role[]).has(logAlarmPermission);
const holds = ({ roles }: Pick<PossibleListener, 'roles'>, wanted: readonly string[]) =>
  roles.some((role) => wanted.includes(role));

/** Whether somebody is told of alarms: as they chose, else as their role says. */
export function isTold(person: Pick<PossibleListener, 'roles' | 'choice'>): boolean {
  return mayHear(person) && (person.choice ?? holds(person, rolesToldOfLogAlarms));
}

/**
 * Whom an alarm is told to. Where nobody listens, administrators are told, and where there is none everybody who may
 * hear: an alarm that reaches nobody is worse than one too many (LM-30).
 */
export function listenersOf(people: readonly PossibleListener[]): readonly PossibleListener[] {
  const listeners = people.filter(isTold);
  if (listeners.length > 0) return listeners;
  const administrators = people.filter((person) => holds(person, ['administrator']));
  return administrators.length > 0 ? administrators : people.filter(mayHear);
}
