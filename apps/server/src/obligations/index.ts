// SPDX-License-Identifier: Apache-2.0
export type { AssessedFacts, Because } from './obligation.ts';
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
  findPassedLimit,
  type ObligationRow,
  obligationById,
  obligationsOfIncident,
} from './obligation-store.ts';
