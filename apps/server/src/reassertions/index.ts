// SPDX-License-Identifier: Apache-2.0
export { proveForDemonstration } from './prove-for-demonstration.ts';
export { reassertionHandlers } from './reassertion-routes.ts';
export { spendReassertion } from './reassertion-store.ts';
