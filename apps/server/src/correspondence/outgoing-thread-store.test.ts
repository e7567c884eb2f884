// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMail, type MailDesk, openMailDesk } from '../../test/mail-desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { threadOfOutgoing } from './outgoing-thread-store.ts';

const reportsOf = (desk: MailDesk) => desk.query<{ id: string }>('SELECT id FROM report ORDER BY reference');
const threadOf = (desk: MailDesk, mail: Partial<Parameters<typeof threadOfOutgoing>[1]>) =>
  desk.database.read(systemActor('test'), ({ sql }) =>
    threadOfOutgoing(
      sql,
      { report_id: null, incident_id: null, purpose: 'message', to_address: 'rik@example.com', ...mail },
      desk.addresses,
    ),
  );

test('threadOfOutgoing answers the mails of the reporter, from the mailbox they wrote to', async (t) => {
  const desk = await openMailDesk(t);
  await desk.mailbox({ address: 'first@example.org' });
  const used = await desk.mailbox({ address: 'desk@example.org' });
  await desk.arrive(aMail({ id: '<1@example.com>' }), used);
  await desk.work();
  desk.now = new Date(desk.now.getTime() + 1_000);
  await desk.arrive(aMail({ id: '<2@example.com>', refs: ['<1@example.com>'] }), used);
  await desk.work();
  const [report] = await reportsOf(desk);
  const thread = await threadOf(desk, { report_id: report?.id ?? null });
  assert.deepEqual(thread.answersTo, ['<1@example.com>', '<2@example.com>']);
  assert.equal(
    thread.replyTo,
    desk.addresses.of('desk@example.org', { kind: 'report', id: report?.id ?? '' }),
  );
});

test('threadOfOutgoing gives the bare address where tags do not arrive, and none where nobody should answer', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox({ plus: false });
  await desk.arrive(aMail(), box);
  await desk.work();
  const [report] = await reportsOf(desk);
  assert.equal((await threadOf(desk, { report_id: report?.id ?? null })).replyTo, 'desk@example.org');
  for (const purpose of ['alert', 'invitation']) {
    assert.deepEqual(await threadOf(desk, { report_id: report?.id ?? null, purpose }), {
      replyTo: null,
      answersTo: [],
    });
  }
  assert.deepEqual(await threadOf(desk, {}), { replyTo: null, answersTo: [] });
});

// Danger: the answer of a whistle-blower goes to the mailbox the helpdesk reads.
test('threadOfOutgoing leads a whistle-blower to their own mailbox only, or nowhere', async (t) => {
  const desk = await openMailDesk(t);
  await desk.mailbox();
  const apart = await desk.mailbox({ address: 'trust@example.org', purpose: 'whistleblowing' });
  await desk.arrive(aMail({ to: 'trust@example.org' }), apart);
  await desk.work();
  const [report] = await reportsOf(desk);
  const replyTo = async () => (await threadOf(desk, { report_id: report?.id ?? null })).replyTo;
  assert.match((await replyTo()) ?? '', /^trust\+r\./);
  await desk.query("UPDATE mailbox SET is_active = false WHERE purpose = 'whistleblowing'");
  assert.equal(await replyTo(), null);
});

// Danger: a Message-ID with a line break writes a header of its own into our mail.
test('threadOfOutgoing repeats only Message-IDs that are one', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  await desk.arrive(aMail(), box);
  await desk.work();
  await desk.query("UPDATE incoming_mail SET message_id = E'<a@b>\\r\\nBcc: <evil@example.com>'");
  const [report] = await reportsOf(desk);
  assert.deepEqual((await threadOf(desk, { report_id: report?.id ?? null })).answersTo, []);
});
