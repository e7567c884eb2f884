// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { durationWords } from './duration.ts';

it('durationWords() says one unit that fits', () => {
  assert.equal(durationWords(20 * 60_000, 'en-GB'), '20 minutes');
  assert.equal(durationWords(5.25 * 3_600_000, 'nl-BE'), '5,3 uur');
  assert.equal(durationWords(3 * 86_400_000, 'en-GB'), '3 days');
  assert.equal(durationWords(0, 'en-GB'), '1 minute');
});
