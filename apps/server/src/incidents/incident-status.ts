// SPDX-License-Identifier: Apache-2.0
import { type IncidentStatus, type Refusal, refuse, type Transition } from '@belfry/contract';

/**
 * Every step an incident can take, and the status it leads to. A step that is missing under a status is not
 * allowed there. Undoing a merge leads back to the status the merge took away, which only the row knows.
 */
const steps: Record<Transition, Partial<Record<IncidentStatus, IncidentStatus | 'before_merge'>>> = {
  confirm: { pending: 'confirmed' },
  dismiss: { pending: 'dismissed', confirmed: 'dismissed' },
  resolve: { confirmed: 'resolved' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'confirmed', closed: 'confirmed', dismissed: 'pending' },
  merge: { pending: 'merged', confirmed: 'merged', resolved: 'merged' },
  unmerge: { merged: 'before_merge' },
};

/** Why the step cannot be taken from this status, or null when it can. */
export function reasonNotAllowed(
  status: IncidentStatus,
  transition: Transition,
): Refusal<'incident.status_does_not_allow'> | null {
  if (steps[transition][status] !== undefined) {
    return null;
  }
  const from = Object.keys(steps[transition]).join(' or ');
  return refuse(
    'incident.status_does_not_allow',
    `To ${transition}, the status must be ${from}; it is ${status}`,
  );
}

/** The status a step leads to. The step must be allowed: a caller that did not ask has a bug. */
export function statusAfter(
  status: IncidentStatus,
  transition: Transition,
  beforeMerge: IncidentStatus | null,
): IncidentStatus {
  const to = steps[transition][status];
  if (to === undefined) {
    throw new Error(`Cannot ${transition} from ${status}: nobody asked whether it is allowed`);
  }
  if (to !== 'before_merge') {
    return to;
  }
  if (beforeMerge === null) {
    throw new Error('Cannot unmerge: the status before the merge is not known');
  }
  return beforeMerge;
}

/** Why another incident cannot be merged into one of this status. A merged one is a signpost, not a place. */
export function reasonNotMergeTarget(target: {
  status: IncidentStatus;
  reference: string;
}): Refusal<'incident.merge_target_not_open'> | null {
  switch (target.status) {
    case 'merged':
      return refuse(
        'incident.merge_target_not_open',
        `${target.reference} is merged itself: name the incident it was merged into, or unmerge it first`,
      );
    case 'dismissed':
    case 'closed':
      return refuse(
        'incident.merge_target_not_open',
        `${target.reference} is ${target.status}: reopen it first, or name another incident`,
      );
    default:
      return null;
  }
}

/** Why the incident takes no more reports or tasks, or null when it does. */
export function reasonNotAtWork(incident: {
  status: IncidentStatus;
  reference: string;
}): Refusal<'incident.status_does_not_allow'> | null {
  switch (incident.status) {
    case 'merged':
      return refuse(
        'incident.status_does_not_allow',
        `${incident.reference} is merged: add this to the incident it was merged into`,
      );
    case 'dismissed':
    case 'closed':
      return refuse(
        'incident.status_does_not_allow',
        `${incident.reference} is ${incident.status}: reopen it first`,
      );
    default:
      return null;
  }
}

/** Why the facts of the incident stay as they are. A merged incident is read through the one it went into. */
export function reasonNotChanged(incident: {
  status: IncidentStatus;
  reference: string;
}): Refusal<'incident.status_does_not_allow'> | null {
  return incident.status === 'merged'
    ? refuse(
        'incident.status_does_not_allow',
        `${incident.reference} is merged: change the incident it was merged into, or unmerge it first`,
      )
    : null;
}
