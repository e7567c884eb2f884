// SPDX-License-Identifier: Apache-2.0
export { setupLink } from './link-store.ts';
export { createPerson } from './person-store.ts';
export { setUpOrganisation } from './setup.ts';
export { issueToken } from './token-store.ts';
