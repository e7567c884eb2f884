// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal, reportStates } from '@belfry/contract';
import {
  type BeforeDecision,
  nextState,
  stateHeard,
  stateWithdrawn,
  type TriageVerb,
} from './report-state.ts';

const verbs: TriageVerb[] = ['accept', 'duplicate', 'decline', 'ask', 'snooze', 'undo'];
const before: BeforeDecision = { state: 'asked', snoozedUntil: null, unreadFromReporter: 2, declared: null };
const told = (value: string | { refused: string }) => (typeof value === 'string' ? value : value.refused);

describe('nextState', () => {
  const decided = 'report.already_decided';
  const undecided = ['accepted', 'duplicate', 'declined', 'asked', 'snoozed'];
  const table: Record<string, string[]> = {
    waiting: [...undecided, 'report.not_decided'],
    asked: [...undecided, 'asked'],
    snoozed: [...undecided, 'asked'],
    accepted: [decided, decided, decided, decided, decided, 'asked'],
    duplicate: [decided, decided, decided, decided, decided, 'asked'],
    declined: [decided, decided, decided, decided, decided, 'asked'],
    withdrawn: [decided, decided, decided, decided, decided, 'report.not_decided'],
  };
  for (const state of reportStates) {
    it(`has an answer to every verb in ${state}`, () => {
      const found = verbs.map((verb) => told(nextState(state, verb, state === 'waiting' ? null : before)));
      assert.deepEqual(found, table[state]);
    });
  }

  it('never undoes twice: without a decision before, there is nothing to take back', () => {
    for (const state of reportStates) {
      assert.equal(told(nextState(state, 'undo', null)), 'report.not_decided');
    }
  });
});

describe('stateWithdrawn', () => {
  it('lets a reporter withdraw until somebody decided', () => {
    const found = reportStates.filter((state) => !isRefusal(stateWithdrawn(state)));
    assert.deepEqual(found, ['waiting', 'asked', 'snoozed']);
  });
});

describe('stateHeard', () => {
  it('opens again what was turned away, and leaves the rest as it is', () => {
    const changed = reportStates.filter((state) => stateHeard(state) !== state);
    assert.deepEqual(changed, ['duplicate', 'declined']);
  });
});
