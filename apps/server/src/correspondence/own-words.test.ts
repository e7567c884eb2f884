// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownWords } from './own-words.ts';

const quoted = '> What did you see?\n> Regards';

describe('ownWords', () => {
  it('folds what is quoted below an attribution, in four languages', () => {
    for (const attribution of [
      'On Tue, 3 Mar 2026 at 10:00, Desk <desk@example.org> wrote:',
      'Op di 3 mrt 2026 om 10:00 schreef Desk <desk@example.org>:',
      'Le mar. 3 mars 2026 à 10:00, Desk <desk@example.org> a écrit :',
      'Am Di., 3. März 2026 um 10:00 Uhr schrieb Desk <desk@example.org>:',
      'On Tue, 3 Mar 2026 at 10:00, A very long name of a desk\n<desk@example.org> wrote:',
    ]) {
      assert.equal(ownWords(`It was red.\n\n${attribution}\n\n${quoted}\n`), 'It was red.', attribution);
      assert.equal(ownWords(`It was red.\n${attribution}\nWhat did you see?`), 'It was red.', attribution);
    }
  });

  it('folds what Outlook puts below its separators', () => {
    for (const separator of [
      '-----Original Message-----\nFrom: Desk\nSent: Tuesday',
      '-----Oorspronkelijk bericht-----\nVan: Desk\nVerzonden: dinsdag',
      '________________________________\nDe : Desk\nEnvoyé : mardi',
      'Von: Desk <desk@example.org>\nGesendet: Dienstag, 3. März 2026\nAn: Rik',
    ]) {
      assert.equal(ownWords(`It was red.\n\n${separator}\n\nWhat did you see?`), 'It was red.', separator);
    }
  });

  it('folds a tail of marked lines without an attribution', () => {
    assert.equal(ownWords(`It was red.\n\n${quoted}`), 'It was red.');
  });

  it('keeps answers between quoted lines together with what they answer', () => {
    const between = 'On Tuesday, Desk wrote:\n> When?\nAt nine.\n> Who?\nNobody.';
    assert.equal(ownWords(between), between);
  });

  // Danger: words that look like a quotation and are not.
  it('keeps everything when nothing else would be left, and lines that only look alike', () => {
    assert.equal(ownWords(quoted), quoted);
    assert.equal(
      ownWords('On Monday my colleague wrote a letter.\nIt burned.'),
      'On Monday my colleague wrote a letter.\nIt burned.',
    );
    assert.equal(
      ownWords('From: where did it come?\nI do not know.'),
      'From: where did it come?\nI do not know.',
    );
    assert.equal(ownWords(''), '');
  });

  // Danger: a text made to keep the desk busy.
  it('stays linear on hostile text', () => {
    const started = process.threadCpuUsage();
    ownWords(`${'On '.repeat(200_000)}`);
    ownWords(`${'On a\n'.repeat(60_000)}`);
    assert.ok(process.threadCpuUsage(started).user < 5_000_000);
  });
});
