// SPDX-License-Identifier: Apache-2.0
export { reassertionHandlers } from './reassertion-routes.ts';
export { spendReassertion } from './reassertion-store.ts';
