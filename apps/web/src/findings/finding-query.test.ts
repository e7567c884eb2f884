// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { queryIn } from './finding-query.ts';

const now = Date.parse('2026-11-22T10:20:30Z');

describe('queryIn', () => {
  it('an empty address is the review list, the worst first', () => {
    const { order, state, from } = queryIn({}, now);
    assert.deepEqual({ order, state, from }, { order: 'worst', state: 'open', from: undefined });
  });

  it('what was decided is shown newest first', () => {
    assert.equal(queryIn({ state: 'dismissed' }, now).order, 'newest');
  });

  it('a mangled link still shows a list: what cannot be meant is left out', () => {
    const query = queryIn(
      { state: 'gone', level: 'awful', source: '1', rule: '2', period: '9', order: 'down' },
      now,
    );
    assert.deepEqual(
      Object.entries(query).filter(([, value]) => value !== undefined),
      [
        ['state', 'open'],
        ['order', 'worst'],
      ],
    );
  });

  it('a technique is found however it is written', () => {
    assert.equal(queryIn({ technique: ' t1110.003 ' }, now).technique, 'T1110.003');
  });

  it('a technique that is none finds nothing: a filter that stands there is never passed over', () => {
    assert.equal(queryIn({ technique: 'password guessing and more' }, now).technique, 'PASSWORD GUESSING AN');
  });

  it('the same address is the same question within an hour', () => {
    const { from } = queryIn({ period: '7' }, now);
    assert.equal(from, '2026-11-15T10:00:00.000Z');
    assert.equal(queryIn({ period: '7' }, now + 60_000).from, from);
  });
});
