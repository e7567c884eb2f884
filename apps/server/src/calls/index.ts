// SPDX-License-Identifier: Apache-2.0
export { type CallParts, callHandlers } from './call-routes.ts';
export { callsAreForgotten } from './forget-calls.ts';
