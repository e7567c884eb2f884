// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blanksOf } from './blanks.ts';

describe('blanks of a template', () => {
  it('blanksOf() tells what is asked and where', () => {
    const text = 'What: [[what happened]]\nWhen: [[when]]';
    assert.deepEqual(
      blanksOf(text).map(({ asks, from, to }) => [asks, text.slice(from, to)]),
      [
        ['what happened', '[[what happened]]'],
        ['when', '[[when]]'],
      ],
    );
  });

  // Danger: a bracket of ordinary words would be taken for a gap and hold the words back for ever.
  it('blanksOf() leaves ordinary brackets alone', () => {
    assert.deepEqual(blanksOf('See [1] and [2]'), []);
  });

  // Danger: half a mark, or a bracket between two, hides from the eye what the desk holds the words back for.
  it('blanksOf() shows half a blank, and one with brackets in it', () => {
    assert.deepEqual(
      blanksOf('[[what [1] it was]] and [[ open').map(({ asks }) => asks),
      ['what [1] it was', '[['],
    );
  });
});
