// SPDX-License-Identifier: Apache-2.0

/** What somebody may do. The value is the name in tokens' scopes, in the generated table and in the database context. */
export const permissions = {
  'reports.read': 'See reports in triage and in the register',
  'reports.decide': 'Accept, decline, ask, snooze and join reports',
  'reports.enter': 'Enter a report for somebody who calls or writes',
  'incidents.read': 'See incidents that are not restricted',
  'incidents.declare': 'Declare an incident',
  'incidents.work': 'Confirm, change, resolve, close, merge and note on incidents one can see',
  'incidents.restrict': 'Restrict an incident to its participants, and lift that',
  'register.export': 'Export the register',
  'register.import': 'Import an old logbook',
  'alerts.receive': 'Be alerted at once to critical incidents',
  'people.read': 'See who works here and with which roles',
  'people.manage': 'Invite people, give and take roles, block people',
  'organisation.manage': 'Change the organisation, its words and its settings',
  'history.read': 'Read the whole history of everything one can see',
  'tokens.manage': 'Make and revoke API tokens of one’s own',
} as const;
export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as [Permission, ...Permission[]];

/**
 * Roles as data (policy 1.3, RACI of its annex). No role opens a restricted incident: only being one of its
 * participants does, and that wall stands in the database.
 */
export const roles = {
  helpdesk: [
    'reports.read',
    'reports.decide',
    'reports.enter',
    'incidents.read',
    'incidents.declare',
    'incidents.work',
    'people.read',
    'tokens.manage',
  ],
  handler: [
    'reports.read',
    'reports.decide',
    'reports.enter',
    'incidents.read',
    'incidents.declare',
    'incidents.work',
    'incidents.restrict',
    'register.export',
    'people.read',
    'tokens.manage',
  ],
  organisation_responsible: [
    'reports.read',
    'incidents.read',
    'incidents.work',
    'incidents.restrict',
    'register.export',
    'alerts.receive',
    'people.read',
    'history.read',
    'tokens.manage',
  ],
  it_responsible: [
    'reports.read',
    'reports.decide',
    'reports.enter',
    'incidents.read',
    'incidents.declare',
    'incidents.work',
    'incidents.restrict',
    'register.export',
    'register.import',
    'alerts.receive',
    'people.read',
    'history.read',
    'tokens.manage',
  ],
  dpo: [
    'reports.read',
    'incidents.read',
    'incidents.declare',
    'incidents.work',
    'incidents.restrict',
    'register.export',
    'people.read',
    'history.read',
    'tokens.manage',
  ],
  communicator: ['incidents.read', 'people.read', 'tokens.manage'],
  department_representative: ['reports.enter', 'tokens.manage'],
  log_owner: ['people.read', 'tokens.manage'],
  auditor: [
    'reports.read',
    'incidents.read',
    'register.export',
    'people.read',
    'history.read',
    'tokens.manage',
  ],
  administrator: [
    'reports.enter',
    'register.import',
    'people.read',
    'people.manage',
    'organisation.manage',
    'history.read',
    'tokens.manage',
  ],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as [Role, ...Role[]];

export function permissionsOf(held: readonly Role[]): Set<Permission> {
  return new Set(held.flatMap((role) => roles[role]));
}
