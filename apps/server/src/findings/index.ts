// SPDX-License-Identifier: Apache-2.0

export {
  detectionReviewHandlers,
  type FindingParts,
  findingHandlers,
  suppressionHandlers,
} from './finding-routes.ts';
export { type FindingRow, namedFields, sourceNamesOf } from './finding-row.ts';
export { type ReportSetting, reportOf, timelineTextOf } from './finding-words.ts';
export type { Outcome } from './judge.ts';
export { judgeFindings } from './judge-findings.ts';
export { findingsAreCounted } from './repeats.ts';
export { reviewsOpen } from './reviews-open.ts';
export type { RuleBook, RuleTold } from './rule-book.ts';
export { suppressionsExpire } from './suppress.ts';
export { type NamedReport, type ReportedFinding, type TakingParts, takeHits } from './take-hits.ts';
