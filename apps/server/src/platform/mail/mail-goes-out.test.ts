// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { systemActor } from '../authorization/actor.ts';
import { systemIds } from '../clock/clock.ts';
import type { Letter } from './mail.ts';
import { type MailParts, mailGoesOut, type SettledMail, sendDueMail } from './mail-goes-out.ts';
import { queueMail } from './mail-store.ts';
import { type MailTransport, smtpTransport } from './smtp.ts';

interface Received {
  recipients: string[];
  content: string;
}

/** A mail server on loopback that keeps what it takes. */
async function aMailServer(t: TestContext, options: Partial<SMTPServerOptions> = {}) {
  const taken: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({
          recipients: session.envelope.rcptTo.map((to) => to.address),
          content: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { taken, url: `smtp://127.0.0.1:${port}` };
}

interface Desk extends TestDatabase {
  now: Date;
  settled: SettledMail[];
  parts(transport: MailTransport | null, more?: Partial<MailParts>): MailParts;
  queue(more?: Partial<Letter>): Promise<string>;
  rows(): Promise<
    {
      state: string;
      attempts: number;
      last_error: string | null;
      text: string;
      next_attempt_at: Date | null;
    }[]
  >;
  events(): Promise<string[]>;
}

async function aDesk(t: TestContext, helpdeskMail = 'helpdesk@example.org'): Promise<Desk> {
  const time = { now: new Date('2026-03-01T09:00:00Z') };
  const opened = await openTestDatabase(t, { clock: { now: () => new Date(time.now) } });
  await opened.query(
    `INSERT INTO organisation (name, sector, country, languages, time_zone, helpdesk_mail, helpdesk_phone, public_url)
     VALUES ('Stad "Example"', 'other', 'BE', '{nl}', 'Europe/Brussels', $1, '', '')`,
    [helpdeskMail],
  );
  const settled: SettledMail[] = [];
  return {
    ...opened,
    get now() {
      return time.now;
    },
    set now(value: Date) {
      time.now = value;
    },
    settled,
    parts: (transport, more = {}) => ({
      database: opened.database,
      transport,
      mailFrom: null,
      host: () => 'desk.example.org',
      ids: systemIds,
      whenSettled: async (_changing, mail) => void settled.push(mail),
      ...more,
    }),
    queue: (more = {}) =>
      opened.database.change(systemActor('test'), (changing) =>
        queueMail(changing, {
          to: 'rik@example.com',
          subject: 'Your report REP-2026-0001',
          text: 'Thank you.\n\nWe look into it.',
          language: 'en',
          purpose: 'message',
          ...more,
        }),
      ),
    rows: () => opened.query('SELECT * FROM mail ORDER BY queued_at, id'),
    events: async () =>
      (await opened.query<{ event: string }>('SELECT event FROM outbox ORDER BY position')).map(
        (row) => row.event,
      ),
  };
}

const aTransport = (t: TestContext, url: string) => {
  const transport = smtpTransport(url);
  t.after(() => transport.close());
  return transport;
};

describe('sendDueMail', () => {
  it('sends what is queued once, and records it', async (t) => {
    const server = await aMailServer(t);
    const desk = await aDesk(t);
    const id = await desk.queue({ tlp: 'TLP:AMBER', subject: 'Two\r\nBcc: evil@example.org' });
    const parts = desk.parts(aTransport(t, server.url));
    await sendDueMail(parts);
    await sendDueMail(parts);
    assert.equal(server.taken.length, 1);
    const [mail] = server.taken;
    assert.deepEqual(mail?.recipients, ['rik@example.com']);
    assert.match(mail?.content ?? '', new RegExp(`^Message-ID: <${id}@desk.example.org>`, 'm'));
    assert.match(mail?.content ?? '', /^Auto-Submitted: auto-generated/m);
    assert.match(mail?.content ?? '', /^From: "?Stad \\?"Example\\?"?"? <helpdesk@example.org>/m);
    assert.match(mail?.content ?? '', /^Subject: \[TLP:AMBER\] Two Bcc: evil@example.org/m);
    assert.doesNotMatch(mail?.content ?? '', /^Bcc:/m);
    assert.match(mail?.content ?? '', /Content-Type: text\/plain/);
    assert.match(mail?.content ?? '', /Content-Type: text\/html/);
    assert.deepEqual(await desk.events(), ['mail.sent']);
    assert.equal((await desk.rows())[0]?.state, 'sent');
    assert.equal(desk.settled[0]?.error, null);
  });

  it('waits and says why while no mail server is configured', async (t) => {
    const desk = await aDesk(t);
    await desk.queue();
    await sendDueMail(desk.parts(null));
    const [row] = await desk.rows();
    assert.deepEqual(
      [row?.state, row?.attempts, row?.last_error],
      ['queued', 0, 'no mail server is configured'],
    );
    const server = await aMailServer(t);
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    assert.equal(server.taken.length, 1);
  });

  it('waits and says why while nobody is named as sender', async (t) => {
    const server = await aMailServer(t);
    const desk = await aDesk(t, '');
    await desk.queue();
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    assert.match((await desk.rows())[0]?.last_error ?? '', /BELFRY_MAIL_FROM/);
    await sendDueMail(desk.parts(aTransport(t, server.url), { mailFrom: 'Desk <desk@example.org>' }));
    assert.match(server.taken[0]?.content ?? '', /^From: Desk <desk@example.org>/m);
  });

  // The dependency fails not having written: nothing may be lost, and the server not hammered.
  it('tries again later when the mail server dies before accepting', async (t) => {
    const desk = await aDesk(t);
    await desk.queue();
    const parts = desk.parts(aTransport(t, 'smtp://name:s3cret@127.0.0.1:1'));
    await sendDueMail(parts);
    await sendDueMail(parts);
    const [row] = await desk.rows();
    assert.deepEqual([row?.state, row?.attempts], ['queued', 1]);
    assert.ok((row?.last_error ?? '') !== '' && !row?.last_error?.includes('s3cret'));
    desk.now = row?.next_attempt_at ?? desk.now;
    const server = await aMailServer(t);
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    assert.equal(server.taken.length, 1);
    assert.deepEqual(await desk.events(), ['mail.sent']);
  });

  // The dependency fails having written: the recipient may see it twice, and recognise it as the same mail.
  it('sends again under the same Message-ID when it dies after the server accepted', async (t) => {
    const server = await aMailServer(t);
    const desk = await aDesk(t);
    await desk.queue();
    const real = aTransport(t, server.url);
    const dying: MailTransport = {
      send: async (mail) => {
        await real.send(mail);
        throw new Error('power cut between acceptance and commit');
      },
      close: () => {},
    };
    await assert.rejects(sendDueMail(desk.parts(dying)), /power cut/);
    await sendDueMail(desk.parts(real));
    assert.equal(server.taken.length, 1, 'the lease keeps it from going out at once');
    desk.now = new Date(desk.now.getTime() + 3 * 60_000);
    await sendDueMail(desk.parts(real));
    assert.equal(server.taken.length, 2);
    const [first, second] = server.taken.map((mail) => /^Message-ID: (.*)$/m.exec(mail.content)?.[1]);
    assert.equal(first, second);
    assert.equal((await desk.rows())[0]?.state, 'sent');
  });

  it('gives up at once what the server refuses for good, with the reason on record', async (t) => {
    const server = await aMailServer(t, {
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('no such mailbox here'), { responseCode: 550 })),
    });
    const desk = await aDesk(t);
    await desk.queue({ isSecret: true, text: 'https://desk.example.org/join/abc' });
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    const [row] = await desk.rows();
    assert.equal(row?.state, 'failed');
    assert.match(row?.last_error ?? '', /no such mailbox here/);
    assert.equal(row?.text, '', 'a link that opens something does not stay behind');
    assert.deepEqual(await desk.events(), ['mail.failed']);
    assert.match(desk.settled[0]?.error ?? '', /no such mailbox/);
  });

  // Danger: a server repeats the address of a reporter, and the record keeps it for ever (GDPR Art. 17).
  it('keeps no address of a reporter in the words of a server', async (t) => {
    const server = await aMailServer(t, {
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`<${address}>: no such mailbox here`), { responseCode: 550 })),
    });
    const desk = await aDesk(t);
    const reportId = randomUUID();
    await desk.query(
      `INSERT INTO report (id, reference, state, kind, channel, summary, ongoing, anonymous, language, reported_at, content_sha256)
       VALUES ($1, 'REP-2026-0001', 'waiting', 'incident', 'mail', 'x', 'no', false, 'en', now(), '')`,
      [reportId],
    );
    await desk.queue({ reportId });
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    const [row] = await desk.rows();
    assert.match(row?.last_error ?? '', /<…>: no such mailbox here/);
    assert.ok(!JSON.stringify(await desk.query('SELECT canonical FROM outbox')).includes('rik@example.com'));
    assert.ok(!JSON.stringify(desk.settled).includes('rik@example.com'));
  });

  it('keeps trying while the server asks for patience, and gives up what is too old', async (t) => {
    const server = await aMailServer(t, {
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error('greylisted'), { responseCode: 451 })),
    });
    const desk = await aDesk(t);
    await desk.queue();
    const parts = desk.parts(aTransport(t, server.url));
    await sendDueMail(parts);
    assert.equal((await desk.rows())[0]?.state, 'queued');
    desk.now = new Date(desk.now.getTime() + 6 * 86_400_000);
    await sendDueMail(parts);
    const [row] = await desk.rows();
    assert.equal(row?.state, 'failed');
    assert.match(row?.last_error ?? '', /Not sent in time: .*greylisted/);
  });

  // Two desks on one database: each mail goes out once.
  it('shares the queue between processes without sending anything twice', async (t) => {
    const server = await aMailServer(t);
    const desk = await aDesk(t);
    for (let count = 0; count < 25; count += 1) await desk.queue({ subject: `Number ${count}` });
    const drain = async () => {
      const work = mailGoesOut(desk.parts(aTransport(t, server.url)));
      while (await work.doBatch());
    };
    await Promise.all([drain(), drain(), drain()]);
    const ids = server.taken.map((mail) => /^Message-ID: (.*)$/m.exec(mail.content)?.[1]);
    assert.equal(ids.length, 25);
    assert.equal(new Set(ids).size, 25);
  });

  it('sends alerts before anything else', async (t) => {
    const server = await aMailServer(t);
    const desk = await aDesk(t);
    for (let count = 0; count < 12; count += 1) await desk.queue();
    await desk.queue({ purpose: 'alert', subject: 'Critical' });
    await sendDueMail(desk.parts(aTransport(t, server.url)));
    assert.ok(server.taken.some((mail) => /^Subject: Critical/m.test(mail.content)));
  });
});
