// SPDX-License-Identifier: Apache-2.0
export { authorityFor, type Recipient } from './authority-for.ts';
export { authorityHandlers } from './authority-routes.ts';
export { authorityById } from './authority-store.ts';
export { kindsTaking } from './recipient-kinds.ts';
export { takeUpShippedAuthorities } from './shipped-authorities-are-taken-up.ts';
