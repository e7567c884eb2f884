// SPDX-License-Identifier: Apache-2.0
export { organisationHandlers, reasonNotOrganisation } from './organisation-routes.ts';
export { findOrganisation } from './organisation-store.ts';
