// SPDX-License-Identifier: Apache-2.0
export { noonOfNextWorkingDay, periodEnd, type WorkingCalendar } from './arithmetic.ts';
export type { Decision, IncidentFacts, StageMoment } from './clocks.ts';
export {
  checkContent,
  type Field,
  type FieldChoice,
  type FieldProblem,
  type FieldType,
  type FieldValue,
  type Form,
  type FormContent,
  type FormSection,
  fieldProblems,
  fieldsOf,
  fieldTypes,
  holds,
  isFilled,
  valueProblem,
} from './form.ts';
export {
  asFieldValue,
  type FormFact,
  formFacts,
  type KnownFact,
  type KnownFacts,
  prefill,
} from './form-facts.ts';
export { printValue } from './form-print.ts';
export { formOf, presetsOf } from './forms.ts';
export { type HolidayCalendar, holidayCalendars } from './holiday-calendars.ts';
export { workingCalendarOf } from './holidays.ts';
export {
  contentTexts,
  lineTexts,
  outcomeTexts,
  recipientTexts,
  regimeTexts,
  stageTexts,
} from './law-texts.ts';
export { outcomeTitle, stageTitle } from './law-titles.ts';
export { type Nis2Sector, nis2Sectors } from './nis2-sectors.ts';
export {
  type Obligation,
  type ObligationState,
  obligationStates,
  obligationsOf,
  type Why,
} from './obligations.ts';
export type { QuestionTexts } from './question-texts.ts';
export { type Question, questions } from './questions.ts';
export {
  type PastIncident,
  type RecurrenceCandidate,
  type RecurrenceReview,
  recurrenceCandidatesOf,
  recurrenceReviews,
  reviewsOf,
} from './recurrence.ts';
export * from './regime.ts';
export {
  type Applicability,
  applicabilityOf,
  incidentQuestionsOf,
  type Proposal,
  profileQuestionsOf,
  proposalsOf,
  regimes,
} from './regimes.ts';
export { type Answer, type Answers, factsOf, type Judgement, judge, type Rule, type Truth } from './rule.ts';
