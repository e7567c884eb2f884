// SPDX-License-Identifier: Apache-2.0
export { logAlarmsAreTold } from './alarms-are-told.ts';
export { logHealthHandlers } from './log-health-routes.ts';
export { logProcessIsWatched } from './log-is-watched.ts';
