// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { constants, zstdCompressSync } from 'node:zlib';
import { closedSegment, lineOf } from '../test/log-writer.ts';
import { isSeekTableOf, zstdPieceAt } from './index.ts';

describe('zstdPieceAt()', () => {
  it('finds the end of frames as zstd writes them, with and without checksum and size', () => {
    for (const content of [
      '',
      'x',
      'x'.repeat(300_000),
      Array.from({ length: 9_000 }, (_, index) => index).join(),
    ]) {
      for (const checksum of [0, 1]) {
        for (const size of [0, 1]) {
          const params = {
            [constants.ZSTD_c_checksumFlag]: checksum,
            [constants.ZSTD_c_contentSizeFlag]: size,
          };
          const frame = zstdCompressSync(Buffer.from(content), { params });
          assert.deepEqual(zstdPieceAt(frame, 0), { kind: 'frame', end: frame.length });
          for (const cut of [2, 4, 5, 7, frame.length - 1]) {
            if (cut < frame.length) assert.equal(zstdPieceAt(frame.subarray(0, cut), 0), 'cut');
          }
        }
      }
    }
  });

  it('refuses what no frame begins with', () => {
    const frame = zstdCompressSync(Buffer.from('x'));
    assert.equal(zstdPieceAt(Buffer.from(frame).fill(0, 0, 1), 0), 'malformed');
    for (const [at, bits] of [
      [4, 0x08],
      [4, 0x10],
    ] as const) {
      const altered = Buffer.from(frame);
      altered[at] = (altered[at] as number) | bits;
      assert.equal(zstdPieceAt(altered, 0), 'malformed');
    }
    const reserved = Buffer.from(frame);
    reserved[6] = (reserved[6] as number) | 6;
    assert.equal(zstdPieceAt(reserved, 0), 'malformed');
  });
});

describe('isSeekTableOf()', () => {
  it('holds for the frames it was made of, and for no others', () => {
    const segment = closedSegment([lineOf(0, 'a')]);
    const frame = zstdPieceAt(segment, 0);
    assert.ok(typeof frame === 'object');
    const table = segment.subarray(frame.end);
    assert.deepEqual(zstdPieceAt(segment, frame.end), { kind: 'seekTable', end: segment.length });
    assert.equal(zstdPieceAt(segment.subarray(0, frame.end + 6), frame.end), 'cut');
    assert.equal(zstdPieceAt(segment.subarray(0, -1), frame.end), 'cut');
    const sizes = [[frame.end, lineOf(0, 'a').length + 1]] as const;
    assert.ok(isSeekTableOf(table, sizes));
    for (let at = 8; at < table.length; at += 1) {
      const altered = Buffer.from(table);
      altered[at] = (altered[at] as number) ^ 1;
      assert.ok(!isSeekTableOf(altered, sizes), String(at));
    }
  });
});
