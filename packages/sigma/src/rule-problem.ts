// SPDX-License-Identifier: Apache-2.0

/** Why a rule is refused. The list is closed; a code is forever. */
export const ruleProblemCodes = [
  'yaml.not_valid',
  'yaml.too_large',
  'rule.not_a_map',
  'rule.title_missing',
  'rule.too_deep',
  'rule.too_large',
  'heading.not_valid',
  'logsource.missing',
  'detection.missing',
  'detection.empty',
  'condition.missing',
  'condition.not_valid',
  'condition.unknown_identifier',
  'modifier.unknown',
  'modifier.not_combinable',
  'value.not_valid',
  'placeholder.unresolved',
  'regex.not_valid',
  'regex.not_supported',
  'action.unknown',
  'document.not_supported',
  'filter.not_valid',
  'correlation.not_valid',
  'correlation.unknown_rule',
  'correlation.circular',
] as const;
export type RuleProblemCode = (typeof ruleProblemCodes)[number];

/** A rule that is refused: never half a rule, never one read more loosely than it was written. */
export interface RuleProblem {
  readonly problem: RuleProblemCode;
  /** What was found where, for whoever mends the rule. */
  readonly detail: string;
  /** Line and column in the text, from 1; null where nothing of the text is to blame. */
  readonly line: number | null;
  readonly column: number | null;
}

/** Thrown inside of the reading of one rule, caught at its edge: a rule has many places to be wrong. */
export class RuleRefused extends Error {
  readonly code: RuleProblemCode;
  /** Keys from the root of the document to the place. */
  readonly path: readonly (string | number)[];
  constructor(code: RuleProblemCode, detail: string, path: readonly (string | number)[] = []) {
    super(detail);
    this.code = code;
    this.path = path;
  }
}
