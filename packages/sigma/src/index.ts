// SPDX-License-Identifier: Apache-2.0
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
  isSigmaModifier,
  type ModifierKind,
  modifierKind,
  type SigmaModifier,
  sigmaModifiers,
} from './modifiers.ts';
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
