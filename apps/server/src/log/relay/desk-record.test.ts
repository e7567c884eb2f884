// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { batchOf, firstGap, goesOnAfter, lastCommon, readTold } from './desk-record.ts';

const rowsFrom = (...positions: number[]) =>
  positions.map((position) => ({ position, canonical: `{"id":"é${position}","position":${position}}` }));

describe('desk record', () => {
  it('batchOf() packs the canonical bytes as they are', () => {
    const rows = rowsFrom(1, 2, 300);
    const { bytes, bounds, origin } = batchOf(rows);
    assert.deepEqual(
      rows.map((_row, at) => bytes.subarray(bounds[2 * at], bounds[2 * at + 1]).toString()),
      rows.map(({ canonical }) => canonical),
    );
    assert.equal(origin.stream, 'desk');
  });

  // Danger: an entry that is missing, or told twice, passes for a whole record.
  it('firstGap() finds what is missing and what comes twice', () => {
    assert.equal(firstGap(4, rowsFrom(5, 6, 7)), null);
    assert.equal(firstGap(4, rowsFrom(6, 7)), 5);
    assert.equal(firstGap(4, rowsFrom(5, 7)), 6);
    assert.equal(firstGap(4, rowsFrom(5, 5)), 6);
    assert.equal(firstGap(4, []), null);
  });

  it('readTold() reads an entry of the record, and nothing else', () => {
    assert.deepEqual(readTold('{"id":"a","position":7,"v":1}'), { kind: 'entry', position: 7, id: 'a' });
    for (const other of ['', '{"event":"heartbeat"}', '[]', 'null', '{"position":"7","id":"a"}', '{'])
      assert.equal(readTold(other), null, other);
  });

  it('goesOnAfter() is read as where the record stands, and never as an entry of it', () => {
    const { canonical } = goesOnAfter({ position: 60, id: 'x' }, 100);
    assert.deepEqual(readTold(canonical), { kind: 'goes_on', position: 60, id: 'x' });
  });

  // Danger: after a restore new entries take old positions and are never sealed.
  it('lastCommon() finds where a restored database left the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5_000), fc.nat(5_000), async (last, fork) => {
        let asked = 0;
        const found = await lastCommon(last, async (position) => {
          asked += 1;
          return position <= fork;
        });
        assert.equal(found, Math.min(last, fork));
        assert.ok(asked <= 14);
      }),
    );
  });
});
