// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordsFor } from './status-words.ts';

describe('words of the status page', () => {
  it('wordsFor() takes the language asked for, else one that was written', () => {
    const nl = { subject: 'Storing', text: 'x' };
    const fr = { subject: 'Panne', text: 'x' };
    assert.equal(wordsFor({ nl, fr }, 'fr').subject, 'Panne');
    assert.equal(wordsFor({ nl, fr }, 'de').language, 'nl');
  });
});
