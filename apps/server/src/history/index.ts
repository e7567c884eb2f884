// SPDX-License-Identifier: Apache-2.0
export { historyHandlers, writeOnTimeline } from './history-routes.ts';
