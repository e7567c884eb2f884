// SPDX-License-Identifier: Apache-2.0
export { sourceHandlers } from './source-routes.ts';
