// SPDX-License-Identifier: Apache-2.0
export { draftsAreForgotten } from './forget-drafts.ts';
export { serveReportPage } from './report-page.ts';
