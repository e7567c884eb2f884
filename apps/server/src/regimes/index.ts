// SPDX-License-Identifier: Apache-2.0
export { regimeHandlers } from './regime-routes.ts';
