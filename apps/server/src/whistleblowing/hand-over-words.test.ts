// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { marksOf, struck } from './hand-over-words.ts';

const zoe = { name: 'Zoë Peeters', email: 'zoe.peeters@example.org', phone: '+32 470 12 34 56' };
const without = (text: string) => struck(text, marksOf(text, zoe));

describe('words of a hand-over', () => {
  // Danger: the name is written in another case, without its accent, or alone.
  it('marksOf() finds the reporter’s name whole and in parts, whatever case and accents', () => {
    assert.equal(without('I, ZOE PEETERS, saw it. Zoë was there.'), 'I, […], saw it. […] was there.');
    assert.equal(without('mevr. Peeters zag het'), 'mevr. […] zag het');
  });

  it('marksOf() leaves a word alone that only contains a part of the name', () => {
    assert.equal(without('The zoetrope and Peetersen'), 'The zoetrope and Peetersen');
  });

  it('marksOf() finds every mail address and telephone number, also of others', () => {
    const text =
      'Write to zoe.peeters@example.org or boss@example.com, call 0470/12.34.56 or +32 9 123 45 67';
    assert.equal(without(text), 'Write to […] or […], call […] or […]');
  });

  it('marksOf() leaves amounts and dates alone that are no telephone number', () => {
    assert.equal(without('On 21/11 he took 4 500 euro'), 'On 21/11 he took 4 500 euro');
  });

  it('marksOf() finds nothing of an anonymous reporter but addresses and numbers', () => {
    const text = 'Ann called 0470 12 34 56';
    assert.equal(struck(text, marksOf(text, null)), 'Ann called […]');
  });

  // Danger: a text made to be slow holds the desk up.
  it('marksOf() takes time in proportion to the text', () => {
    const started = process.threadCpuUsage();
    marksOf('1-'.repeat(25_000), zoe);
    marksOf('a.'.repeat(25_000), zoe);
    marksOf('zoe '.repeat(12_500), zoe);
    assert.ok(process.threadCpuUsage(started).user < 5_000_000);
  });
});
