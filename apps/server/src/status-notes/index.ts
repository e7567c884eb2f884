// SPDX-License-Identifier: Apache-2.0
export { type StatusNoteParts, statusNoteHandlers } from './status-note-routes.ts';
export { serveStatusPage } from './status-page.ts';
