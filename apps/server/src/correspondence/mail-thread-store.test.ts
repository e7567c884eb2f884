// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql as raw } from 'kysely';
import { aMail, openMailDesk } from '../../test/mail-desk.ts';
import { anybody, systemActor } from '../platform/authorization/actor.ts';
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

// Danger: behind the wall no index served, and each mail that came read every mail there was.
test('finding the thread and the receipts of a mail reads few rows, however many came before', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox({ acknowledges: true });
  await desk.arrive(aMail({}), box);
  await desk.work();
  await desk.query(`INSERT INTO incoming_mail (id, mailbox_id, received_at, raw_sha256, raw_bytes, is_cut, whole_bytes,
      envelope_to, peer, state, message_id, refers_to, report_id)
    SELECT gen_random_uuid(), mailbox_id, received_at, md5(n::text), 1, false, 1, '{}', '{}', 'taken',
      '<' || n || '@many.example>', ARRAY['<' || -n || '@many.example>'], CASE WHEN n < 10 THEN report_id END
    FROM incoming_mail, generate_series(1, 3000) n`);
  await desk.query(`INSERT INTO mail (id, to_address, subject, text, language, purpose, is_secret, state, queued_at)
    SELECT gen_random_uuid(), n || '@many.example', '', '', 'en', 'receipt', false, 'sent', now()
    FROM generate_series(1, 3000) n`);
  await desk.query('ANALYZE incoming_mail, mail');
  const read = await desk.database.read(system, async ({ now, sql }) => {
    await conversationsRelated(sql, '<7@x.example>', ['<8@many.example>', '<-9@many.example>']);
    await receiptsLately(sql, '10@many.example', now);
    const { rows } = await raw<{ read: number }>`
      SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer AS read FROM pg_stat_xact_user_tables
      WHERE relname IN ('incoming_mail', 'mail')`.execute(sql);
    return rows[0]?.read ?? Number.NaN;
  });
  assert.ok(read < 100, `${read} rows were read`);
});

test('mails_related() and receipts_since() answer the system alone', async (t) => {
  const desk = await openMailDesk(t);
  const box = await desk.mailbox({ acknowledges: true });
  await desk.arrive(aMail({ id: '<1@x.example>', from: 'rik@example.com' }), box);
  await desk.work();
  const ask = (actor: Parameters<typeof desk.database.read>[0]) =>
    desk.database.read(actor, async ({ sql }) => {
      const { rows } = await raw<{ mails: number; receipts: number }>`
        SELECT (SELECT count(*)::integer FROM mails_related(NULL, ARRAY['<1@x.example>'], 9)) AS mails,
          receipts_since('rik@example.com', '2000-01-01') AS receipts`.execute(sql);
      return rows[0];
    });
  assert.deepEqual(await ask(system), { mails: 1, receipts: 1 });
  assert.deepEqual(await ask(anybody), { mails: 0, receipts: 0 });
});
