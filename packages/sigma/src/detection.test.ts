// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reading, readSearch } from './detection.ts';
import { RuleRefused } from './rule-problem.ts';

describe('readSearch()', () => {
  // Danger: a search nested by a machine ends the process that reads it.
  it('refuses to nest without end', () => {
    let deep: unknown = { A: 'x' };
    for (let level = 0; level < 1_000; level += 1) deep = [deep];
    assert.throws(
      () => readSearch(deep, reading({}), []),
      (error) => error instanceof RuleRefused && error.code === 'rule.too_deep',
    );
  });

  it('a star at an edge is a place, so that the index finds it', () => {
    const placeOf = (value: string) => {
      const read = readSearch({ A: value }, reading({}), []);
      return read.kind === 'is' && read.predicate.test.kind === 'text' ? read.predicate.test.place : null;
    };
    assert.deepEqual(['x', '*x', 'x*', '*x*', 'x*y'].map(placeOf), [
      'whole',
      'endswith',
      'startswith',
      'contains',
      null,
    ]);
  });
});
