// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { aSmtpSender } from '../../test/smtp-sender.ts';

describe('presentMailboxes()', () => {
  // Danger: whoever keeps the mailboxes reads what people report, whistle-blowers too.
  it('presentMailboxes() counts mails for whoever keeps the mailboxes, and opens none of them', async (t) => {
    const desk = await openTestDesk(t, { configuration: { smtpListenPort: 0 } });
    const administrator = await desk.as('administrator');
    await administrator.api.addMailbox({
      body: {
        name: 'Whistle-blowing',
        address: 'speak-up@example.org',
        purpose: 'whistleblowing',
        language: 'en',
        way: 'smtp',
      },
    });
    await administrator.api.addMailbox({
      body: { name: 'Z', address: 'z@example.org', purpose: 'incidents', language: 'en', way: 'smtp' },
    });
    const { receiver } = await administrator.api.listMailboxes();
    const sender = await aSmtpSender(receiver.port ?? 0);
    await sender.say('EHLO a');
    await sender.send('speak-up@example.org', Buffer.from('Subject: secret\r\n\r\nMy boss.\r\n'));
    await sender.send('z@example.org', Buffer.from('Subject: open\r\n\r\nMy laptop.\r\n'));
    sender.destroy();
    const { items } = await administrator.api.listMailboxes();
    assert.deepEqual(
      items.map(({ state }) => state.receivedCount),
      [0, 1],
      'nor that somebody wrote to confidential handlers',
    );
    const seen = await desk.database.read(
      {
        kind: 'person',
        id: administrator.id,
        name: 'a',
        email: 'a@example.org',
        language: 'en',
        roles: ['administrator'],
        permissions: new Set(['mail.manage']),
        via: { kind: 'token', id: '1' },
      },
      ({ sql }) => sql.selectFrom('incoming_mail').select('id').execute(),
    );
    assert.deepEqual(seen, []);
  });
});
