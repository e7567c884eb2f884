// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guideSections, languages, limits } from '@belfry/contract';
import { asKept, flat, noContent, textOf } from './content.ts';
import { guideMessages, guideWord, usualTexts } from './words.ts';

const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('words of the guide', () => {
  it('are complete in every language, with the same blanks to fill in and the same shape', () => {
    for (const language of languages) {
      assert.deepEqual(Object.keys(guideMessages[language]).sort(), Object.keys(guideMessages.en).sort());
      for (const [id, english] of Object.entries(guideMessages.en)) {
        const translated = guideMessages[language][id as keyof typeof guideMessages.en];
        assert.ok(translated.trim() !== '', `${language} ${id}`);
        assert.deepEqual(blanks(translated), blanks(english), `${language} ${id}`);
        assert.equal(translated.split('\n').length, english.split('\n').length, `${language} ${id}`);
      }
      for (const section of guideSections) {
        assert.ok(usualTexts(language)[section].length <= limits.guideTextCharactersMax);
      }
    }
    assert.equal(guideWord('nl', 'way.phone', { phone: '1' }), 'Telefoon: 1');
  });
});

describe('content of the guide', () => {
  const own = { ...noContent, texts: { nl: { intro: ' Eigen tekst\r\n', note: usualTexts('nl').note } } };

  it('asKept() keeps only what the organisation wrote itself', () => {
    assert.deepEqual(asKept(own).texts, { nl: { intro: 'Eigen tekst' } });
    assert.deepEqual(asKept({ ...noContent, texts: { fr: { intro: ' ' } } }).texts, {});
    assert.deepEqual(asKept({ ...noContent, hidden: ['public', 'public'] }).hidden, ['public']);
  });

  it('textOf() falls back on our own words, and leaves out what is hidden', () => {
    assert.equal(textOf(own, 'nl', 'intro'), 'Eigen tekst');
    assert.equal(textOf(own, 'fr', 'intro'), usualTexts('fr').intro);
    assert.equal(textOf({ ...own, hidden: ['intro'] }, 'nl', 'intro'), null);
  });

  it('flat() names each text for the record', () => {
    assert.equal(flat(asKept(own))['nl.intro'], 'Eigen tekst');
  });
});
