// SPDX-License-Identifier: Apache-2.0
import type { ActorShown, Permission, Role } from '@belfry/contract';

/** Somebody signed in: by a browser session, or by an API token. */
export interface PersonActor {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly roles: readonly Role[];
  /** What this call may do: the roles' permissions, narrowed by the scopes of the token. */
  readonly permissions: ReadonlySet<Permission>;
  readonly via: { kind: 'session'; id: string } | { kind: 'token'; id: string };
  /** The call carries a token with scopes: what is the person's own beside permissions is not this token's. */
  readonly isScoped?: boolean;
}

/** Whoever reports without an account; with a report once it exists or the receipt was shown. */
export interface ReporterActor {
  readonly kind: 'reporter';
  readonly reportId: string | null;
}

/** Belfry itself: a process named as a sentence. Sees everything, so nothing of a request may choose it. */
export interface SystemActor {
  readonly kind: 'system';
  readonly process: string;
}

export type Actor = PersonActor | ReporterActor | SystemActor;

export const anybody: ReporterActor = { kind: 'reporter', reportId: null };

export function systemActor(process: string): SystemActor {
  return { kind: 'system', process };
}

/** How the record and the screens name an actor. */
export function shown(actor: Actor): ActorShown {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', id: actor.id, name: actor.name };
    case 'reporter':
      return { kind: 'reporter', id: null, name: 'reporter' };
    case 'system':
      return { kind: 'system', id: null, name: actor.process };
  }
}

/** Whether taking part in an incident opens nothing to this call: its token was made for something else. */
export function isNarrowed(actor: Actor): boolean {
  return (
    actor.kind === 'person' &&
    actor.isScoped === true &&
    !actor.permissions.has('incidents.read') &&
    !actor.permissions.has('incidents.work')
  );
}

export function may(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'person' && actor.permissions.has(permission);
}
