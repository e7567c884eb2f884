// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Aggregate } from './aggregate.ts';
import { CorrelationGroup } from './correlation-group.ts';

/** A window that counts, and wants so many. */
function counting(wanted: number): () => Aggregate {
  return () => {
    let count = 0;
    return {
      add: () => {
        count += 1;
      },
      remove: () => {
        count -= 1;
      },
      value: () => count,
      holds: () => count >= wanted,
    };
  };
}
const entry = (at: number) => ({ at, member: 0, datum: null, mark: null });

describe('CorrelationGroup', () => {
  it('has both ends of a span in its window', () => {
    const group = new CorrelationGroup(0, [], 10, 0, counting(2));
    assert.equal(group.take(entry(0)), null);
    assert.deepEqual(group.take(entry(10)), { firstAt: 0, lastAt: 10, value: 2 });
    assert.equal(group.take(entry(21)), null);
  });

  it('finds the window a late event completes, also one that is over', () => {
    const group = new CorrelationGroup(0, [], 10, 100, counting(3));
    for (const at of [0, 10, 50]) group.take(entry(at));
    assert.deepEqual(group.take(entry(5)), { firstAt: 0, lastAt: 10, value: 3 });
  });

  it('keeps what a late event may need, and lets go of the rest', () => {
    const group = new CorrelationGroup(0, [], 10, 5, counting(1_000_000));
    for (let at = 0; at < 5_000; at += 1) group.take(entry(at));
    assert.equal(group.size, 16);
    assert.equal(group.cutTo(4), 12);
    assert.equal(group.size, 4);
  });

  it('looks at few entries again for one that is a little late, however many a window has', () => {
    let steps = 0;
    const empty = (): Aggregate => ({
      add: () => {
        steps += 1;
      },
      remove: () => {
        steps += 1;
      },
      value: () => 0,
      holds: () => false,
    });
    const group = new CorrelationGroup(0, [], 1_000_000, 1_000_000, empty);
    for (let at = 0; at < 50_000; at += 1) group.take(entry(at));
    steps = 0;
    for (let at = 50_000; at < 51_000; at += 2) {
      group.take(entry(at + 1));
      group.take(entry(at));
    }
    assert.ok(steps < 10_000, `${steps} steps for 500 late entries`);
  });

  it('says of late entries what it says when everything is counted anew', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let turn = 0; turn < 200; turn += 1) {
      const [span, wanted, jitter] = [20 + random(200), 3 + random(30), 1 + random(40)];
      const group = new CorrelationGroup(0, [], span, 1_000, counting(wanted));
      const times: number[] = [];
      let newest = Number.NEGATIVE_INFINITY;
      for (let count = 0, at = 0; count < 120; count += 1) {
        at += random(8);
        const taken = Math.max(0, at - random(jitter));
        times.push(taken);
        const isLate = taken < newest;
        newest = Math.max(newest, taken);
        const ends = [...new Set(times)]
          .filter((each) => each >= taken && each <= taken + span)
          .sort((a, b) => a - b);
        const asked = isLate && taken >= newest - span ? [newest, ...ends] : ends;
        const inWindow = (end: number) => times.filter((each) => each >= end - span && each <= end);
        const end = asked.find((each) => inWindow(each).length >= wanted);
        const expected =
          end === undefined
            ? null
            : { firstAt: Math.min(...inWindow(end)), lastAt: end, value: inWindow(end).length };
        assert.deepEqual(group.take(entry(taken)), expected);
      }
    }
  });

  it('tells of a hit again when more than its span has passed', () => {
    const group = new CorrelationGroup(0, [], 10, 0, counting(1));
    assert.deepEqual(
      [0, 5, 10, 11, 30, 25].map((at) => group.tells(at)),
      [true, false, false, true, true, false],
    );
  });
});
