// SPDX-License-Identifier: Apache-2.0
export type { FindPage, RegisterFilter } from './register-export.ts';
export { registerHandlers } from './register-routes.ts';
