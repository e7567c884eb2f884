// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { reportStates } from '@belfry/contract';
import { answerBy, standingOf } from './standing.ts';

describe('where a report stands, for its reporter', () => {
  it('standingOf() follows the incident once there is one, and triage until then', () => {
    const told = (state: (typeof reportStates)[number], unread = 0) => ({
      state,
      unread_from_reporter: unread,
    });
    assert.equal(standingOf(told('asked'), null), 'asked');
    assert.equal(standingOf(told('asked', 1), null), 'answered');
    assert.equal(standingOf(told('accepted'), 'resolved'), 'resolved');
    assert.equal(standingOf(told('accepted'), null), 'taken_up');
    assert.equal(standingOf(told('duplicate'), 'closed'), 'closed');
    assert.equal(standingOf(told('duplicate'), null), 'joined');
    for (const state of ['waiting', 'snoozed', 'declined', 'withdrawn'] as const) {
      assert.equal(
        standingOf(told(state), 'closed'),
        state,
        'an incident says nothing of a report outside of it',
      );
    }
  });

  it('answerBy() is the next working day at five, where the organisation is', () => {
    const by = (at: string, zone = 'Europe/Brussels') =>
      answerBy(
        { kind: 'incident', reported_at: new Date(at), snoozed_until: null },
        'waiting',
        zone,
      )?.toISOString();
    assert.equal(by('2026-11-20T10:00:00Z'), '2026-11-23T16:00:00.000Z', 'a Friday: Monday');
    assert.equal(by('2026-11-21T10:00:00Z'), '2026-11-23T16:00:00.000Z', 'a Saturday: Monday');
    assert.equal(by('2026-11-23T23:30:00Z'), '2026-11-25T16:00:00.000Z', 'Tuesday already in Brussels');
    assert.equal(by('2026-10-23T10:00:00Z'), '2026-10-26T16:00:00.000Z', 'over the end of summer time');
  });

  it('answerBy() promises nothing where nothing is awaited, and leaves whistle-blowers to their own clocks', () => {
    const report = {
      kind: 'incident',
      reported_at: new Date(),
      snoozed_until: new Date('2026-12-01T08:00:00Z'),
    };
    assert.equal(answerBy(report, 'asked', 'UTC'), null);
    assert.deepEqual(answerBy(report, 'snoozed', 'UTC'), report.snoozed_until);
    assert.equal(answerBy({ ...report, kind: 'whistleblowing' }, 'waiting', 'UTC'), null);
  });
});
