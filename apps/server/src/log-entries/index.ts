// SPDX-License-Identifier: Apache-2.0
export { logEntryHandlers } from './log-entry-routes.ts';
