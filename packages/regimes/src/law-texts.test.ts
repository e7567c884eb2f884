// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  contentTexts,
  lineTexts,
  outcomeTexts,
  recipientTexts,
  regimeTexts,
  stageTexts,
} from './law-texts.ts';
import { nis2LineWords, otherLineWords, outcomeWords } from './line-words.ts';
import type { QuestionTexts } from './question-texts.ts';
import { recipientWords } from './recipient-words.ts';
import { recurrenceReviews } from './recurrence.ts';
import { regimeNames, stageNames } from './regime-words.ts';
import { regimes } from './regimes.ts';

interface Told {
  readonly where: string;
  readonly texts: QuestionTexts;
}

const told: readonly Told[] = regimes.flatMap((regime) => [
  { where: regime.id, texts: regimeTexts(regime.id) },
  ...regime.criteria.map(({ id, says }) => ({ where: id, texts: lineTexts(says) })),
  ...regime.outcomes.map(({ id, says }) => ({ where: `${regime.id}.${id}`, texts: outcomeTexts(says) })),
  ...regime.stages.flatMap(({ contents, id, recipient }) => [
    { where: `${regime.id}.${id}`, texts: stageTexts(regime.id, id) },
    { where: `${regime.id}.${id} to`, texts: recipientTexts(recipient) },
    ...contents.map((content) => ({
      where: `${regime.id}.${id} ${content}`,
      texts: contentTexts(content),
    })),
  ]),
]);

/** Proper names, and words that two languages write alike. Whoever adds one here has looked at it. */
const alike = new Set([
  'NIS2',
  'NIS2 Finland',
  'NIS2 Portugal',
  'DORA',
  'CSIRT Italia',
  'NBÚ',
  'NÚKIB',
  'Nkom',
  'Impact',
  'Acknowledgement',
  'Description',
  'Contact',
  'Guidance',
  'Cause',
]);

// Danger: a reader is told in English what the law asks, because nobody wrote it in the reader's language.
test('the words of the law are there in four languages, and none is the English by accident', () => {
  for (const { texts, where } of told) {
    assert.deepEqual(Object.keys(texts), ['en', 'nl', 'fr', 'de'], where);
    for (const [language, text] of Object.entries(texts)) {
      assert.equal(text, text.trim(), where);
      assert.notEqual(text, '', `${where} ${language}`);
      if (language === 'en' || alike.has(texts.en)) continue;
      assert.notEqual(text, texts.en, `${where} says the English in ${language}`);
    }
  }
});

// Danger: a threshold that changes in translation.
test('the words of the law keep every number in every language', () => {
  const numbers = (text: string) =>
    (text.replaceAll(/(\d)[\s.,](?=\d)/g, '$1').match(/\d+/g) ?? []).sort().join(' ');
  for (const { texts, where } of told) {
    for (const text of [texts.nl, texts.fr, texts.de]) assert.equal(numbers(text), numbers(texts.en), where);
  }
});

test('the names of regimes are those of the data, and no words are left over', () => {
  for (const { id, name } of regimes) assert.equal(regimeTexts(id).en, name);
  assert.deepEqual([...regimeNames.keys()].sort(), [...new Set(regimes.map(({ id }) => id))].sort());
  const stages = new Set(
    regimes.flatMap(({ id, stages }) =>
      stages.map((stage) => (stageNames.has(`${id}.${stage.id}`) ? `${id}.${stage.id}` : stage.id)),
    ),
  );
  assert.deepEqual([...stageNames.keys()].sort(), [...stages].sort());
  const said = new Set<string>([
    ...regimes.flatMap(({ criteria, outcomes, stages }) => [
      ...[...criteria, ...outcomes].map(({ says }) => says),
      ...stages.map(({ recipient }) => recipient),
    ]),
    ...recurrenceReviews.map(({ says }) => says),
  ]);
  const words = [nis2LineWords, otherLineWords, outcomeWords, recipientWords].flatMap(Object.keys);
  assert.deepEqual(words.sort(), [...said].sort());
});

// Danger: two duties of one law that a list shows by one name.
test('stageTexts() tells the stages of one regime apart in every language', () => {
  for (const { id, stages } of regimes) {
    for (const language of ['en', 'nl', 'fr', 'de'] as const) {
      const names = stages.map((stage) => stageTexts(id, stage.id)[language]);
      assert.equal(new Set(names).size, names.length, `${id} ${language}: ${names.join('; ')}`);
    }
  }
});

test('stageTexts() uses the terms of the acts', () => {
  assert.deepEqual(stageTexts('nis2-be', 'early_warning'), {
    en: 'Early warning',
    nl: 'Vroegtijdige waarschuwing',
    fr: 'Alerte précoce',
    de: 'Frühwarnung',
  });
  assert.equal(stageTexts('nis2-be', 'notification').nl, 'Incidentmelding');
  assert.equal(stageTexts('dora', 'intermediate').de, 'Zwischenmeldung');
  assert.equal(stageTexts('nis2', 'intermediate').de, 'Zwischenbericht');
  assert.equal(regimeTexts('gdpr').fr, 'RGPD');
});

test('regimeTexts() and stageTexts() know what left the data by its id', () => {
  assert.equal(regimeTexts('nis1').nl, 'nis1');
  assert.equal(stageTexts('nis1', 'phone_call').de, 'phone_call');
});

test('lineTexts() and outcomeTexts() leave what an organisation wrote itself as it is', () => {
  assert.equal(lineTexts('“nobody can work”').nl, '“nobody can work”');
  assert.equal(outcomeTexts('“it is a crisis”').de, '“it is a crisis”');
});
