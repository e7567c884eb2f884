// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LogLook, personId } from '@belfry/contract';
import { entryOfLook, isOver, scopeOf } from './look.ts';

const look: LogLook = {
  ...{ id: '7c2f0000-0000-4000-8000-00000000000a', kind: 'search', purpose: 'Break-in', query: 'user:jan' },
  person: { id: personId.parse('7c2f0000-0000-4000-8000-00000000000b'), name: 'Ann' },
  ...{ from: '2026-11-21T00:00:00.000Z', until: '2026-11-22T00:00:00.000Z', clock: 'event' },
  ...{
    sources: [],
    streams: [],
    log: null,
    index: null,
    askedAt: '2026-11-22T08:00:00.000Z',
    shownCount: null,
  },
};

// Danger: need-to-know passed by, because a look names the stream of the desk.
test('scopeOf() never has the stream of the desk, named or not', () => {
  assert.ok(!scopeOf(look).streams.includes('desk'));
  assert.deepEqual(scopeOf({ ...look, streams: ['desk', 'technical'] }).streams, ['technical']);
  assert.deepEqual(scopeOf({ ...look, streams: ['desk'] }).streams, []);
});

test('entryOfLook() tells what was asked, within which bounds, and what for', () => {
  const entry = entryOfLook(look);
  assert.equal(entry.event, 'log.searched');
  assert.equal(entry.reason, 'Break-in');
  assert.deepEqual(
    entry.changes?.map(({ field }) => field),
    ['query', 'from', 'until', 'clock'],
  );
});

test('entryOfLook() names the entry that was opened', () => {
  const opened = entryOfLook({ ...look, kind: 'entry', query: '', log: 'technical-2026', index: 7 });
  assert.deepEqual([opened.event, opened.subject.reference], ['log.entry_opened', 'technical-2026/7']);
});

test('isOver() ends a look after its hours', () => {
  assert.ok(!isOver(look, new Date('2026-11-22T20:00:00.000Z')));
  assert.ok(isOver(look, new Date('2026-11-22T20:00:00.001Z')));
});
