// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyAggregate, placeOf } from './aggregate.ts';
import { linkCorrelations } from './correlation-link.ts';
import { readRules } from './rule.ts';

function aggregate(type: string, condition: unknown, rules = ['a']) {
  const text = JSON.stringify({ title: 'C', correlation: { type, rules, timespan: '1m', condition } });
  const { correlations } = readRules(text);
  const [linked] = linkCorrelations(
    rules.map((id) => ({ id, name: null })),
    correlations,
  ).correlations;
  assert.ok(linked !== undefined);
  return emptyAggregate(linked);
}

describe('emptyAggregate()', () => {
  // Danger: numbers that round leave their rounding behind, and a sum of nothing is more than nothing.
  it('adds up as if what left had never been there', () => {
    const sum = aggregate('value_sum', { field: 'V', gte: 1 });
    const entries = [1e300, 0.1, 2 ** 53, 3].map((datum, at) => ({ at, member: 0, datum, mark: null }));
    for (const entry of entries) sum.add(entry);
    for (const entry of entries.slice(0, 3)) sum.remove(entry);
    assert.equal(sum.value(), 3);
    assert.equal(aggregate('value_sum', { field: 'V', lt: 1 }).holds(), false);
  });

  it('takes the nearest rank, and the middle of two', () => {
    const of = (type: string, percentile?: number) => {
      const numbers = aggregate(type, {
        field: 'V',
        gte: 0,
        ...(percentile === undefined ? {} : { percentile }),
      });
      for (const datum of [15, 20, 35, 40, 50]) numbers.add({ at: 0, member: 0, datum, mark: null });
      return numbers.value();
    };
    assert.deepEqual(
      [5, 30, 40, 50, 100].map((each) => of('value_percentile', each)),
      [15, 20, 20, 35, 50],
    );
    assert.deepEqual([of('value_median'), of('value_avg')], [35, 32]);
  });

  it('takes equal times in either order', () => {
    const ordered = aggregate('temporal_ordered', undefined, ['a', 'b']);
    ordered.add({ at: 5, member: 1, datum: null, mark: null });
    ordered.add({ at: 5, member: 0, datum: null, mark: null });
    assert.equal(ordered.holds(), true);
    ordered.remove({ at: 5, member: 1, datum: null, mark: null });
    assert.equal(ordered.holds(), false);
  });

  it('placeOf() is behind equals', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((number) => placeOf([1, 1, 2], number)),
      [0, 2, 3, 3],
    );
  });
});
