// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRules } from './rule.ts';

const read = (correlation: unknown, more: object = {}) =>
  readRules(JSON.stringify({ title: 'C', correlation, ...more }));
const count = { type: 'event_count', rules: 'a', timespan: '5m', condition: { gte: 10 } };

describe('readCorrelation()', () => {
  it('reads a count with everything it may have', () => {
    const [rule] = read(
      { ...count, 'group-by': 'User', condition: { gt: 100, lte: 200 }, aliases: { who: { a: 'User' } } },
      { id: 'i', level: 'high', generate: true },
    ).correlations;
    assert.deepEqual(
      [rule?.id, rule?.level, rule?.rules, rule?.groupBy, rule?.spanMs, rule?.isGenerating],
      ['i', 'high', ['a'], ['User'], 300_000, true],
    );
    assert.deepEqual(rule?.condition, {
      kind: 'bounds',
      bounds: [
        { operator: 'gt', number: 100 },
        { operator: 'lte', number: 200 },
      ],
      fields: [],
      percentile: null,
    });
    assert.equal(rule?.aliases.get('who')?.get('a'), 'User');
  });

  it('takes generate at both places', () => {
    const generating = (correlation: object, more: object = {}) =>
      read(correlation, more).correlations[0]?.isGenerating;
    assert.deepEqual(
      [generating(count), generating({ ...count, generate: true }), generating(count, { generate: true })],
      [false, true, true],
    );
  });

  it('takes the rules of a sequence from its condition', () => {
    const temporal = { type: 'temporal', timespan: '1h' };
    const rulesOf = (condition: string) => read({ ...temporal, condition }).correlations[0]?.rules;
    assert.deepEqual(rulesOf('a and not (b or 1 of c)'), ['a', 'b', 'c']);
    assert.deepEqual(rulesOf('a and b and not a'), ['a', 'b']);
  });

  for (const [given, more] of [
    ['x'],
    [{ ...count, type: 'near' }],
    [{ ...count, type: 'toString' }],
    [{ ...count, group_by: 'User' }],
    [{ ...count, rules: [] }],
    [{ ...count, rules: ['a', 'a'] }],
    [{ ...count, rules: [5] }],
    [{ ...count, rules: Array.from({ length: 101 }, (_, index) => `r${index}`) }],
    [{ ...count, timespan: '5' }],
    [{ ...count, timespan: undefined }],
    [{ ...count, condition: undefined }],
    [{ ...count, condition: 'a' }],
    [{ ...count, condition: 5 }],
    [{ ...count, condition: {} }],
    [{ ...count, condition: { gte: '5' } }],
    [{ ...count, condition: { more: 5 } }],
    [{ ...count, condition: { gt: 1, lt: 2, neq: 3, gte: 4 } }],
    [{ ...count, condition: { gte: 100_001 } }],
    [{ ...count, condition: { gte: 5, field: 'x' } }],
    [{ ...count, condition: { gte: 5, percentile: 5 } }],
    [{ ...count, type: 'value_sum' }],
    [{ ...count, type: 'value_avg', condition: { gte: 5, field: ['x', 'y'] } }],
    [{ ...count, type: 'value_percentile', condition: { gte: 5, field: 'x' } }],
    [{ ...count, type: 'value_percentile', condition: { gte: 5, field: 'x', percentile: 0 } }],
    [{ ...count, type: 'temporal_ordered' }],
    [{ ...count, type: 'temporal', rules: ['a', 'b'], condition: 'a' }],
    [{ ...count, aliases: [] }],
    [{ ...count, aliases: { who: 'x' } }],
    [{ ...count, generate: 'yes' }],
    [count, { generate: 1 }],
  ] as const satisfies readonly (readonly [unknown, object?])[]) {
    // Danger: a correlation that is read more loosely than it was written counts what nobody asked for.
    it(`refuses ${JSON.stringify(given).slice(0, 120)}`, () => {
      const { correlations, problems } = read(given, more);
      assert.deepEqual(
        [correlations.length, problems.map(({ problem }) => problem)],
        [0, ['correlation.not_valid']],
      );
    });
  }

  it('says where, and which word of a condition is wrong', () => {
    const text =
      'title: C\ncorrelation:\n  type: temporal\n  rules: [a, b]\n  timespan: 5m\n  condition: a and d';
    const [problem] = readRules(text).problems;
    assert.deepEqual(
      [problem?.problem, problem?.line, problem?.column],
      ['condition.unknown_identifier', 6, 14],
    );
  });
});
