// SPDX-License-Identifier: Apache-2.0
import type { Report } from '@belfry/contract';
import type { AnswerOf } from '../api.ts';

/** The five verbs of triage with their keys, in the order they are shown. */
export const verbs = [
  { verb: 'accept', key: '1' },
  { verb: 'duplicate', key: '2' },
  { verb: 'decline', key: '3' },
  { verb: 'ask', key: '4' },
  { verb: 'snooze', key: 'h' },
] as const;
export type Verb = (typeof verbs)[number]['verb'];

/** What a decision is taken on: at least its reference and first words, to be checked before sending. */
export interface Chosen {
  readonly reference: string;
  readonly summary: string;
  readonly category?: string | null;
  readonly qualification?: string | null;
  /** For the words that go to the reporter. */
  readonly language?: Report['language'];
  readonly reporter?: Report['reporter'];
}

export type Outcome = AnswerOf<'decideReports'>['outcomes'][number];
export interface Decided {
  readonly verb: Verb | 'undo';
  readonly outcomes: readonly Outcome[];
}
