// SPDX-License-Identifier: Apache-2.0
import { type IdentityGiven, identityGiven, type OpeningRole, type Refusal, refuse } from '@belfry/contract';
import { may, type PersonActor } from '../platform/authorization/actor.ts';

export type IdentityState = 'asked' | 'given' | 'refused' | 'withdrawn';

interface Asked {
  readonly kind: string;
  readonly anonymous: boolean;
}

/** Whether somebody handles this report: a whistle-blower's is for the confidential handlers alone. */
export function mayHandle(actor: PersonActor, report: Pick<Asked, 'kind'>): boolean {
  return may(actor, report.kind === 'whistleblowing' ? 'whistleblowing.handle' : 'reports.decide');
}

/** Why nobody can ask who reported this now, or null. After a refusal or a withdrawal one may ask once more. */
export function reasonNotToAsk(
  report: Asked,
  last: IdentityState | null,
): Refusal<'identity.not_anonymous' | 'identity.already_asked'> | null {
  if (!report.anonymous) {
    return refuse('identity.not_anonymous');
  }
  return last === 'asked' || last === 'given' ? refuse('identity.already_asked') : null;
}

/**
 * As what somebody may open an identity; null when they may not. Sorting reports in triage is no reason to know
 * who sent one: it takes a hand in the incident, or the work of a handler.
 */
export function openingRole(
  actor: PersonActor,
  report: { readonly kind: string; readonly participant_ids: readonly string[] },
): OpeningRole | null {
  if (!mayHandle(actor, report)) {
    return null;
  }
  if (report.kind === 'whistleblowing') {
    return 'whistleblowing_handler';
  }
  if (report.participant_ids.includes(actor.id)) {
    return 'participant';
  }
  return (['handler', 'it_responsible'] as const).find((role) => actor.roles.includes(role)) ?? null;
}

/** What is sealed; the row and the report it belongs to are sealed along, so that it opens nowhere else. */
export function sealingContext(identityId: string, reportId: string): string {
  return `identity ${identityId} of report ${reportId}`;
}

export function encodeIdentity(given: IdentityGiven): string {
  return JSON.stringify({ name: given.name, contact: given.contact, note: given.note });
}

export function decodeIdentity(text: string): IdentityGiven {
  return identityGiven.parse(JSON.parse(text));
}
