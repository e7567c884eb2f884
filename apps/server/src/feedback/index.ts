// SPDX-License-Identifier: Apache-2.0
export {
  occasionOf,
  occasionOfChange,
  occasionsNoLongerTrue,
  preparedText,
  subjectFor,
  type ToldReport,
  wayOf,
} from './feedback.ts';
export { feedbackHandlers } from './feedback-routes.ts';
export {
  type FeedbackLine,
  findFeedback,
  insertFeedback,
  reportsToTell,
  skipPrepared,
  speakerOf,
  toldReport,
  writeAnswer,
} from './feedback-store.ts';
