// SPDX-License-Identifier: Apache-2.0
export { type MyReportParts, myReportHandlers } from './my-report-routes.ts';
