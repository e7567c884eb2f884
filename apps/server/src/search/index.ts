// SPDX-License-Identifier: Apache-2.0
export { isReference, referencePrefix } from './search.ts';
export { type Hit, type Look, searchHandlers } from './search-routes.ts';
