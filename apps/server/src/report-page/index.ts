// SPDX-License-Identifier: Apache-2.0
export { draftsAreForgotten } from './forget-drafts.ts';
export { type Html, type HtmlValue, html } from './html.ts';
export { at, type PageContext, page } from './page.ts';
export { serveReportPage } from './report-page.ts';
export { type ReportPageParts, readContext, sendPage, served } from './report-page-parts.ts';
