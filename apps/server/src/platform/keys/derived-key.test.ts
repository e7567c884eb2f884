// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { derivedKey } from './derived-key.ts';

const key = Buffer.alloc(32, 1);

// Danger: a release derives otherwise, and every receipt, link and sealed secret of the one before is lost.
it('derivedKey() makes the same key for ever, and another one for another purpose', () => {
  assert.equal(
    derivedKey(key, 'reply address').toString('hex'),
    'a8a17dd6b2c6c3e70a47927d47abfba5c2d2553e4936fbd88e68d64752128bc0',
  );
  assert.notDeepEqual(derivedKey(key, 'reply address'), derivedKey(key, 'webhook secret'));
  assert.notDeepEqual(derivedKey(key, 'reply address'), derivedKey(Buffer.alloc(32, 2), 'reply address'));
});
