// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeTitle, stageTitle } from './law-titles.ts';

test('stageTitle() names the law and its stage in the language of the reader', () => {
  assert.equal(stageTitle('nis2-be', 'early_warning', 'nl'), 'NIS2 België: Vroegtijdige waarschuwing');
  assert.equal(stageTitle('gdpr', 'register', 'fr'), 'RGPD\u00a0: Documentation de la violation');
});

test('outcomeTitle() says what was decided, and knows by its id what is not of the law', () => {
  assert.equal(outcomeTitle('dora', 'major', 'de'), 'DORA: der Vorfall ist schwerwiegend');
  assert.equal(outcomeTitle('crisis', 'crisis', 'en'), 'crisis: crisis');
});
