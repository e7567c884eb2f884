// SPDX-License-Identifier: Apache-2.0
export { reassertionHandlers } from './reassertion-routes.ts';
export { useReassertion } from './reassertion-store.ts';
