// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { must, openTestDesk, type TestDesk } from './desk.ts';
import { sha256 } from './kept-mails.ts';
import { aSmtpSender } from './smtp-sender.ts';

const samples = new URL('../../../../shared/data/phishing-pot/', import.meta.url);

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof bound === 'object' && bound !== null ? bound.port : assert.fail('no port');
}

/** A desk with a mailbox of its own, which sends through one port and listens at another. */
async function aDeskByMail(
  t: TestContext,
  given: { address: string; listens: number; sendsTo: number | null },
): Promise<TestDesk> {
  const desk = await openTestDesk(t, {
    listen: true,
    configuration: {
      smtpListenPort: given.listens,
      smtpUrl: given.sendsTo === null ? null : `smtp://127.0.0.1:${given.sendsTo}`,
      mailFrom: `Desk <${given.address}>`,
    },
  });
  const keeper = await desk.as('administrator');
  must(
    await keeper.api.addMailbox({
      body: {
        name: 'Desk',
        address: given.address,
        purpose: 'incidents',
        language: 'en',
        way: 'smtp',
        plusAddressing: true,
        acknowledges: true,
      },
    }),
  );
  return desk;
}

/** Waits for what the desk does by itself. */
async function until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> {
  for (let waited = 0; ; waited += 100) {
    const seen = await look();
    if (isThere(seen)) {
      return seen;
    }
    assert.ok(waited < 240_000, `still waiting: ${JSON.stringify(seen)}`);
    await delay(100);
  }
}

const counts = async (desk: TestDesk) =>
  (
    await desk.query<{ reports: number; received: number; due: number; sent: number; queued: number }>(
      `SELECT (SELECT count(*)::int FROM report) AS reports, (SELECT count(*)::int FROM incoming_mail) AS received,
        (SELECT count(*)::int FROM incoming_mail WHERE state = 'received') AS due,
        (SELECT count(*)::int FROM mail WHERE state = 'sent') AS sent,
        (SELECT count(*)::int FROM mail WHERE state = 'queued') AS queued`,
    )
  )[0] ?? assert.fail('no counts');

describe('a conversation by mail', () => {
  it('takes 64 real phishing mails in by SMTP: 64 reports with words to read, and the bytes as they came', {
    skip: existsSync(samples) ? false : 'the phishing mails are not in ../shared/data',
  }, async (t) => {
    const port = await aFreePort();
    const desk = await aDeskByMail(t, { address: 'desk@example.org', listens: port, sendsTo: null });
    const names = (await readdir(samples)).filter((name) => name.endsWith('.eml'));
    assert.equal(names.length, 64);
    const sent = new Set<string>();
    for (const name of names) {
      const text = (await readFile(new URL(name, samples))).toString('latin1');
      // A mail travels with CRLF; what was sent is what must be kept.
      const raw = Buffer.from(`${text.replaceAll(/\r?\n|\r/g, '\r\n').replace(/\r\n$/, '')}\r\n`, 'latin1');
      const sender = await aSmtpSender(port);
      assert.equal((await sender.say('EHLO mail.example.com')).code, 250);
      assert.equal((await sender.send('desk@example.org', raw, 'rik@example.com')).code, 250, name);
      await sender.say('QUIT');
      sent.add(sha256(raw));
    }
    await until(
      () => counts(desk),
      ({ due, received }) => received === 64 && due === 0,
    );
    const reports = await desk.query<{ summary: string; description: string | null }>('SELECT * FROM report');
    assert.equal(reports.length, 64);
    for (const { description, summary } of reports) {
      assert.match(summary, /\p{L}/u);
      assert.match(description ?? summary, /\p{L}{2}/u);
    }
    const kept = await desk.query<{ sha256: string }>(
      "SELECT sha256 FROM attachment WHERE name = 'message.eml'",
    );
    assert.deepEqual(new Set(kept.map((file) => file.sha256)), sent);
  });

  // Danger: two desks that thank each other until somebody pulls the plug.
  it('between two desks settles: a mail, its receipt, an answer, and then silence', async (t) => {
    const [portA, portB] = [await aFreePort(), await aFreePort()];
    const a = await aDeskByMail(t, { address: 'desk@a.example.org', listens: portA, sendsTo: portB });
    const b = await aDeskByMail(t, { address: 'desk@b.example.org', listens: portB, sendsTo: portA });
    const handler = await a.as('handler');
    const { reference } = must(await handler.api.declareIncident({ body: { title: 'Indicators to share' } }));
    must(
      await handler.api.writeIncidentMail({
        params: { reference },
        body: { to: ['desk@b.example.org'], subject: 'Do you see these?', text: 'Look for example.net.' },
      }),
    );
    await until(
      () => counts(a),
      ({ received, due }) => received === 1 && due === 0,
    );
    const other = await b.as('handler');
    const [report] = must(await other.api.listReports({ query: {} })).items;
    assert.equal(report?.summary, '[TLP:AMBER] Do you see these?');
    must(
      await other.api.writeReportMessage({
        params: { reference: report?.reference ?? '' },
        body: { text: 'Yes, on two machines.' },
      }),
    );
    await until(
      () => counts(a),
      ({ received, due }) => received === 2 && due === 0,
    );
    const mails = must(await handler.api.listIncidentMails({ params: { reference }, query: {} })).items;
    assert.deepEqual(
      mails.map(({ direction, isAutomatic, state }) => [direction, state, isAutomatic]),
      [
        ['in', 'taken', false],
        ['in', 'taken', true],
        ['out', 'sent', false],
      ],
    );
    assert.ok(mails[0]?.text?.includes('Yes, on two machines.'));
    const timeline = must(await handler.api.readTimeline({ params: { reference }, query: {} })).items;
    assert.equal(timeline.filter(({ kind }) => kind === 'mail.received').length, 2);
    // Every worker looked several times since; whatever wanted to answer has had its chance.
    await delay(3_000);
    const [atA, atB] = [await counts(a), await counts(b)];
    assert.deepEqual([atA.reports, atA.received, atA.sent, atA.queued], [0, 2, 1, 0]);
    assert.deepEqual([atB.reports, atB.received, atB.sent, atB.queued], [1, 1, 2, 0]);
  });

  // Danger: an answer of the reporter opens a second report, because the desk cannot be recognised in it.
  it('shows one thread in the program of a reporter, and takes their answer by its signed address', async (t) => {
    const [port, out] = [await aFreePort(), await aFreePort()];
    const reporter = await aDeskByMail(t, { address: 'rik@reporter.example', listens: out, sendsTo: null });
    const desk = await aDeskByMail(t, { address: 'desk@example.org', listens: port, sendsTo: out });
    const sender = await aSmtpSender(port);
    await sender.say('EHLO reporter.example');
    const mail = (headers: string, text: string) =>
      Buffer.from(`From: Rik <rik@reporter.example>\r\n${headers}\r\n\r\n${text}\r\n`);
    const first = mail(
      'To: desk@example.org\r\nSubject: Odd\r\nMessage-ID: <first@reporter.example>',
      'Look.',
    );
    assert.equal((await sender.send('desk@example.org', first, 'rik@reporter.example')).code, 250);
    const [receipt] = await until(
      () =>
        reporter.query<{
          reading: {
            mails: { replyTo: { address: string }[]; headers: { name: string; value: string }[] }[];
          };
        }>('SELECT reading FROM incoming_mail WHERE reading IS NOT NULL'),
      (rows) => rows.length === 1,
    );
    const [read] = receipt?.reading.mails ?? [];
    const header = (name: string) => read?.headers.find((one) => one.name.toLowerCase() === name)?.value;
    assert.equal(header('in-reply-to'), '<first@reporter.example>');
    assert.equal(header('references'), '<first@reporter.example>');
    assert.equal(header('auto-submitted'), 'auto-replied');
    const signed = read?.replyTo[0]?.address ?? '';
    assert.match(signed, /^desk\+r\.[a-z2-7]{40}@example\.org$/);
    const answer = mail(
      `To: ${signed}\r\nSubject: Re: Odd\r\nMessage-ID: <2@reporter.example>`,
      'And again today.',
    );
    assert.equal((await sender.send(signed, answer, 'rik@reporter.example')).code, 250);
    await until(
      () => counts(desk),
      ({ received, due }) => received === 2 && due === 0,
    );
    assert.equal((await counts(desk)).reports, 1);
    const [message] = await desk.query<{ text: string }>('SELECT text FROM report_message');
    assert.equal(message?.text, 'And again today.');
  });
});
