// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText, printedLines, printedText, printedWords } from './printed-text.ts';

// Danger: a text that reads one way on the screen where it is approved, and another way on paper.
test('printedText() leaves out marks that turn the direction, and shows control characters', () => {
  assert.equal(printedText('invoice\u202Efdp.exe'), 'invoicefdp.exe');
  assert.equal(printedText('a\u0000b\u001B[31m'), 'a\uFFFDb\uFFFD[31m');
  assert.equal(printedText('a\r\nb\tc\uD800'), 'a\nb    c\uFFFD');
});

test('printedLines() knows the direction of each line, and drops empty ones', () => {
  assert.deepEqual(printedLines('Één\n\nשורה\n1. العربية'), [
    { text: 'Één', rtl: false },
    { text: 'שורה', rtl: true },
    { text: '1. العربية', rtl: true },
  ]);
});

// Danger: a line that runs off the page is a line nobody has read.
test('printedWords() gives a word that is longer than a line places to break, and leaves a digest alone', () => {
  const digest = 'a1'.repeat(32);
  assert.equal(printedWords(digest), digest);
  const broken = printedWords('x'.repeat(400)).split('\u200B');
  assert.ok(broken.every((part) => part.length <= 8));
  assert.equal(broken.join(''), 'x'.repeat(400));
});

test('plainText() has only letters that our fonts have, whatever comes', () => {
  assert.equal(plainText('Zażółć Ж Ω € 中😀'), 'Zażółć Ж Ω € [U+4E2D][U+1F600]');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(plainText(plainText(text)), plainText(text));
    }),
  );
});
