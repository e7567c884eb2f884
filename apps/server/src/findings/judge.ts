// SPDX-License-Identifier: Apache-2.0
import type { declineReasons, FindingVerdict, IncidentStatus } from '@belfry/contract';

/**
 * What a declined report says of the rule behind it. That somebody could not tell says nothing; neither does a reason
 * of their own.
 */
const verdictOfDecline: Readonly<Record<(typeof declineReasons)[number], FindingVerdict | null>> = {
  not_security: 'benign',
  no_incident: 'benign',
  test: 'benign',
  spam: 'false_positive',
  insufficient_information: null,
  other: null,
};

/** What became of what a rule sent: triage, then the work on the incident, say whether it was right. */
export type Outcome =
  | { readonly reportState: 'accepted' }
  | { readonly reportState: 'declined'; readonly reason: (typeof declineReasons)[number] }
  | { readonly reportState: 'waiting' }
  | { readonly incidentStatus: IncidentStatus };

/** @returns undefined where the verdict stays as it is */
export function verdictOf(outcome: Outcome): FindingVerdict | null | undefined {
  if ('reportState' in outcome) {
    switch (outcome.reportState) {
      case 'accepted':
        return 'true_positive';
      case 'declined':
        return verdictOfDecline[outcome.reason];
      case 'waiting':
        return null;
    }
  }
  switch (outcome.incidentStatus) {
    case 'dismissed':
      return 'benign';
    case 'pending':
    case 'confirmed':
      return 'true_positive';
    case 'resolved':
    case 'closed':
    case 'merged':
      return undefined;
  }
}
