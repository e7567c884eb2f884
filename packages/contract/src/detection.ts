// SPDX-License-Identifier: Apache-2.0

/** Levels of a rule, rising (Sigma 2.1). */
export const detectionLevels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type DetectionLevel = (typeof detectionLevels)[number];

/** How far a rule is trusted, as its author says (Sigma 2.1). */
export const detectionStatuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;

/** Kinds of document in the library of rules. */
export const detectionRuleKinds = ['rule', 'correlation', 'filter'] as const;
export type DetectionRuleKind = (typeof detectionRuleKinds)[number];

/** Where rules come from: with the product, by hand, out of a file somebody handed in, or from a path on this machine. */
export const ruleSetKinds = ['shipped', 'own', 'upload', 'path'] as const;
export type RuleSetKind = (typeof ruleSetKinds)[number];

/** Where what a rule set would change stands: being read, shown and waiting, in effect, thrown away, or not readable. */
export const ruleImportStates = ['reading', 'waiting', 'applied', 'discarded', 'failed'] as const;

/** What an import does with one document. */
export const ruleImportChanges = ['added', 'changed', 'removed', 'refused'] as const;

/** What somebody wants of one rule, whatever the selection says. */
export const ruleOverrides = ['on', 'off'] as const;

/**
 * What decided whether a rule runs; `samples`: those it carries do not hold; `duplicate`: another has its identifier;
 * `limit`: as many run already as may.
 */
export const ruleDeciders = [
  'selection',
  'override',
  'correlation',
  'refused',
  'samples',
  'duplicate',
  'limit',
] as const;

/** Where a finding stands: to be looked over, told to triage, looked over, or only kept for its context. */
export const findingStates = ['open', 'reported', 'dismissed', 'context'] as const;
export type FindingState = (typeof findingStates)[number];

/** What people made of a finding. */
export const findingVerdicts = ['true_positive', 'benign', 'false_positive'] as const;
export type FindingVerdict = (typeof findingVerdicts)[number];

/** What is not told again: one key of a rule, or whatever a filter says. */
export const suppressionKinds = ['key', 'filter'] as const;

/** Where a hunt stands. */
export const huntStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type HuntState = (typeof huntStates)[number];

/** Why a hunt failed: its rule, what it would have cost, or a mistake of ours. */
export const huntFailures = [
  'rule_refused',
  'too_much_memory',
  'stuck',
  'too_long',
  'too_many_entries',
  'kept_breaking',
  'broken',
] as const;
export type HuntFailure = (typeof huntFailures)[number];
