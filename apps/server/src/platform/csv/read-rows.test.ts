// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRows } from './read-rows.ts';

describe('readRows', () => {
  it('reads short rows, bare quotes, cells over several lines and a byte order mark, by their lines', () => {
    assert.deepEqual(readRows('\uFEFFa;b\r\n"1\n2";3\r\n5" disk\r\n', ';'), [
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1\n2', '3'], line: 3 },
      { cells: ['5" disk'], line: 4 },
    ]);
  });

  it('stops at the count it is given, and finds nobody in an empty text', () => {
    assert.deepEqual(readRows('a\nb\nc', ',', 2), [
      { cells: ['a'], line: 1 },
      { cells: ['b'], line: 2 },
    ]);
    assert.deepEqual(readRows('', ','), []);
  });

  it('says in words why a text is no table', () => {
    assert.match(String(readRows('name\n"never closed', ',')), /[Qq]uote/);
  });
});
