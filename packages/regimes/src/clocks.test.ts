// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IncidentFacts, standingOf } from './clocks.ts';
import { nis2 } from './nis2.ts';

const at = (text: string) => Temporal.Instant.from(text);

test('standingOf() keeps the first of equal decisions, and starts anew after a change of mind', () => {
  const decided = (is: boolean, instant: string) => ({
    regimeId: 'nis2',
    outcomeId: 'significant',
    is,
    decidedAt: at(instant),
  });
  const facts = (decisions: IncidentFacts['decisions']): IncidentFacts => ({
    profile: {},
    answers: {},
    decisions,
    moments: {},
    submissions: [],
    requests: [],
    lawAsOf: Temporal.PlainDate.from('2026-11-19'),
    now: at('2026-11-19T12:00Z'),
  });
  const first = decided(true, '2026-11-19T08:00Z');
  const table = [
    [[], null],
    [[first], 'true 2026-11-19T08:00:00Z'],
    // In whatever order they are read.
    [[decided(true, '2026-11-19T09:00Z'), first], 'true 2026-11-19T08:00:00Z'],
    [[first, decided(false, '2026-11-19T09:00Z')], 'false 2026-11-19T09:00:00Z'],
    [
      [first, decided(false, '2026-11-19T09:00Z'), decided(true, '2026-11-19T10:00Z')],
      'true 2026-11-19T10:00:00Z',
    ],
    [[{ ...first, regimeId: 'nis2-be' }], null],
  ] as const;
  for (const [decisions, wanted] of table) {
    const standing = standingOf(nis2, 'significant', facts(decisions));
    assert.equal(standing === null ? null : `${standing.is} ${standing.since}`, wanted);
  }
});
