// SPDX-License-Identifier: Apache-2.0
export { managementReportHandlers } from './report-routes.ts';
export { reportsAreMade } from './report-work.ts';
