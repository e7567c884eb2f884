// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '@belfry/contract';
import { narrowed, termOf } from './query-terms.ts';

test('termOf() quotes what the query language would read otherwise', () => {
  assert.equal(termOf('host', 'web-1.example.org'), 'host:web-1.example.org');
  assert.equal(termOf('user', 'DOMAIN\\jan "j"'), 'user:"DOMAIN\\\\jan \\"j\\""');
});

// Danger: a value of a stranger, clicked in the panel, becomes another search than the one it names.
test('termOf() of any value is read as that very value', () => {
  for (const value of [
    'a OR b',
    ') OR (',
    '*',
    '"',
    '\\',
    '-x',
    '10.0.0.0/8',
    'NOT',
    'ü ñ',
    '[1 TO 9]',
    'a:b',
  ]) {
    const parsed = parseQuery(termOf('host', value));
    assert.deepEqual(parsed.mistake === undefined ? parsed.query : parsed.mistake, {
      kind: 'field',
      field: 'host',
      match: { is: 'equal', value },
    });
  }
});

test('narrowed() holds together what was joined by OR, and adds nothing twice', () => {
  assert.equal(narrowed('', 'host:a'), 'host:a');
  assert.equal(narrowed('a OR b', 'host:a'), '(a OR b) AND host:a');
  assert.equal(narrowed('a b', 'host:a', true), 'a b AND NOT host:a');
  assert.equal(narrowed('a AND host:a', 'host:a'), 'a AND host:a');
  assert.equal(narrowed('a AND (', 'host:a'), 'a AND (');
});
