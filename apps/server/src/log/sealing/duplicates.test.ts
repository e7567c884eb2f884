// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEntry, anOrigin } from '../../../test/log-entries.ts';
import { Duplicates } from './duplicates.ts';

const MINUTE_US = 60_000_000;

test('Duplicates points to the first within ten minutes, and to none after', () => {
  const duplicates = new Duplicates();
  const entry = (seq: number) => anEntry({ seq, raw: Buffer.from('same') });
  assert.equal(duplicates.firstOf(entry(1), 0), null);
  assert.equal(duplicates.firstOf(entry(2), MINUTE_US), 1);
  assert.equal(duplicates.firstOf(entry(3), 10 * MINUTE_US), 1);
  assert.equal(duplicates.firstOf(entry(4), 11 * MINUTE_US), null);
  assert.equal(duplicates.firstOf(entry(5), 12 * MINUTE_US), 4);
});

test('a sender of endless different lines does not fill the memory, and its newest stay known', () => {
  const duplicates = new Duplicates();
  for (let seq = 1; seq <= 300_000; seq += 1) {
    duplicates.firstOf(anEntry({ seq, raw: Buffer.from(String(seq)), salt: new Uint8Array(0) }), seq);
  }
  const again = (text: string) =>
    duplicates.firstOf({ seq: 300_001, origin: anOrigin, raw: Buffer.from(text) }, 300_000);
  assert.equal(again('299999'), 299_999);
  assert.equal(again('1'), null);
});
