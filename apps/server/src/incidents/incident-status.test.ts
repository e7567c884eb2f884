// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type IncidentStatus,
  incidentStatuses,
  permissions,
  type Transition,
  transitions,
} from '@belfry/contract';
import fc from 'fast-check';
import { possibleSteps } from './incident.ts';
import {
  reasonNotAllowed,
  reasonNotAtWork,
  reasonNotChanged,
  reasonNotMergeTarget,
  statusAfter,
} from './incident-status.ts';

const allowed: readonly [IncidentStatus, Transition, IncidentStatus][] = [
  ['pending', 'confirm', 'confirmed'],
  ['pending', 'dismiss', 'dismissed'],
  ['confirmed', 'dismiss', 'dismissed'],
  ['confirmed', 'resolve', 'resolved'],
  ['resolved', 'close', 'closed'],
  ['resolved', 'reopen', 'confirmed'],
  ['closed', 'reopen', 'confirmed'],
  ['dismissed', 'reopen', 'pending'],
  ['pending', 'merge', 'merged'],
  ['confirmed', 'merge', 'merged'],
  ['resolved', 'merge', 'merged'],
  ['merged', 'unmerge', 'resolved'],
];

describe('the life of an incident', () => {
  for (const status of incidentStatuses) {
    for (const transition of transitions) {
      const step = allowed.find(([from, name]) => from === status && name === transition);
      it(`reasonNotAllowed() ${step === undefined ? 'refuses' : 'allows'} ${transition} from ${status}`, () => {
        const refusal = reasonNotAllowed(status, transition);
        assert.equal(refusal?.refused ?? null, step === undefined ? 'incident.status_does_not_allow' : null);
        if (step !== undefined) {
          assert.equal(statusAfter(status, transition, 'resolved'), step[2]);
        } else {
          assert.match(refusal?.detail ?? '', new RegExp(`${transition}.*it is ${status}`));
        }
      });
    }
  }

  // An incident that reaches a status by no listed step has a life nobody can explain from its record.
  it('statusAfter() stays inside the table, whatever is commanded', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...transitions), { maxLength: 60 }), (commands) => {
        let status: IncidentStatus = 'pending';
        let before: IncidentStatus | null = null;
        for (const command of commands) {
          if (reasonNotAllowed(status, command) !== null) {
            assert.throws(() => statusAfter(status, command, before), /nobody asked/);
            continue;
          }
          const to: IncidentStatus = statusAfter(status, command, before);
          assert.ok(
            allowed.some(
              ([from, name, after]) =>
                from === status && name === command && (after === to || name === 'unmerge'),
            ),
          );
          if (command === 'unmerge') {
            assert.equal(to, before);
          }
          before = command === 'merge' ? status : command === 'unmerge' ? null : before;
          status = to;
        }
      }),
    );
  });

  it('possibleSteps() says of every step what reasonNotAllowed() says', () => {
    const everything = new Set(Object.keys(permissions) as (keyof typeof permissions)[]);
    for (const status of incidentStatuses) {
      for (const step of possibleSteps(status, everything)) {
        assert.equal(step.reason, reasonNotAllowed(status, step.transition)?.refused ?? null);
        assert.equal(step.allowed, step.reason === null);
      }
      assert.ok(possibleSteps(status, new Set()).every((step) => step.reason === 'permission.missing'));
    }
  });

  it('statusAfter() refuses to guess the status before a merge', () => {
    assert.throws(() => statusAfter('merged', 'unmerge', null), /not known/);
  });
});

describe('what an incident takes', () => {
  const refusedUnder = (reason: (incident: { status: IncidentStatus; reference: string }) => unknown) =>
    incidentStatuses.filter((status) => reason({ status, reference: 'INC-2026-0001' }) !== null);

  it('reasonNotMergeTarget() refuses what is no place of work', () => {
    assert.deepEqual(refusedUnder(reasonNotMergeTarget), ['closed', 'dismissed', 'merged']);
  });

  it('reasonNotAtWork() refuses reports and tasks where nobody would look', () => {
    assert.deepEqual(refusedUnder(reasonNotAtWork), ['closed', 'dismissed', 'merged']);
  });

  it('reasonNotChanged() lets facts be corrected in every status but merged', () => {
    assert.deepEqual(refusedUnder(reasonNotChanged), ['merged']);
  });
});
