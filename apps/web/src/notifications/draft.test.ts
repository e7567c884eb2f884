// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conflictsOf, type Edits, leftAfter, sendableOf, versionOf, waitingOf } from './draft.ts';

const edit = (value: string, basedOn: number) => ({ value, isEstimate: false, basedOn });
const stands = (value: string, version: number) => ({ value, isEstimate: false, version, from: null });

describe('conflictsOf()', () => {
  // Two people in one draft: whoever saves later must not wipe out the other's words unseen.
  it('conflictsOf() holds back a field that somebody else wrote otherwise, and no other', () => {
    const edits: Edits = { a: edit('mine', 3), b: edit('mine', 3), c: edit('same', 3) };
    const content = { a: stands('theirs', 4), b: stands('old', 2), c: stands('same', 4) };
    assert.deepEqual(conflictsOf(edits, content), ['a']);
    assert.deepEqual(Object.keys(sendableOf(edits, content, [])), ['b', 'c']);
  });
});

describe('waitingOf()', () => {
  // One address typed in part must not keep the words of every other field from the desk.
  it('waitingOf() holds a value typed in part, and the others go out', () => {
    const edits: Edits = { mail: edit('bea@', 3), text: edit('whole', 3) };
    const waiting = waitingOf(edits, (field) => field === 'mail', {});
    assert.deepEqual(waiting, ['mail']);
    assert.deepEqual(Object.keys(sendableOf(edits, {}, waiting)), ['text']);
  });

  it('waitingOf() holds what the desk refused until it is typed otherwise', () => {
    const refused: Edits = { a: edit('no', 3) };
    assert.deepEqual(
      waitingOf({ a: edit('no', 4) }, () => false, refused),
      ['a'],
    );
    assert.deepEqual(
      waitingOf({ a: edit('yes', 4) }, () => false, refused),
      [],
    );
  });
});

describe('versionOf()', () => {
  it('versionOf() is the oldest version a writer looked at', () => {
    assert.equal(versionOf({ a: edit('x', 5), b: edit('y', 3) }, 7), 3);
    assert.equal(versionOf({}, 7), 7);
  });
});

describe('leftAfter()', () => {
  // What is typed while the desk answers is neither lost nor taken for a conflict with oneself.
  it('leftAfter() keeps what was typed meanwhile, based on the answer', () => {
    const sent: Edits = { a: edit('one', 3), b: edit('two', 3) };
    const now: Edits = { a: edit('one and more', 3), b: edit('two', 3), c: edit('three', 3) };
    const left = leftAfter(now, sent, 4);
    assert.deepEqual(left, { a: edit('one and more', 4), c: edit('three', 3) });
    assert.deepEqual(conflictsOf(left, { a: stands('one', 4) }), []);
  });
});
