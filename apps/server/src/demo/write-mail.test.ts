// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMailApart } from '../mail-reading/index.ts';
import { writeMail } from './write-mail.ts';

const sent = {
  at: new Date('2026-03-01T08:00:00Z'),
  id: 'one@dijkvest.example',
  to: 'meldpunt@dijkvest.example',
};
const inner = {
  from: { name: 'Bezorger', email: 'b@pakket.example' },
  subject: 'Betaal 1,99 €',
  text: 'Hier betalen',
  html: '<p><a href="https://pakket.example/1">betaal</a></p>',
};

describe('writeMail()', () => {
  it('writeMail() writes what the desk reads again: words of any script, and a forwarded mail whole', async () => {
    const outer = {
      from: { name: 'Zoë', email: 'zoe@dijkvest.example' },
      subject: 'FW: ça',
      text: 'Kijk: ü',
    };
    const { reading } = await readMailApart(Buffer.from(writeMail({ ...outer, forwards: inner }, sent)));
    const [mail, forwarded] = reading.mails;
    assert.deepEqual(
      [mail?.subject, mail?.from[0]?.name, mail?.messageId?.includes('one@dijkvest.example')],
      ['FW: ça', 'Zoë', true],
    );
    assert.deepEqual(
      [forwarded?.subject, forwarded?.from[0]?.address],
      ['Betaal 1,99 €', 'b@pakket.example'],
    );
  });
});
