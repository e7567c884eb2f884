// SPDX-License-Identifier: Apache-2.0
export { type KeptCounts, keepCounts } from './kept-counts.ts';
export { watchCosigned } from './watch-cosigned.ts';
export { watchHealth } from './watch-health.ts';
