// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileInMemory, readWhole } from './in-memory.ts';

it('readWhole() puts the pieces of a content together, also where there are none', async () => {
  const pieces = ['ab', '', 'c'].map((text) => Buffer.from(text));
  const store = (content: Uint8Array[]) => ({
    open: async () => ({
      sizeBytes: 3,
      content: (async function* () {
        yield* content;
      })(),
    }),
  });
  assert.equal(Buffer.from(await readWhole(store(pieces), 'x')).toString(), 'abc');
  assert.equal((await readWhole(store([]), 'x')).byteLength, 0);
});

it('fileInMemory() opens as often as asked', async () => {
  const file = fileInMemory(Buffer.from('abc'));
  assert.equal((await file.open('')).sizeBytes, 3);
  for (const _time of [1, 2]) {
    assert.equal(Buffer.from(await readWhole(file, '')).toString(), 'abc');
  }
});
