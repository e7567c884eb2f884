// SPDX-License-Identifier: Apache-2.0
export { historyHandlers } from './history-routes.ts';
