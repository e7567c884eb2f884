// SPDX-License-Identifier: Apache-2.0
export { rosterHandlers } from './roster-routes.ts';
export { onDutyAt } from './roster-store.ts';
