// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCondition } from './condition.ts';
import type { Expression } from './predicate.ts';
import { RuleRefused } from './rule-problem.ts';

const leaf = (field: string): Expression => ({ kind: 'is', predicate: { field, test: { kind: 'null' } } });
const identifiers = new Map(['a', 'b', 'sel_1', 'sel_2', '_hidden'].map((name) => [name, leaf(name)]));
const codeOf = (text: string) => {
  try {
    readCondition(text, identifiers);
    return null;
  } catch (error) {
    return error instanceof RuleRefused ? error.code : error;
  }
};

describe('readCondition()', () => {
  it('binds or, and, not and parentheses in their order', () => {
    assert.deepEqual(readCondition('a or b and not a', identifiers), {
      kind: 'or',
      of: [leaf('a'), { kind: 'and', of: [leaf('b'), { kind: 'not', of: leaf('a') }] }],
    });
    assert.deepEqual(readCondition('not (a or b)', identifiers), {
      kind: 'not',
      of: { kind: 'or', of: [leaf('a'), leaf('b')] },
    });
  });

  it('takes patterns, and leaves underscored names to patterns that begin with one', () => {
    assert.deepEqual(readCondition('all of sel_*', identifiers), {
      kind: 'and',
      of: [leaf('sel_1'), leaf('sel_2')],
    });
    assert.deepEqual(readCondition('1 of _*', identifiers), leaf('_hidden'));
    const any = readCondition('any of them', identifiers);
    assert.equal(any.kind === 'or' && any.of.length, 4);
  });

  for (const [text, code] of [
    ['', 'condition.not_valid'],
    ['a b', 'condition.not_valid'],
    ['a and', 'condition.not_valid'],
    ['(a', 'condition.not_valid'],
    ['a)', 'condition.not_valid'],
    ['and', 'condition.not_valid'],
    ['a | count() > 5', 'condition.not_valid'],
    ['unknown', 'condition.unknown_identifier'],
    ['1 of none_*', 'condition.unknown_identifier'],
    ['A AND b', 'condition.unknown_identifier'],
    [`${'('.repeat(150)}a${')'.repeat(150)}`, 'condition.not_valid'],
    [`${'not '.repeat(150)}a`, 'condition.not_valid'],
    ['a or '.repeat(6_000), 'condition.not_valid'],
  ] as const) {
    it(`refuses ${JSON.stringify(text).slice(0, 30)}`, () => assert.equal(codeOf(text), code));
  }
});
