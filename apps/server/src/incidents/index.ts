// SPDX-License-Identifier: Apache-2.0
export {
  type IncidentHooks,
  noHooks,
  type SeverityChange,
  type StatusChange,
} from './incident-hooks.ts';
export { findIncidents } from './incident-list-store.ts';
export type { IncidentParts } from './incident-parts.ts';
export { incidentHandlers } from './incident-routes.ts';
export { reasonNotAtWork } from './incident-status.ts';
export {
  confirmByReference as confirm,
  type Declaration,
  declare,
  dismissByReference as dismiss,
  incidentForChange,
  noteReportArrived,
} from './incident-steps.ts';
export { familyOf, findIncident } from './incident-store.ts';
