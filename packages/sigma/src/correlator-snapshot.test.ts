// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linkCorrelations } from './correlation-link.ts';
import { createCorrelator } from './correlator.ts';
import { readRules } from './rule.ts';

function correlator(span = '1m', id = 'x') {
  const { correlations } = readRules(
    `title: C\nid: ${id}\ncorrelation: {type: event_count, rules: [a], group-by: [U], timespan: ${span}, condition: {gte: 2}}`,
  );
  return createCorrelator(linkCorrelations([{ id: 'a', name: null }], correlations));
}

describe('readSnapshot()', () => {
  // Danger: a rule is changed, and is told of what another rule counted.
  it('drops the state of rules that changed or are gone', () => {
    const first = correlator();
    first.take('a', { U: 'u' }, 1);
    for (const [span, id] of [
      ['2m', 'x'],
      ['1m', 'y'],
    ] as const) {
      const second = correlator(span, id);
      assert.deepEqual(second.restore(first.snapshot()), { restored: 0, dropped: 1 });
      assert.deepEqual(second.take('a', { U: 'u' }, 2), []);
    }
  });

  // Danger: a file cut short by a full disk keeps the program from starting.
  it('takes anything, and crashes at nothing', () => {
    const first = correlator();
    for (const U of ['u', 'v']) first.take('a', { U }, 1);
    const whole = JSON.parse(JSON.stringify(first.snapshot()));
    for (const wrong of [
      { newestAt: 'x' },
      { newestAt: 0 },
      { values: [] },
      { values: [5] },
      { firstAt: null },
      { firstAt: 2 },
      { gaps: [] },
      { gaps: [-1] },
      { gaps: [1] },
      { gaps: 'x' },
      { members: [5] },
      { members: [-1] },
      { members: [0, 0] },
      { data: [{}] },
      { data: [] },
      { marks: ['x'] },
      { marks: [] },
      { correlation: 7 },
      { correlation: '__proto__' },
      { toldAt: 'x' },
    ]) {
      const [one, other] = whole.groups;
      const saved = { ...whole, groups: [{ ...one, ...wrong }, other] };
      assert.deepEqual(correlator().restore(saved), { restored: 1, dropped: 1 }, JSON.stringify(wrong));
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const second = correlator();
        second.restore(one);
        second.restore({ ...whole, groups: [other], correlations: [one], counters: other });
        return second.take('a', { U: 'fresh' }, 1).length === 0;
      }),
    );
    assert.deepEqual(correlator().restore({ ...whole, version: 1 }), { restored: 0, dropped: 0 });
  });
});
