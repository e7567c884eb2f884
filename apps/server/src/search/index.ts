// SPDX-License-Identifier: Apache-2.0
export { isOfIncident, reportBeginning } from './search.ts';
export { type Look, searchHandlers } from './search-routes.ts';
