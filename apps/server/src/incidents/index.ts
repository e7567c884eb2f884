// SPDX-License-Identifier: Apache-2.0
export type {
  IncidentHooks,
  SeverityChange,
  StatusChange,
} from './incident-hooks.ts';
export { findIncidents } from './incident-list-store.ts';
export type { IncidentParts } from './incident-parts.ts';
export { incidentHandlers } from './incident-routes.ts';
export { reasonNotAtWork } from './incident-status.ts';
export {
  confirmByReference as confirm,
  declare,
  dismissByReference as dismiss,
  incidentForChange,
  noteReportArrived,
} from './incident-steps.ts';
export { familyOf, findIncident, survivorOf } from './incident-store.ts';
