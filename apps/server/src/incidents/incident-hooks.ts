// SPDX-License-Identifier: Apache-2.0
import type { IncidentStatus, Severity } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import type { IncidentState } from './incident.ts';

/** The incident a change was made to, as it is after the change. */
export type ChangedIncident = Pick<
  IncidentState,
  'id' | 'reference' | 'title' | 'status' | 'severity' | 'restricted' | 'mergedInto'
>;

export interface StatusChange {
  readonly incident: ChangedIncident;
  readonly from: IncidentStatus;
  readonly to: IncidentStatus;
}

export interface SeverityChange {
  readonly incident: ChangedIncident;
  /** Null when nobody had assessed it. */
  readonly from: Severity | null;
  readonly to: Severity | null;
}

/**
 * What follows from a change of an incident, in the very transaction of the change: both are there, or neither
 * is. The composition root hands in what the other slices do.
 */
export interface IncidentHooks {
  whenStatusChanged(changing: Changing, change: StatusChange): Promise<void>;
  /** Called for a declaration with a severity too, from null. */
  whenSeverityChanged(changing: Changing, change: SeverityChange): Promise<void>;
  /** Called when a moment that clocks run from was set or corrected. */
  whenMomentSet(changing: Changing, incident: { readonly id: string }): Promise<void>;
}

/** Nothing follows; for tests of the incident alone. */
export const noHooks: IncidentHooks = {
  whenStatusChanged: async () => undefined,
  whenSeverityChanged: async () => undefined,
  whenMomentSet: async () => undefined,
};
