// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, it } from 'node:test';
import { RowDigest } from './row-digest.ts';

async function sumOf(...chunks: string[]): Promise<string> {
  const digest = new RowDigest();
  await pipeline(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    digest,
    async (rows: AsyncIterable<Buffer>) => {
      for await (const _row of rows);
    },
  );
  return digest.sum();
}

describe('RowDigest', () => {
  it('is the same for the same rows in another order, however they are cut', async () => {
    const whole = await sumOf('1\tone\n2\ttwo\n3\tthree\n');
    assert.equal(await sumOf('3\tthree\n1\tone\n2\ttwo\n'), whole);
    assert.equal(await sumOf('3\tth', 'r', 'ee\n1\tone', '\n2\ttwo\n'), whole);
    assert.match(whole, /^[0-9a-f]{64}$/);
  });

  it('differs when a row is changed, missing, doubled or cut', async () => {
    const whole = await sumOf('1\tone\n2\ttwo\n');
    for (const rows of ['1\tone\n2\ttwO\n', '1\tone\n', '1\tone\n2\ttwo\n2\ttwo\n', '1\tone\n2\ttw', '']) {
      assert.notEqual(await sumOf(rows), whole, JSON.stringify(rows));
    }
  });

  it('does not cancel out rows that come twice', async () => {
    assert.notEqual(await sumOf('a\na\n'), await sumOf('b\nb\n'));
  });
});
