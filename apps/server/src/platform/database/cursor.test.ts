// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { z } from 'zod';
import { pageOfRows, readCursor, writeCursor } from './cursor.ts';

const key = z.tuple([z.iso.datetime().nullable(), z.uuid()]);
const id = '10000000-0000-4000-8000-000000000001';

it('readCursor() reads what writeCursor() wrote, nulls included', () => {
  assert.equal(readCursor(undefined, key), null);
  assert.deepEqual(readCursor(writeCursor([null, id]), key), [null, id]);
});

// The caller controls the cursor: it must never be more than a place in this list.
it('readCursor() refuses what this list did not give', () => {
  for (const cursor of ['', 'x', writeCursor([1, id]), writeCursor([null]), writeCursor([null, id, id])]) {
    assert.ok(isRefusal(readCursor(cursor, key)), cursor);
  }
});

it('pageOfRows() ends without a next page when nothing follows', () => {
  const page = (count: number) =>
    pageOfRows(
      Array.from({ length: count }, (_each, index) => index),
      3,
      (row) => [row],
      (row) => row,
    );
  assert.deepEqual(page(0), { items: [], next: null });
  assert.deepEqual(page(3), { items: [0, 1, 2], next: null });
  assert.deepEqual(page(4), { items: [0, 1, 2], next: writeCursor([2]) });
});
