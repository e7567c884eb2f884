// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMail, openMailDesk } from '../../test/mail-desk.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { conversationOf, conversationsRelated, receiptsLately } from './mail-thread-store.ts';

const system = systemActor('test');

test('conversationOf knows the reporter and everybody who was written to, without our own mailboxes', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  await desk.arrive(aMail({ headers: ['Cc: An <AN@example.com>, desk+tag@example.org'] }), box);
  await desk.work();
  const [report] = await desk.query<{ id: string; reference: string }>('SELECT id, reference FROM report');
  const known = await desk.database.read(system, ({ sql }) =>
    conversationOf(sql, { kind: 'report', id: report?.id ?? '' }),
  );
  assert.deepEqual([...new Set(known?.parties)].sort(), ['an@example.com', 'rik@example.com']);
  assert.deepEqual([known?.nameable, known?.isApart], [report?.reference, false]);
  await desk.query('UPDATE report SET restricted = true');
  const hidden = await desk.database.read(system, ({ sql }) =>
    conversationOf(sql, { kind: 'report', id: report?.id ?? '' }),
  );
  assert.equal(hidden?.nameable, null, 'a restricted report is named to nobody else');
});

test('conversationsRelated finds mail above, below and beside in a thread', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox();
  await desk.arrive(aMail({ id: '<2@x.example>', refs: ['<1@x.example>'] }), box);
  await desk.work();
  const related = (messageId: string | null, refersTo: string[]) =>
    desk.database.read(
      system,
      async ({ sql }) => (await conversationsRelated(sql, messageId, refersTo)).length,
    );
  assert.equal(await related('<3@x.example>', ['<2@x.example>']), 1, 'above');
  assert.equal(await related('<1@x.example>', []), 1, 'below');
  assert.equal(await related('<3@x.example>', ['<1@x.example>']), 1, 'beside');
  assert.equal(await related('<9@x.example>', ['<8@x.example>']), 0);
  assert.equal(await related(null, []), 0);
});

test('receiptsLately counts what went to one address in the last hour, whatever its case', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox({ acknowledges: true });
  await desk.arrive(aMail({ from: 'Rik@Example.com' }), box);
  await desk.work();
  const lately = () =>
    desk.database.read(system, ({ now, sql }) => receiptsLately(sql, 'rik@example.COM', now));
  assert.equal(await lately(), 1);
  desk.now = new Date(desk.now.getTime() + 3_601_000);
  assert.equal(await lately(), 0);
});
