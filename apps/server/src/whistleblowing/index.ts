// SPDX-License-Identifier: Apache-2.0
export { openCase } from './case-store.ts';
export { externalChannelsOfOurs } from './case-words.ts';
export { findExternalChannels, isManned } from './handler-store.ts';
export { handlersHear, type RolesChanged } from './handlers-hear.ts';
export { handlersAreReminded } from './remind-handlers.ts';
export { type TellIncident, whistleblowingHandlers } from './whistleblowing-routes.ts';
