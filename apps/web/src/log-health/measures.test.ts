// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytesWords, spanWords } from './measures.ts';

it('spanWords() says a span in the unit that says it best', () => {
  assert.deepEqual(
    [0, 250, 1_500, 119_000, 300_000, 10_800_000].map((ms) => spanWords(ms, 'en-GB')),
    ['0 ms', '250 ms', '1.5 secs', '119 secs', '5 mins', '3 hrs'],
  );
});

it('bytesWords() says bytes in the largest unit of which there is one', () => {
  assert.deepEqual(
    [0, 999, 1_000, 2_500_000, 3e12].map((bytes) => bytesWords(bytes, 'en-GB')),
    ['0 byte', '999 byte', '1 kB', '2.5 MB', '3 TB'],
  );
});
