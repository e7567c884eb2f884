// SPDX-License-Identifier: Apache-2.0
export { type CalendarParts, calendarHandlers, serveCalendar } from './calendar-routes.ts';
export type { AssessedFacts, Because } from './obligation.ts';
export { type ObligationParts, obligationHandlers } from './obligation-routes.ts';
export {
  type ClockMoved,
  type FollowParts,
  followFacts,
  recordRequest,
  recordSubmission,
  type StageEvent,
  withdrawSubmission,
} from './obligation-steps.ts';
export {
  findOlderLaw,
  findPassedLimit,
  type ObligationRow,
  obligationById,
} from './obligation-store.ts';
