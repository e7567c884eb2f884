// SPDX-License-Identifier: Apache-2.0
export { type LogIndex, openIndex } from './open-index.ts';
export { followRingingRows } from './ringing-rows.ts';
export { serveSearch } from './search-routes.ts';
