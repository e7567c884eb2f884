// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { placeInStore } from '../src/platform/files/disk-file-store.ts';
import { openTestDesk, type TestDesk } from './desk.ts';
import { keptMails, sha256 } from './kept-mails.ts';
import { aSmtpSender, asItTravels, forwarded, phishingMails } from './smtp-sender.ts';

async function aDeskThatReceives(t: TestContext): Promise<TestDesk & { port: number }> {
  const desk = await openTestDesk(t, { configuration: { smtpListenPort: 0 } });
  const { api } = await desk.as('administrator');
  await api.addMailbox({
    body: {
      name: 'Incidents',
      address: 'incidents@example.org',
      purpose: 'incidents',
      language: 'en',
      way: 'smtp',
    },
  });
  const { receiver } = await api.listMailboxes();
  return { ...desk, port: receiver.port ?? 0 };
}

const aMail = (subject: string, body = 'Somebody clicked.') =>
  Buffer.from(`From: a@example.net\r\nTo: incidents@example.org\r\nSubject: ${subject}\r\n\r\n${body}\r\n`);

test('a mail is there, bit by bit, when its sender hears 250', async (t) => {
  const desk = await aDeskThatReceives(t);
  const sender = await aSmtpSender(desk.port);
  assert.match(sender.greeting.text, /^220 localhost ESMTP\r\n$/, 'no version in the banner');
  const hello = await sender.say('EHLO mail.example.net');
  assert.match(hello.text, /8BITMIME/);
  assert.match(hello.text, /SMTPUTF8/);
  assert.match(hello.text, /SIZE 36700160/);
  assert.doesNotMatch(hello.text, /AUTH|STARTTLS/);
  const mail = aMail('Ünïcode', '.dot\r\n..two\r\n. \r\nend');
  const answer = await sender.send('Incidents+abc.DEF@Example.org', mail);
  assert.equal(answer.code, 250, answer.text);
  const [kept] = await keptMails(desk);
  assert.equal(kept?.raw_sha256, sha256(mail));
  assert.equal(Number(kept?.raw_bytes), mail.byteLength);
  assert.equal(kept?.envelope_from, 'reporter@example.net');
  assert.deepEqual(
    kept?.envelope_to,
    ['Incidents+abc.DEF@Example.org'],
    'the tag keeps its case: it is signed',
  );
  assert.deepEqual(kept?.peer, { address: '127.0.0.1', greeting: 'mail.example.net', isEncrypted: false });
  const place = placeInStore(join(desk.dataDir, 'files'), sha256(mail));
  assert.deepEqual(await readFile(place), mail);
  const { api } = await desk.as('administrator');
  const { items } = await api.listMailboxes();
  assert.equal(items[0]?.state.receivedCount, 1);
  sender.destroy();
});

// Danger: mail of real attackers, in every charset and with every broken header, that is lost or comes twice.
test('64 real phishing mails by SMTP, as they are and forwarded: each once, bit by bit', async (t) => {
  const mails = await phishingMails();
  if (mails === null) {
    return t.skip('needs ../shared/data/phishing-pot');
  }
  assert.equal(mails.length, 64);
  const desk = await aDeskThatReceives(t);
  // A mail server sends lines with CR LF, whatever the file on a disk has: those are the bytes compared.
  const sent = mails.flatMap(({ name, raw }) => [asItTravels(raw), forwarded(raw, name)]);
  const sender = await aSmtpSender(desk.port);
  await sender.say('EHLO mail.example.net');
  for (const mail of sent) {
    const answer = await sender.send('incidents@example.org', mail);
    assert.equal(answer.code, 250, answer.text);
  }
  sender.destroy();
  const kept = await keptMails(desk);
  assert.deepEqual(kept.map(({ raw_sha256 }) => raw_sha256).sort(), sent.map(sha256).sort());
  assert.ok(kept.every(({ delivery_count }) => delivery_count === 1));
});

// Danger: the sender lost our 250 and sends again, perhaps while the first one is still under way.
test('the same bytes again are the same mail, also at the same moment', async (t) => {
  const desk = await aDeskThatReceives(t);
  const mail = aMail('once');
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const sender = await aSmtpSender(desk.port);
      await sender.say('EHLO a');
      const answer = await sender.send(['incidents@example.org', 'incidents+x@example.org'], mail);
      assert.equal(answer.code, 250, answer.text);
      sender.destroy();
    }),
  );
  const kept = await keptMails(desk);
  assert.deepEqual(
    kept.map(({ delivery_count, envelope_to }) => [delivery_count, envelope_to.sort()]),
    [[8, ['incidents+x@example.org', 'incidents@example.org']]],
  );
});

// Danger: an open relay, or a list of addresses that can be guessed by asking.
test('mail is taken for our own addresses and for nobody else', async (t) => {
  const desk = await aDeskThatReceives(t);
  const sender = await aSmtpSender(desk.port);
  await sender.say('EHLO a');
  await sender.say('MAIL FROM:<a@example.net>');
  for (const [to, code] of [
    ['somebody@elsewhere.example', 550],
    ['incidents@elsewhere.example', 550],
    ['incidents+tag@elsewhere.example', 550],
    ['incidents%elsewhere.example@example.org', 550],
    ['@example.org:somebody@elsewhere.example', 550],
    ['postmaster', 550],
    ['incidents@example.org\u0001', 501],
  ] as const) {
    assert.equal((await sender.say(`RCPT TO:<${to}>`)).code, code, to);
  }
  for (const command of ['AUTH PLAIN AGEAYg==', 'VRFY root', 'XCLIENT ADDR=1.2.3.4', 'WIZ', 'STARTTLS']) {
    assert.equal((await sender.say(command)).code, 500, command);
    await sender.say('NOOP');
  }
  sender.destroy();
  const { api } = await desk.as('administrator');
  const [mailbox] = (await api.listMailboxes()).items;
  await api.changeMailbox({ params: { id: mailbox?.id ?? '' }, body: { isActive: false } });
  const after = await aSmtpSender(desk.port);
  await after.say('EHLO a');
  assert.equal((await after.send('incidents@example.org', aMail('off'))).code, 550);
  after.destroy();
});

// Danger: a port somebody else has, and nobody can report by any way.
test('a port that is taken stops nothing but the receiver, and says so; what came in is counted', async (t) => {
  const first = await aDeskThatReceives(t);
  const second = await openTestDesk(t, { configuration: { smtpListenPort: first.port } });
  const { api } = await second.as('administrator');
  const { receiver } = await api.listMailboxes();
  assert.equal(receiver.port, null);
  assert.match(receiver.lastError ?? '', /in use by another process/);
  assert.equal((await api.sendReport({ body: { summary: 'Still here' } })).reference.slice(0, 4), 'REP-');
  const sender = await aSmtpSender(first.port);
  await sender.say('EHLO a');
  await sender.send('nobody@example.org', aMail('no'));
  await sender.say('RSET');
  await sender.send('incidents@example.org', aMail('yes'));
  sender.destroy();
  const metrics = (await first.app.inject('/metrics')).body;
  assert.match(metrics, /belfry_mail_received_total\{way="smtp"\} 1/);
  assert.match(metrics, /belfry_mail_refused_total\{reason="unknown_recipient"\} 1/);
  assert.match(metrics, /^belfry_mail_waiting [01]$/m);
  assert.match(metrics, /^belfry_mail_oldest_waiting_seconds [\d.e-]+$/m);
});
