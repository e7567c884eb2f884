// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MailInside } from '@belfry/contract';
import { inSight, sendersDiffer } from './mail-sight.ts';

const mail = (from: { name: string; address: string }, replyTo: string[] = []): MailInside =>
  ({
    from: [from],
    replyTo: replyTo.map((address) => ({ name: '', address })),
  }) as Partial<MailInside> as MailInside;

describe('inSight()', () => {
  it('shows marks that turn the writing direction or hide', () => {
    assert.equal(inSight('invoice\u202Efdp.exe'), 'invoice[U+202E]fdp.exe');
    assert.equal(inSight('pay\u200Bpal'), 'pay[U+200B]pal');
    assert.equal(inSight('Łódź 🦊'), 'Łódź 🦊');
  });
});

describe('sendersDiffer()', () => {
  const bank = { name: 'Bank', address: 'info@bank.example' };
  it('says nothing where all agree', () => {
    assert.deepEqual(sendersDiffer(mail(bank, ['help@bank.example']), 'bounce@bank.example'), []);
    assert.deepEqual(sendersDiffer(mail(bank), null), []);
    assert.deepEqual(
      sendersDiffer(mail({ name: 'INFO@bank.example', address: 'info@bank.example' }), null),
      [],
    );
  });

  it('names each place where the mail says two things', () => {
    const thief = { name: 'info@bank.example', address: 'thief@evil.example' };
    assert.deepEqual(sendersDiffer(mail(thief, ['collect@other.example']), 'x@third.example'), [
      'name',
      'envelope',
      'reply_to',
    ]);
  });
});
