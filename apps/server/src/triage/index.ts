// SPDX-License-Identifier: Apache-2.0
export { createRouter } from './route-report.ts';
export { triageHandlers } from './triage-routes.ts';
