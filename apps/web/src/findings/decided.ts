// SPDX-License-Identifier: Apache-2.0
import type { Suppression } from '@belfry/contract';
import type { AnswerOf } from '../api.ts';

export type Outcome = AnswerOf<'decideFindings'>['outcomes'][number];

/** What somebody decided last, with what it takes to take it back. */
export type Decided =
  | { readonly kind: 'dismiss' | 'report' | 'reopen'; readonly outcomes: readonly Outcome[] }
  | {
      readonly kind: 'suppress';
      readonly reference: string;
      readonly suppression: Suppression;
      /** Only kept from being told again: it stays what triage makes of it. */
      readonly isReported: boolean;
    }
  | { readonly kind: 'tell_again'; readonly reference: string }
  | { readonly kind: 'timeline'; readonly reference: string; readonly incident: string };

/** Findings that are decided now. */
export function decidedReferences(decided: Decided): readonly string[] {
  return 'outcomes' in decided
    ? decided.outcomes.filter((one) => one.refused === null).map((one) => one.reference)
    : [decided.reference];
}
