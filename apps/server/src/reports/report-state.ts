// SPDX-License-Identifier: Apache-2.0
import { type Decision, type Refusal, type ReportState, refuse } from '@belfry/contract';

export type TriageVerb = Decision['verb'];
export type ReporterVerb = 'withdraw';

/** States in which nobody has decided yet: triage may, and the reporter may still withdraw. */
const undecidedStates = ['waiting', 'asked', 'snoozed'] as const satisfies readonly ReportState[];

export function isUndecided(state: ReportState): boolean {
  return undecidedStates.some((each) => each === state);
}

const after: Record<Exclude<TriageVerb, 'undo'>, ReportState> = {
  accept: 'accepted',
  duplicate: 'duplicate',
  decline: 'declined',
  ask: 'asked',
  snooze: 'snoozed',
};

/** What a report has to be before it was decided on, kept so that one decision can be taken back. */
export interface BeforeDecision {
  readonly state: ReportState;
  readonly snoozedUntil: string | null;
  readonly unreadFromReporter: number;
  /** The incident that accepting this report declared; undoing may dismiss it. */
  readonly declared: { readonly id: string; readonly reference: string } | null;
}

/**
 * The state a decision leads to. A decided report takes only `undo`; asking and snoozing leave it undecided, so
 * they may follow one another. What a reporter withdrew is theirs: triage does not bring it back.
 */
export function nextState(
  state: ReportState,
  verb: TriageVerb,
  before: BeforeDecision | null,
): ReportState | Refusal<'report.already_decided' | 'report.not_decided'> {
  if (verb === 'undo') {
    return before === null || state === 'withdrawn'
      ? refuse('report.not_decided', `The report is ${state}, and there is no decision to take back`)
      : before.state;
  }
  return isUndecided(state) ? after[verb] : refuse('report.already_decided', `The report is ${state}`);
}

/** The state withdrawing leads to; a report that was decided on stays what it became. */
export function stateWithdrawn(state: ReportState): ReportState | Refusal<'report.already_decided'> {
  return isUndecided(state) ? 'withdrawn' : refuse('report.already_decided', `The report is ${state}`);
}

/**
 * The state a report has when its reporter writes. One that was declined, or set beside another, is open again: what
 * they add may be what triage missed, and nobody would look for it there.
 */
export function stateHeard(state: ReportState): ReportState {
  return state === 'declined' || state === 'duplicate' ? 'asked' : state;
}
