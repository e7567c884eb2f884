// SPDX-License-Identifier: Apache-2.0

/** Levels of a rule in Sigma 2.1, rising. */
export const sigmaLevels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type SigmaLevel = (typeof sigmaLevels)[number];

/**
 * What a level asks of people. The specification's own meaning: informational enriches and makes no case, low and
 * medium are looked over, high and critical are looked at now.
 */
export const levelAsks: Readonly<
  Record<SigmaLevel, 'nothing' | 'review' | 'prompt_review' | 'immediate_review'>
> = {
  informational: 'nothing',
  low: 'review',
  medium: 'review',
  high: 'prompt_review',
  critical: 'immediate_review',
};

/** How far a rule is trusted, as its author says. */
export const sigmaStatuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
export type SigmaStatus = (typeof sigmaStatuses)[number];

/** How one rule stands to another. */
export const sigmaRelations = ['derived', 'obsolete', 'merged', 'renamed', 'similar'] as const;
export type SigmaRelation = (typeof sigmaRelations)[number];

/** Whether a level is the given one or above it. */
export function isAtLeast(level: SigmaLevel, least: SigmaLevel): boolean {
  return sigmaLevels.indexOf(level) >= sigmaLevels.indexOf(least);
}

/** Whether a word of a rule is a level. Rules come from outside: anything else is refused, never guessed. */
export function isSigmaLevel(word: string): word is SigmaLevel {
  return sigmaLevels.some((level) => level === word);
}
