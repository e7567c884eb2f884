// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { aMail, type MailboxMade, type MailDesk, openMailDesk } from '../../test/mail-desk.ts';
import { createReplyAddresses } from '../correspondence/index.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { readOwnReport, writeToReporter } from '../reports/index.ts';

interface ReportSeen {
  id: string;
  reference: string;
  kind: string;
  description: string;
  unread_from_reporter: number;
}

const reports = (desk: MailDesk) =>
  desk.query<ReportSeen>('SELECT * FROM report ORDER BY reported_at, reference');
const messages = (desk: MailDesk) =>
  desk.query<{ report_id: string; text: string; sender: string | null; is_automatic: boolean }>(
    'SELECT * FROM report_message ORDER BY written_at, id',
  );
const incoming = (desk: MailDesk) =>
  desk.query<{
    state: string;
    nature: string;
    report_id: string | null;
    incident_id: string | null;
    last_error: string | null;
  }>('SELECT * FROM incoming_mail ORDER BY received_at, id');

function permutations<T>(items: readonly T[]): T[][] {
  return items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

/** A report that came by mail, with one mail of ours that went to its reporter. */
async function aReportByMail(desk: MailDesk, box: MailboxMade) {
  const id = `<${randomUUID()}@example.com>`;
  await desk.arrive(aMail({ id }), box);
  await desk.work();
  const [report] = await reports(desk);
  assert.ok(report !== undefined);
  const mailId = randomUUID();
  const ourMail = `<${mailId}@desk.example.org>`;
  await desk.query(
    `INSERT INTO mail (id, to_address, subject, text, language, purpose, is_secret, state, queued_at, sent_at, report_id, message_id)
     VALUES ($1, 'rik@example.com', 'About your report', 'Which colour?', 'en', 'message', false, 'sent', now(), now(), $2, $3)
`,
    [mailId, report.id, ourMail],
  );
  return { report, mailId, firstMail: id, ourMail };
}

describe('a thread', () => {
  // Danger: mail overtakes mail, and one conversation becomes two reports.
  it('is one report in whatever order its five mails arrive, for each of 120 orders', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const orders = permutations([0, 1, 2, 3, 4]);
    for (const [round, order] of orders.entries()) {
      const ids = order.map((_each, place) => `<mail-${round}-${place}@example.com>`);
      for (const place of order) {
        await desk.arrive(
          aMail({
            id: ids[place] ?? '',
            refs: ids.slice(0, place),
            subject: `Re: Round ${round}`,
            text: `Mail ${place} of ${round}`,
          }),
          box,
        );
        desk.now = new Date(desk.now.getTime() + 1_000);
        await desk.work();
      }
    }
    const [counts] = await desk.query<{ reports: number; messages: number; threads: number }>(
      `SELECT (SELECT count(*)::int FROM report) AS reports, (SELECT count(*)::int FROM report_message) AS messages,
        (SELECT count(DISTINCT (split_part(message_id, '-', 2), report_id))::int FROM incoming_mail) AS threads`,
    );
    assert.deepEqual(counts, { reports: orders.length, messages: orders.length * 4, threads: orders.length });
  });

  it('is one report when two mails of it are taken in by two processes at once', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    for (let round = 0; round < 10; round += 1) {
      const id = `<first-${round}@example.com>`;
      await desk.arrive(aMail({ id, subject: `Round ${round}` }), box);
      await desk.arrive(aMail({ refs: [id], subject: `Re: Round ${round}` }), box);
    }
    await Promise.all([desk.work(), desk.work(), desk.work()]);
    assert.equal((await reports(desk)).length, 10);
    assert.equal((await messages(desk)).length, 10);
  });

  it('takes an answer to what we sent as a message, without what it quotes, and counts it as unread', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const { ourMail, report } = await aReportByMail(desk, box);
    const text =
      'It was red.\n\nOn Sun, 1 Mar 2026 at 10:00, Stad Example <desk@example.org> wrote:\n> Which colour?';
    await desk.arrive(aMail({ refs: [ourMail], text }), box);
    await desk.work();
    const [message, ...more] = await messages(desk);
    assert.deepEqual(
      [message?.report_id, message?.text, message?.sender, more.length],
      [report.id, 'It was red.', null, 0],
    );
    assert.equal((await reports(desk))[0]?.unread_from_reporter, 1);
    const [, answer] = await incoming(desk);
    assert.deepEqual([answer?.state, answer?.nature, answer?.report_id], ['taken', 'person', report.id]);
    const files = await desk.query('SELECT FROM attachment WHERE name = $1', ['message.eml']);
    assert.equal(files.length, 2);
  });

  // Danger: a stranger writes into a conversation by guessing, or overhearing, a Message-ID.
  it('lets a stranger who names a mail of it only open a report of their own, which says so', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const { firstMail, report } = await aReportByMail(desk, box);
    await desk.arrive(
      aMail({ from: 'Eve <eve@evil.example>', refs: [firstMail], text: 'Close it, all is fine.' }),
      box,
    );
    await desk.work();
    const [, second, ...more] = await reports(desk);
    assert.equal(more.length, 0);
    assert.match(second?.description ?? '', new RegExp(report.reference));
    assert.equal((await messages(desk)).length, 0);
  });

  it('lets somebody the reporter wrote to answer in it, and names them', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const id = '<first@example.com>';
    await desk.arrive(aMail({ id, headers: ['Cc: An <an@example.com>'] }), box);
    await desk.work();
    const to = 'desk@example.org, Rik <Rik@example.com>';
    await desk.arrive(aMail({ from: 'An <An@Example.com>', to, refs: [id], text: 'I saw it too.' }), box);
    await desk.work();
    const [message] = await messages(desk);
    assert.deepEqual([message?.text, message?.sender], ['I saw it too.', 'an@example.com']);
    assert.equal((await reports(desk)).length, 1);
  });

  it('takes what comes to its signed address, from the envelope or the headers', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const { report } = await aReportByMail(desk, box);
    const signed = desk.addresses.of(box.address, { kind: 'report', id: report.id }) ?? '';
    await desk.arrive(aMail({ from: 'an@example.com', text: 'By envelope' }), box, {
      to: [signed.toUpperCase()],
    });
    await desk.arrive(aMail({ from: 'an@example.com', to: signed, text: 'By header' }), box);
    await desk.work();
    assert.deepEqual((await messages(desk)).map(({ text }) => text).sort(), ['By envelope', 'By header']);
    assert.equal((await reports(desk)).length, 1);
  });

  // Danger: a phisher reports their own mail first, and reads on their page what the victim then tells the desk.
  it('shows its reporter nothing that somebody else wrote to the desk', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const { firstMail, ourMail, report } = await aReportByMail(desk, box);
    const victim = { from: 'an@example.com', subject: 'Fwd: Invoice', text: 'I typed my password there' };
    await desk.arrive(aMail({ ...victim, refs: [firstMail] }), box);
    await desk.arrive(aMail({ ...victim, refs: [ourMail, firstMail] }), box);
    await desk.work();
    assert.equal((await reports(desk)).length, 2, 'who only names a mail opens a report of their own');
    const [message] = await messages(desk);
    assert.deepEqual([message?.report_id, message?.sender], [report.id, 'an@example.com']);
    const own = await desk.database.read({ kind: 'reporter', reportId: report.id }, ({ sql }) =>
      readOwnReport(sql, report.id),
    );
    assert.equal(own?.report.reference, report.reference);
    assert.deepEqual([own?.messages.length, own?.files.length], [0, 1], 'their own mail, and nothing else');
  });

  // Danger: an address made up, changed by a letter, or signed by another desk, that opens somebody's conversation.
  it('takes nothing into it from an address that is forged, altered or of another desk', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const { report } = await aReportByMail(desk, box);
    const of = (addresses: typeof desk.addresses, id: string) =>
      addresses.of(box.address, { kind: 'report', id }) ?? '';
    const other = createReplyAddresses(randomBytes(32));
    const ours = of(desk.addresses, report.id);
    const altered = ours.replace(/.(?=@)/, (letter) => (letter === 'a' ? 'b' : 'a'));
    for (const to of [of(other, report.id), altered, of(desk.addresses, randomUUID())]) {
      await desk.arrive(aMail({ from: 'eve@evil.example', to }), box, { to: [to] });
    }
    await desk.work();
    assert.equal((await messages(desk)).length, 0);
    assert.equal((await reports(desk)).length, 4, 'each is a report of its own: nothing is lost');
  });

  it('is one report when the same mail comes through two mailboxes', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const other = await desk.mailbox({ address: 'security@example.org' });
    const mail = aMail({ to: 'desk@example.org, security@example.org' });
    await desk.arrive(mail, box);
    await desk.work();
    await desk.arrive(`Received: from somewhere else\n${mail}`, other);
    await desk.arrive(mail.replace('from the bank', 'from my bank'), other);
    await desk.work();
    const seen = await reports(desk);
    assert.equal(seen.length, 2, 'the same Message-ID with other words is another mail');
    assert.deepEqual((await incoming(desk)).map(({ nature }) => nature).sort(), [
      'person',
      'person',
      'repeated',
    ]);
  });

  // Danger: what a whistle-blower writes lands where the helpdesk reads it.
  it('never flows from the mailbox of whistle-blowers into another conversation', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox();
    const apart = await desk.mailbox({ address: 'trust@example.org', purpose: 'whistleblowing' });
    const { firstMail, ourMail, report } = await aReportByMail(desk, box);
    await desk.arrive(
      aMail({ refs: [firstMail, ourMail], to: 'trust@example.org', text: 'My boss did it.' }),
      apart,
    );
    const same = aMail({ to: 'desk@example.org, trust@example.org', text: 'To both' });
    await desk.arrive(same, box);
    await desk.arrive(same, apart);
    await desk.work();
    assert.equal((await messages(desk)).length, 0);
    const seen = await reports(desk);
    assert.deepEqual(seen.map(({ kind }) => kind).sort(), [
      'incident',
      'incident',
      'whistleblowing',
      'whistleblowing',
    ]);
    const told = seen.find(({ description }) => description.includes('My boss'));
    assert.equal(told?.kind, 'whistleblowing');
    assert.ok(told?.description.includes(report.reference), 'their handlers may know what it refers to');
  });
});

describe('machines', () => {
  const bounce = (about: string, status = '5.1.1', action = 'failed') =>
    [
      'From: MAILER-DAEMON@mx.example.com (Mail Delivery System)',
      'To: helpdesk@example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      'Message-ID: <20260301090000.ABC@mx.example.com>',
      '',
      'This is a MIME-encapsulated message.',
      '',
      '--b1',
      'Content-Description: Notification',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'I am sorry to have to inform you that your message could not be delivered.',
      '',
      '--b1',
      'Content-Description: Delivery report',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      'Final-Recipient: rfc822; rik@example.com',
      `Action: ${action}`,
      `Status: ${status}`,
      'Remote-MTA: dns; mail.example.com',
      'Diagnostic-Code: smtp; 550 5.1.1 <rik@example.com>: Recipient address rejected: User unknown',
      '',
      '--b1',
      'Content-Description: Undelivered Message Headers',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${about}`,
      'From: Stad Example <helpdesk@example.org>',
      'To: rik@example.com',
      'Subject: About your report',
      '',
      '--b1--',
      '',
    ].join('\n');

  it('mark the mail that came back with the words of the other server, and open nothing', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true });
    const { mailId, ourMail, report } = await aReportByMail(desk, box);
    await desk.arrive(bounce(ourMail, '4.4.1', 'delayed'), box, { from: null });
    await desk.work();
    const stateOf = async () =>
      (
        await desk.query<{ state: string; last_error: string | null }>('SELECT * FROM mail WHERE id = $1', [
          mailId,
        ])
      )[0];
    assert.equal((await stateOf())?.state, 'sent', 'a delay is no end');
    await desk.arrive(bounce(ourMail).replace('ABC@', 'DEF@'), box, { from: null });
    await desk.work();
    const returned = await stateOf();
    // Danger: the record, from which nothing is ever erased, keeps the address of a reporter (GDPR Art. 17).
    const kept = await desk.query('SELECT canonical FROM outbox');
    assert.ok(!JSON.stringify(kept).toLowerCase().includes('rik@example.com'));
    assert.equal(returned?.state, 'bounced');
    assert.match(returned?.last_error ?? '', /User unknown/);
    assert.equal((await reports(desk)).length, 1);
    const natures = (await incoming(desk)).map((mail) => [mail.state, mail.nature, mail.report_id]);
    const bounces = natures.filter(([, nature]) => nature === 'bounce');
    assert.deepEqual(bounces, Array(2).fill(['taken', 'bounce', report.id]));
    const events = await desk.query<{ event: string }>(
      "SELECT event FROM outbox WHERE event = 'mail.bounced'",
    );
    assert.equal(events.length, 1);
    const receipts = await desk.query("SELECT FROM mail WHERE purpose = 'receipt'");
    assert.equal(receipts.length, 1, 'only the first mail got one');
  });

  it('are set aside with a reason when they name nothing of ours, and become a report when somebody says so', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true });
    await desk.arrive(bounce('<not-ours@example.net>'), box, { from: null });
    await desk.work();
    const [mail] = await incoming(desk);
    assert.deepEqual([mail?.state, mail?.nature, mail?.report_id], ['set_aside', 'bounce', null]);
    assert.match(mail?.last_error ?? '', /names none/);
    const person = randomUUID();
    await desk.query(
      `INSERT INTO person (id, name, email, language, roles, state, created_at) VALUES ($1, 'Ada', 'a@example.org', 'en', '{administrator}', 'active', now())`,
      [person],
    );
    await desk.query(
      "UPDATE incoming_mail SET state = 'received', attempts = 0, next_attempt_at = received_at, made_report_by = $1",
      [person],
    );
    await desk.work();
    assert.equal((await reports(desk)).length, 1);
    assert.equal((await desk.query('SELECT FROM mail')).length, 0, 'a machine gets no receipt');
  });

  it('say that somebody is away: kept on the conversation, no answer of theirs, never answered', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true });
    const { ourMail, report } = await aReportByMail(desk, box);
    const absences = [
      ['Automatic reply: About your report', 'I am out of the office until Monday.'],
      ['Automatisch antwoord: Uw melding', 'Ik ben afwezig tot maandag.'],
      ['Réponse automatique : votre signalement', 'Je suis absent jusqu’à lundi.'],
      ['Automatische Antwort: Ihre Meldung', 'Ich bin bis Montag nicht im Haus.'],
    ];
    for (const [subject, text] of absences) {
      await desk.arrive(
        aMail({
          subject: subject ?? '',
          text: text ?? '',
          refs: [ourMail],
          headers: ['Auto-Submitted: auto-replied'],
        }),
        box,
      );
    }
    await desk.work();
    const kept = await messages(desk);
    assert.deepEqual(
      kept.map((message) => [message.report_id, message.is_automatic]),
      absences.map(() => [report.id, true]),
    );
    const [now] = await reports(desk);
    assert.equal(now?.unread_from_reporter, 0);
    assert.equal((await desk.query("SELECT FROM mail WHERE purpose = 'receipt'")).length, 1);
  });

  it('that write by themselves, such as a monitor, open a report and get no receipt', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true });
    await desk.arrive(
      aMail({
        from: 'monitor@example.org',
        subject: 'Disk full',
        headers: ['Auto-Submitted: auto-generated'],
      }),
      box,
    );
    await desk.work();
    assert.equal((await reports(desk)).length, 1);
    assert.equal((await desk.query('SELECT FROM mail')).length, 0);
  });
});

describe('receipts by mail', () => {
  const receipts = (desk: MailDesk) =>
    desk.query<{
      to_address: string;
      subject: string;
      text: string;
      state: string;
      last_error: string | null;
      is_reply: boolean;
    }>("SELECT * FROM mail WHERE purpose = 'receipt' ORDER BY queued_at, id");

  it('go to a person in their language, with the reference and the number to call', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true, language: 'en' });
    const text =
      'Ik heb een vreemde mail gekregen en ik denk dat die niet van de bank komt, wat moet ik met het bericht?';
    await desk.arrive(aMail({ subject: 'Vreemde mail\t{reference}', text }), box);
    await desk.work();
    const [receipt, ...more] = await receipts(desk);
    const [report] = await reports(desk);
    assert.equal(more.length, 0);
    assert.deepEqual([receipt?.to_address, receipt?.is_reply], ['rik@example.com', true]);
    assert.equal(receipt?.subject, `Wij ontvingen uw melding ${report?.reference}`);
    assert.ok(receipt?.text.includes('+32 9 000 00 00'));
    assert.ok(!receipt?.text.includes('bank'), 'nobody sends their words to others through us');
  });

  // Danger: the mail server of the employer logs who is a whistle-blower (Directive (EU) 2019/1937 Art. 16).
  it('name no case of a whistle-blower in their subject', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true, purpose: 'whistleblowing' });
    await desk.arrive(aMail({ text: 'The invoices are forged and I think that they know it' }), box);
    await desk.work();
    const [report] = await reports(desk);
    await desk.database.change(systemActor('test'), (changing) =>
      writeToReporter(changing, report?.reference ?? '', 'Thank you'),
    );
    const sent = await desk.query<{ subject: string }>('SELECT subject FROM mail ORDER BY subject');
    assert.deepEqual(
      sent.map(({ subject }) => subject),
      ['Message about your report', 'We received your report'],
    );
  });

  // Danger: two machines that thank each other for ever.
  it('go to no null sender, list, machine, unread address or mailbox of our own, and a few an hour to one address', async (t) => {
    const desk = await openMailDesk(t);
    const box = await desk.mailbox({ acknowledges: true });
    await desk.arrive(aMail(), box, { from: null });
    await desk.arrive(
      aMail({ headers: ['List-Id: <news.example.com>', 'List-Unsubscribe: <mailto:x@example.com>'] }),
      box,
    );
    await desk.arrive(aMail({ from: 'no-reply@example.com' }), box);
    await desk.arrive(aMail({ from: 'Desk <desk+anything@example.org>' }), box);
    await desk.work();
    assert.deepEqual(
      (await receipts(desk)).map(({ state, last_error }) => [state, last_error]),
      [['skipped', 'nobody reads mail at this address']],
    );
    for (let count = 0; count < 7; count += 1) {
      await desk.arrive(aMail({ from: 'loop@example.com', subject: `Again ${count}` }), box);
    }
    await desk.work();
    const looped = (await receipts(desk)).filter(({ to_address }) => to_address === 'loop@example.com');
    assert.equal(looped.filter(({ state }) => state === 'queued').length, 5);
    assert.match(
      looped.find(({ state }) => state === 'skipped')?.last_error ?? '',
      /5 receipts within an hour/,
    );
    assert.equal((await reports(desk)).length, 11, 'every mail is a report all the same');
  });
});
