// SPDX-License-Identifier: Apache-2.0
export { draftsAreForgotten } from './forget-drafts.ts';
export { foreign, type Html, type HtmlValue, html, visible } from './html.ts';
export { at, moment, type PageContext, page } from './page.ts';
export { serveReportPage } from './report-page.ts';
export { type ReportPageParts, readContext, sendPage, served } from './report-page-parts.ts';
