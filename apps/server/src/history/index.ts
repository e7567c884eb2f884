// SPDX-License-Identifier: Apache-2.0

export { historyHandlers, withdrawFromTimeline, writeOnTimeline } from './history-routes.ts';
export { sealedLinesOf } from './proof-routes.ts';
