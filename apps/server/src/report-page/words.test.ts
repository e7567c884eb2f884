// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { messages } from './words.ts';

const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('words of the public pages', () => {
  it('are complete in every language, with the same blanks to fill in', () => {
    const english = Object.entries(messages.en);
    for (const language of languages) {
      assert.deepEqual(Object.keys(messages[language]).sort(), Object.keys(messages.en).sort());
      for (const [id, text] of english) {
        const translated = messages[language][id as keyof typeof messages.en];
        assert.ok(translated.trim() !== '', `${language} ${id}`);
        assert.deepEqual(blanks(translated), blanks(text), `${language} ${id}`);
      }
    }
  });

  it('never plead, blame or jest', () => {
    for (const [id, text] of Object.entries(messages.en)) {
      assert.doesNotMatch(text, /\b(please|sorry|invalid|forbidden|required|oops)\b/i, id);
    }
  });
});
