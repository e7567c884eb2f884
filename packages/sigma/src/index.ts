// SPDX-License-Identifier: Apache-2.0
export type { Bound, CorrelationCondition, CorrelationRule } from './correlation.ts';
export { type LinkedCorrelation, type LinkedCorrelations, linkCorrelations } from './correlation-link.ts';
export {
  type CorrelationNeeds,
  type CorrelationOperator,
  type CorrelationType,
  correlationNeeds,
  correlationOperators,
  correlationTypes,
  isCorrelationType,
  timespanMs,
  timespanUnitMs,
} from './correlation-words.ts';
export {
  type CorrelationHit,
  type Correlator,
  type CorrelatorCounters,
  type CorrelatorLimits,
  correlatorLimits,
  createCorrelator,
  type Restored,
} from './correlator.ts';
export type { CorrelatorSnapshot } from './correlator-snapshot.ts';
export type { Placeholders } from './detection.ts';
export { type CostSampling, createEngine, type Engine, type EngineOptions } from './engine.ts';
export { fieldOf, holds } from './evaluate.ts';
export { type Beside, besideOf, type EventFields, fieldAt, fieldsOfEvent, setBeside } from './event.ts';
export { timeOfEvent } from './event-time.ts';
export { applyFilters, type SigmaFilter } from './filter.ts';
export { harmlessCases } from './harmless-cases.ts';
export { isAbout, routeOfEvent } from './logsource.ts';
export {
  isSigmaModifier,
  type ModifierKind,
  modifierKind,
  type SigmaModifier,
  sigmaModifiers,
} from './modifiers.ts';
export type { Route } from './route.ts';
export { type ReadRules, readRules, type SigmaRule } from './rule.ts';
export type { Heading, Logsource } from './rule-fields.ts';
export { type RuleProblem, type RuleProblemCode, ruleProblemCodes } from './rule-problem.ts';
export {
  isAtLeast,
  isSigmaLevel,
  levelAsks,
  type SigmaLevel,
  type SigmaRelation,
  type SigmaStatus,
  sigmaLevels,
  sigmaRelations,
  sigmaStatuses,
} from './rule-words.ts';
export { fieldsOfLine, fieldsOfQuestion } from './text-line.ts';
