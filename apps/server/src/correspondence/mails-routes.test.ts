// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { must, openTestDesk, type TestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

async function anIncident(desk: TestDesk, restricted = false): Promise<{ reference: string; id: string }> {
  const handler = await desk.as('handler');
  const { reference } = must(
    await handler.api.declareIncident({ body: { title: 'Payroll server encrypted', restricted } }),
  );
  const [row] = await desk.query<{ id: string }>('SELECT id FROM incident WHERE reference = $1', [reference]);
  return { reference, id: row?.id ?? '' };
}

async function aMailRow(desk: TestDesk, columns: Record<string, unknown>): Promise<string> {
  const id = randomUUID();
  const row: Record<string, unknown> = {
    id,
    to_address: 'rik@example.com',
    subject: 'Secret subject',
    text: 'Secret words',
    language: 'en',
    purpose: 'written',
    is_secret: false,
    state: 'failed',
    last_error: '550 no such user',
    queued_at: new Date(),
    message_id: `<${id}@desk.example.org>`,
    ...columns,
  };
  const names = Object.keys(row);
  await desk.query(
    `INSERT INTO mail (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
  return id;
}

const aDesk = (t: TestContext) => openTestDesk(t);

describe('correspondenceHandlers', () => {
  it('writes one mail to each address, with the label first, and tells of it in the record', async (t) => {
    const desk = await aDesk(t);
    const { reference } = await anIncident(desk);
    const handler = await desk.as('handler');
    const written = must(
      await handler.api.writeIncidentMail({
        params: { reference },
        body: {
          to: ['cert@example.org', 'CERT@example.org', 'supplier@example.com'],
          subject: 'Indicators\r\nBcc: evil@example.org',
          text: 'See below.',
        },
      }),
    );
    assert.deepEqual(
      written.items.map(({ address, purpose, state, writtenBy }) => [
        address,
        purpose,
        state,
        writtenBy?.name,
      ]),
      [
        ['CERT@example.org', 'written', 'queued', 'Some handler'],
        ['supplier@example.com', 'written', 'queued', 'Some handler'],
      ],
    );
    assert.equal(written.items[0]?.subject, '[TLP:AMBER] Indicators Bcc: evil@example.org');
    const listed = must(await handler.api.listIncidentMails({ params: { reference }, query: {} }));
    assert.equal(listed.items.length, 2);
    const timeline = must(await handler.api.readTimeline({ params: { reference }, query: {} }));
    assert.equal(timeline.items.filter(({ kind }) => kind === 'mail.written').length, 2);
  });

  it('pages newest first without losing or doubling one', async (t) => {
    const desk = await aDesk(t);
    const { id, reference } = await anIncident(desk);
    for (let minute = 0; minute < 7; minute += 1) {
      await aMailRow(desk, { incident_id: id, queued_at: new Date(Date.UTC(2026, 0, 1, 0, minute % 3)) });
    }
    const { api } = await desk.as('handler');
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = must(
        await api.listIncidentMails({
          params: { reference },
          query: cursor === undefined ? { limit: 2 } : { limit: 2, cursor },
        }),
      );
      seen.push(...page.items.map((mail) => mail.id));
      cursor = page.next;
    }
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
  });

  // Danger: mail to a mailbox of our own comes back as a report about itself.
  it('refuses our own mailboxes, tags included, and a subject that names a restricted incident', async (t) => {
    const desk = await aDesk(t);
    await desk.query(
      `INSERT INTO mailbox (id, name, address, purpose, language, way, is_active, plus_addressing, acknowledges, created_at)
       VALUES ($1, 'Desk', 'desk@example.org', 'incidents', 'en', 'smtp', true, true, true, now())`,
      [randomUUID()],
    );
    const { reference } = await anIncident(desk, true);
    const { api } = await desk.as('handler');
    const write = (to: string, subject: string) =>
      api.writeIncidentMail({ params: { reference }, body: { to: [to], subject, text: 'x' } });
    await assert.rejects(
      write('Desk+anything@example.org', 'Question'),
      refusesWith('mail.address_not_possible'),
    );
    await assert.rejects(
      write('x@example.com', 'About: payroll  SERVER encrypted'),
      refusesWith('request.not_valid'),
    );
    must(await write('x@example.com', 'A question'));
  });

  it('sends again what failed, was skipped or came back, to another address where no reporter is answered', async (t) => {
    const desk = await aDesk(t);
    const { id, reference } = await anIncident(desk);
    const { api } = await desk.as('handler');
    for (const state of ['failed', 'skipped', 'bounced']) {
      const mail = await aMailRow(desk, { incident_id: id, state });
      const again = must(await api.retryMail({ params: { mail }, body: { to: 'right@example.com' } }));
      assert.deepEqual(
        [again.state, again.address, again.reason, again.remedy],
        ['queued', 'right@example.com', null, 'none'],
      );
      await assert.rejects(
        api.retryMail({ params: { mail }, body: {} }),
        refusesWith('mail.state_does_not_allow'),
      );
      const [row] = await desk.query<{ message_id: string }>('SELECT message_id FROM mail WHERE id = $1', [
        mail,
      ]);
      assert.match(row?.message_id ?? '', /^<[0-9a-f-]{36}@desk\.example\.org>$/);
      assert.notEqual(
        row?.message_id,
        `<${mail}@desk.example.org>`,
        'servers throw away what they have seen',
      );
    }
    const wiped = await aMailRow(desk, { incident_id: id, text: '', is_secret: true });
    await assert.rejects(
      api.retryMail({ params: { mail: wiped }, body: {} }),
      refusesWith('mail.words_gone'),
    );
    const [, report] = [
      reference,
      must(await api.sendReport({ body: { summary: 'Hm', reporter: { email: 'rik@example.com' } } })),
    ];
    const [reportRow] = await desk.query<{ id: string }>('SELECT id FROM report WHERE reference = $1', [
      report.reference,
    ]);
    const toReporter = await aMailRow(desk, { report_id: reportRow?.id, purpose: 'message' });
    await assert.rejects(
      api.retryMail({ params: { mail: toReporter }, body: { to: 'other@example.com' } }),
      refusesWith('mail.address_fixed'),
    );
    assert.equal(must(await api.retryMail({ params: { mail: toReporter }, body: {} })).state, 'queued');
  });

  // Danger: keeping mail going becomes a way to read what one may not.
  it('shows the keeper of mail addresses and fate of a restricted incident, and none of its words', async (t) => {
    const desk = await aDesk(t);
    const { id, reference } = await anIncident(desk, true);
    const mail = await aMailRow(desk, { incident_id: id });
    const keeper = await desk.as('administrator');
    const list = must(await keeper.api.listMails({ query: { show: 'failed' } }));
    const [shown] = list.items;
    assert.deepEqual(
      [shown?.address, shown?.state, shown?.reason, shown?.subject, shown?.text, shown?.incident],
      ['rik@example.com', 'failed', '550 no such user', null, null, null],
    );
    assert.equal(list.counts.failed, 1);
    assert.equal(list.cannotSend, 'no mail server is configured');
    await assert.rejects(
      keeper.api.listIncidentMails({ params: { reference }, query: {} }),
      refusesWith('incident.not_found'),
    );
    assert.equal(shown?.remedy, 'retry');
    // Danger: sent to an address of the keeper's own, it would show them everything.
    await assert.rejects(
      keeper.api.retryMail({ params: { mail }, body: { to: 'keeper@example.com' } }),
      refusesWith('permission.missing'),
    );
    const again = must(await keeper.api.retryMail({ params: { mail }, body: {} }));
    assert.deepEqual([again.state, again.subject], ['queued', null]);
    const helpdesk = await desk.as('helpdesk');
    await assert.rejects(helpdesk.api.listMails({ query: {} }), refusesWith('permission.missing'));
    await assert.rejects(
      helpdesk.api.retryMail({ params: { mail }, body: {} }),
      refusesWith('mail.not_found'),
    );
  });

  // Danger: the address of a whistle-blower on the screen of an administrator, or that there is one (Directive (EU)
  // 2019/1937 Art. 16).
  it('keeps mail to a whistle-blower from the keeper of mail', async (t) => {
    const desk = await aDesk(t);
    const report = randomUUID();
    await desk.query(
      `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at, content_sha256)
       VALUES ($1, 'REP-2026-0099', 'waiting', 'whistleblowing', 'mail', 'x', 'no', false, 'en', now(), '')`,
      [report],
    );
    const mail = await aMailRow(desk, {
      report_id: report,
      purpose: 'message',
      last_error: 'no such user rik@example.com',
    });
    for (const role of ['administrator', 'it_responsible'] as const) {
      const { api } = await desk.as(role);
      const list = must(await api.listMails({ query: {} }));
      assert.deepEqual([list.items, list.counts.failed], [[], 0], role);
      await assert.rejects(api.retryMail({ params: { mail }, body: {} }), refusesWith('mail.not_found'));
    }
    const confidant = await desk.as('whistleblowing_handler');
    assert.equal(must(await confidant.api.retryMail({ params: { mail }, body: {} })).state, 'queued');
    await desk.query("UPDATE mail SET state = 'failed'");
    const keeper = await desk.as('administrator');
    assert.equal(must(await keeper.api.retryFailedMails()).count, 0, 'no number tells of it');
    const [row] = await desk.query<{ state: string }>('SELECT state FROM mail WHERE id = $1', [mail]);
    assert.equal(row?.state, 'queued', 'and it goes out all the same');
  });

  it('sends everything again that failed, and leaves alone what came back', async (t) => {
    const desk = await aDesk(t);
    const { id } = await anIncident(desk);
    await aMailRow(desk, { incident_id: id });
    await aMailRow(desk, {});
    await aMailRow(desk, { state: 'bounced' });
    await aMailRow(desk, { text: '', is_secret: true });
    const { api } = await desk.as('administrator');
    assert.equal(must(await api.retryFailedMails()).count, 2);
    assert.deepEqual(must(await api.listMails({ query: { show: 'failed' } })).counts, {
      waiting: 2,
      failed: 2,
      skipped: 0,
      set_aside: 0,
    });
  });
});
