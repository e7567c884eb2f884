// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isText, keyOfPredicate, type Predicate, textOf } from './predicate.ts';

describe('predicates', () => {
  it('the same question has the same key, another has another', () => {
    const text = (value: string): Predicate => ({
      field: 'A',
      test: { kind: 'text', place: 'whole', text: value, isCased: false },
    });
    assert.equal(keyOfPredicate(text('x')), keyOfPredicate(text('x')));
    assert.notEqual(keyOfPredicate(text('x')), keyOfPredicate(text('y')));
    const network: Predicate = {
      field: 'A',
      test: { kind: 'network', network: { version: 4, address: 1n, bits: 8 } },
    };
    assert.ok(keyOfPredicate(network).includes('network'));
  });

  it('textOf() has no text for what is looked into instead', () => {
    assert.deepEqual(['a', 1, true, 5n, null, undefined, {}, []].map(textOf), [
      'a',
      '1',
      'true',
      '5',
      null,
      null,
      null,
      null,
    ]);
  });

  it('dates without a zone are UTC', () => {
    const hour = (text: string) => isText({ kind: 'date', part: 'hour', number: 3 }, text, text);
    assert.deepEqual(
      ['2026-01-01T03:00:00', '2026-01-01 03:00', '2026-01-01T05:00:00+02:00', 'x'].map(hour),
      [true, true, true, false],
    );
  });
});
