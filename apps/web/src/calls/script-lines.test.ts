// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { saidInGroups, scriptLines } from './script-lines.ts';

describe('what is read out', () => {
  it('saidInGroups() gives four groups of four, in words', () => {
    const groups = saidInGroups('0123456789012345', 'de');
    assert.deepEqual(
      groups.map(({ digits }) => digits),
      ['0123', '4567', '8901', '2345'],
    );
    assert.equal(groups[0]?.said, 'null eins zwo drei');
  });

  // Danger: a caller is told no number, and cannot come back.
  it('scriptLines name the reference in every language', () => {
    for (const language of languages) {
      assert.match(scriptLines[language].received, /\{reference\}/);
      assert.match(scriptLines[language].joined, /\{reference\}/);
    }
  });
});
