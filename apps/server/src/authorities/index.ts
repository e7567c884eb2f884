// SPDX-License-Identifier: Apache-2.0
export { authorityFor, type Recipient, reasonNotReachable } from './authority-for.ts';
export { authorityById } from './authority-store.ts';
export { kindsTaking } from './recipient-kinds.ts';
