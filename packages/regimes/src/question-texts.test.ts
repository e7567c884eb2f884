// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textsOf, translatedQuestions } from './question-texts.ts';
import { questions } from './questions.ts';

test('textsOf() has every question in four languages, and no words without a question', () => {
  const ids = new Set(questions.map(({ id }) => id));
  assert.deepEqual(
    [...translatedQuestions.keys()].filter((id) => !ids.has(id)),
    [],
  );
  for (const { id, asks } of questions) {
    const texts = Object.values(asks);
    assert.equal(new Set(texts).size, 4, `${id} says the same in two languages`);
    for (const text of texts) assert.match(text, /[^ ]\?$| \?$/, `${id}: ${text}`);
    // French sets its question marks apart; the others do not.
    assert.match(asks.fr, / \?$/, id);
    assert.doesNotMatch(asks.nl + asks.de + asks.en, / \?/, id);
  }
});

// Danger: a number that changes in translation, and with it a threshold.
test('textsOf() keeps every number in every language', () => {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).join(' ');
  for (const { id, asks } of questions) {
    for (const text of [asks.nl, asks.fr, asks.de])
      assert.equal(numbers(text), numbers(asks.en), `${id}: ${text}`);
  }
});

test('textsOf() refuses a question that nobody has translated', () => {
  assert.throws(() => textsOf('inc.unheard_of', 'Is it?'), /add its words/);
});
