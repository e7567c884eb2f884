// SPDX-License-Identifier: Apache-2.0
export {
  type IncidentHooks,
  noHooks,
  type SeverityChange,
  type StatusChange,
} from './incident-hooks.ts';
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
