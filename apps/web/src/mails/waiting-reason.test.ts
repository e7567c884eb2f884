// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { keyOfReason } from './waiting-reason.ts';

// The record keeps the words as they were written; a screen in Dutch must not show them in English.
it('keyOfReason() knows every reason the desk itself writes down', () => {
  const source = readFileSync(new URL('../../../server/src/platform/mail/mail.ts', import.meta.url), 'utf8');
  const reasons = [...source.matchAll(/export const no[A-Z]\w+ = '([^']+)'/g)].map(
    ([, words]) => words ?? '',
  );
  assert.equal(reasons.length, 2);
  for (const reason of reasons) {
    assert.notEqual(keyOfReason(reason), null, reason);
  }
  assert.equal(keyOfReason('550 no such user'), null);
});
