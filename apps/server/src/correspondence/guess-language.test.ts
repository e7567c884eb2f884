// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessLanguage } from './guess-language.ts';

test('guessLanguage knows the four languages by their small words', () => {
  const said = {
    en: 'I have received a strange mail and I think that it is not from the bank.',
    nl: 'Ik heb een vreemde mail gekregen en ik denk dat die niet van de bank komt, wat moet ik met het bericht?',
    fr: 'Bonjour, j’ai reçu un message étrange et je pense que ce n’est pas de la banque, merci pour votre aide.',
    de: 'Ich habe eine seltsame Nachricht bekommen und glaube, dass sie nicht von der Bank ist.',
  } as const;
  for (const [language, text] of Object.entries(said)) {
    assert.equal(guessLanguage(text, language === 'en' ? 'de' : 'en'), language);
  }
});

test('guessLanguage keeps the language of the mailbox where a text says too little', () => {
  assert.equal(guessLanguage('', 'nl'), 'nl');
  assert.equal(guessLanguage('https example org', 'fr'), 'fr');
  assert.equal(guessLanguage('the het le der', 'de'), 'de');
});
