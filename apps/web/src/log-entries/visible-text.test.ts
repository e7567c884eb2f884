// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOfRaw, visiblePieces } from './visible-text.ts';

// Danger: an attacker writes a line that shows another one, or hides its own end.
test('visiblePieces() names what would turn, hide or move the words beside it', () => {
  assert.deepEqual(visiblePieces('a\u202Etxt.exe\u0000\u001b[2Jb'), [
    { text: 'a' },
    { mark: 'U+202E' },
    { text: 'txt.exe' },
    { mark: 'NUL' },
    { mark: 'ESC' },
    { text: '[2Jb' },
  ]);
  for (const one of ['\u200b', '\u2066', '\ufeff', '\u2028', '\r', '\n', '\ud800', '\u00ad', '\u{e0041}']) {
    assert.ok(
      visiblePieces(`x${one}y`).some((piece) => 'mark' in piece),
      JSON.stringify(one),
    );
  }
});

test('visiblePieces() leaves the words of every language as they are', () => {
  assert.deepEqual(visiblePieces('Łódź 🦊 שלום'), [{ text: 'Łódź 🦊 שלום' }]);
  assert.deepEqual(visiblePieces(''), []);
});

test('textOfRaw() shows bytes that are no text as hex', () => {
  assert.deepEqual(textOfRaw({ raw: 'hello' }), { text: 'hello', isHex: false });
  assert.deepEqual(textOfRaw({ raw64: '/0EA' }), {
    text: `00000000  ff 41 00${' '.repeat(39)}  .A.`,
    isHex: true,
  });
});
