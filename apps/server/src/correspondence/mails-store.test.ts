// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { aMail, openMailDesk } from '../../test/mail-desk.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { findMail, managedMails, oldestReceivedAt } from './mails-store.ts';

const somebody = (...permissions: string[]): PersonActor => ({
  kind: 'person',
  id: randomUUID(),
  name: 'Somebody',
  email: 'somebody@example.org',
  language: 'en',
  roles: [],
  permissions: new Set(permissions as never[]),
  via: { kind: 'session', id: randomUUID() },
});

// Danger: what is set aside belongs to no report yet, and so to no wall.
test('managedMails shows the words of mail set aside to whoever would see the report it might become', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  const apart = await desk.mailbox({ address: 'trust@example.org', purpose: 'whistleblowing' });
  const absence = (subject: string) =>
    aMail({ subject, refs: ['<unknown@example.net>'], headers: ['Auto-Submitted: auto-replied'] });
  await desk.arrive(absence('Open'), box);
  await desk.arrive(absence('Apart'), apart);
  await desk.work();
  // The desk itself sets nothing of theirs aside; a row from before may still lie there.
  await desk.query(`UPDATE incoming_mail SET state = 'set_aside', report_id = NULL, report_message_id = NULL
    WHERE mailbox_id = (SELECT id FROM mailbox WHERE purpose = 'whistleblowing')`);
  const seen = async (...permissions: string[]) =>
    (
      await desk.database.read(somebody('mail.manage', ...permissions), ({ sql }) =>
        managedMails(sql, 'set_aside', { limit: 10, after: null }),
      )
    )
      .map(({ address, subject }) => `${subject} ${address}`)
      .sort();
  assert.deepEqual(await seen(), ['null rik@example.com'], 'mail of whistle-blowers is not there');
  assert.deepEqual(await seen('reports.read'), ['Open rik@example.com']);
  assert.deepEqual(await seen('whistleblowing.handle'), ['Apart rik@example.com', 'null rik@example.com']);
});

// Danger: a definer function that answers whoever calls it.
test('managedMails gives nothing to whoever may not manage mail', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  await desk.arrive(
    aMail({ refs: ['<unknown@example.net>'], headers: ['Auto-Submitted: auto-replied'] }),
    box,
  );
  await desk.work();
  const lines = await desk.database.read(somebody('incidents.read'), ({ sql }) =>
    managedMails(sql, 'set_aside', { limit: 10, after: null }),
  );
  assert.deepEqual(lines, []);
  const [mail] = await desk.query<{ id: string }>('SELECT id FROM incoming_mail');
  const found = await desk.database.read(somebody('mail.manage'), ({ sql }) => findMail(sql, mail?.id ?? ''));
  assert.equal(found, null, 'beyond the wall there is no row');
});

// Danger: the worker does not keep up, and nobody sees how long mail has waited.
test('oldestReceivedAt tells the keeper since when mail waits, and of no mail to whistle-blowers’ handlers', async (t) => {
  const desk = await openMailDesk(t);
  const apart = await desk.mailbox({ address: 'trust@example.org', purpose: 'whistleblowing' });
  const seen = (...permissions: string[]) =>
    desk.database.read(somebody(...permissions), ({ sql }) => oldestReceivedAt(sql));
  await desk.arrive(aMail({ subject: 'Apart' }), apart);
  const first = desk.now;
  desk.now = new Date(first.getTime() + 60_000);
  assert.equal(await seen('mail.manage'), null);
  await desk.arrive(aMail({ subject: 'Open' }), await desk.mailbox());
  assert.deepEqual(await seen('mail.manage'), desk.now);
  assert.deepEqual(await seen('mail.manage', 'whistleblowing.handle'), first);
  assert.equal(await seen('reports.read'), null);
  await desk.work();
  assert.equal(await seen('mail.manage'), null);
});
