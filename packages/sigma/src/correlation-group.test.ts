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
const entry = (at: number) => ({ at, member: 0, datum: null });

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

  it('tells of a hit again when more than its span has passed', () => {
    const group = new CorrelationGroup(0, [], 10, 0, counting(1));
    assert.deepEqual(
      [0, 5, 10, 11, 30, 25].map((at) => group.tells(at)),
      [true, false, false, true, true, false],
    );
  });
});
