// SPDX-License-Identifier: Apache-2.0
export { type AssessedFacts, assessedFactsOf } from './assessed-facts.ts';
export { assessmentHandlers } from './assessment-routes.ts';
export { beginAssessment, type ObligationsFollow } from './assessment-steps.ts';
export { crisisCriterionHandlers } from './crisis-routes.ts';
export { recurrenceReviewsOpen } from './recurrence-reviews-open.ts';
export { recurrenceReviewHandlers } from './recurrence-routes.ts';
