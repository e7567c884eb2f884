// SPDX-License-Identifier: Apache-2.0
export { noonOfNextWorkingDay, periodEnd, type WorkingCalendar } from './arithmetic.ts';
export { type Nis2Sector, nis2Sectors } from './nis2-sectors.ts';
export * from './regime.ts';
export { type Answer, type Answers, factsOf, type Judgement, judge, type Rule, type Truth } from './rule.ts';
