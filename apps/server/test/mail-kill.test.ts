// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { openDiskFileStore } from '../src/platform/files/disk-file-store.ts';
import { sha256 } from './kept-mails.ts';
import { aDataDirectory, postmasterPid, type ServerProcess, setUp, startServerProcess } from './process.ts';
import { rounds, untilMore } from './rounds.ts';
import { aSmtpSender } from './smtp-sender.ts';

const KILLS = rounds(6, 0.1);
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof bound === 'object' && bound !== null ? bound.port : assert.fail('no port');
}

/** A mail with a file, so that taking it in writes the file store before the database. */
function aMail(name: string, answers: string | null): Buffer {
  return Buffer.from(
    [
      'From: Rik <rik@example.com>',
      'To: desk@example.org',
      `Subject: ${name}`,
      `Message-ID: <${name}@example.com>`,
      ...(answers === null ? [] : [`In-Reply-To: <${answers}@example.com>`]),
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      '',
      `Words of ${name}.`,
      '--b',
      'Content-Type: text/plain; name="proof.txt"',
      'Content-Disposition: attachment; filename="proof.txt"',
      '',
      `Proof of ${name}`,
      '--b--',
      '',
    ].join('\r\n'),
  );
}

async function addMailbox(address: string, token: string): Promise<void> {
  const answer = await fetch(`${address}/api/v1/mailboxes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Desk',
      address: 'desk@example.org',
      purpose: 'incidents',
      language: 'en',
      way: 'smtp',
      plusAddressing: true,
      acknowledges: true,
    }),
  });
  assert.equal(answer.status, 201, await answer.text());
}

// Danger: a mail that was answered 250 and never became anything, or became two things, because the desk died between
// claiming it, keeping its files, and committing what it is.
test(`${KILLS} random kill -9 of server and PostgreSQL while mail is taken in lose no mail and double none`, async (t) => {
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  const port = await aFreePort();
  const environment = { BELFRY_SMTP_LISTEN_PORT: String(port) };
  let server: ServerProcess = await startServerProcess(dataDir, environment);
  t.after(() => server.process.kill('SIGKILL'));
  await addMailbox(server.address, token);
  const accepted = new Map<string, string>();
  let isOver = false;
  t.after(() => {
    isOver = true;
  });
  const write = async () => {
    let before: string | null = null;
    for (let count = 0; !isOver; count += 1) {
      const name = randomUUID();
      const mail = aMail(name, count % 3 === 0 ? null : before);
      try {
        const sender = await aSmtpSender(port);
        await sender.say('EHLO mail.example.com');
        if ((await sender.send('desk@example.org', mail, 'rik@example.com')).code === 250) {
          accepted.set(name, sha256(mail));
          before = name;
        }
        await sender.say('QUIT');
      } catch {
        // The connection broke: nothing was acknowledged.
        await delay(20);
      }
    }
  };
  const writers = [write(), write()];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMore(() => accepted.size, 2);
    await delay(randomInt(300, 1_200));
    if (kill % 2 === 0) {
      server.process.kill('SIGKILL');
      await server.ended;
      server = await startServerProcess(dataDir, environment);
    } else {
      process.kill(await postmasterPid(dataDir), 'SIGKILL');
    }
  }
  await delay(2_000);
  isOver = true;
  await Promise.all(writers);
  server.process.kill('SIGTERM');
  await server.ended;
  server = await startServerProcess(dataDir, environment);
  await verify(t, dataDir, accepted, async () => {
    server.process.kill('SIGTERM');
    await server.ended;
  });
});

async function verify(
  t: { diagnostic(words: string): void },
  dataDir: string,
  accepted: ReadonlyMap<string, string>,
  stop: () => Promise<void>,
): Promise<void> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  const rows = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows;
  try {
    for (let waited = 0; ; waited += 200) {
      const [due] = await rows<{ count: number }>(
        "SELECT count(*)::int AS count FROM incoming_mail WHERE state = 'received'",
      );
      if (due?.count === 0) {
        break;
      }
      // A lease of a desk that died runs out by itself; nobody hurries it here.
      await client.query("UPDATE incoming_mail SET next_attempt_at = now() WHERE state = 'received'");
      assert.ok(waited < 120_000, `${due?.count} mails are still due`);
      await delay(200);
    }
    const mails = await rows<{ message_id: string; state: string; nature: string; raw_sha256: string }>(
      'SELECT * FROM incoming_mail',
    );
    const [counted] = await rows<{
      reports: number;
      messages: number;
      files: number;
      received: number;
      heard: number;
    }>(
      `SELECT (SELECT count(*)::int FROM report) AS reports, (SELECT count(*)::int FROM report_message) AS messages,
        (SELECT count(*)::int FROM attachment WHERE name = 'proof.txt') AS files,
        (SELECT count(*)::int FROM outbox WHERE event = 'report.received') AS received,
        (SELECT count(*)::int FROM outbox WHERE event = 'report.message_received') AS heard`,
    );
    const store = await openDiskFileStore(`${dataDir}/files`);
    for (const [name, digest] of accepted) {
      const mine = mails.filter((mail) => mail.message_id === `<${name}@example.com>`);
      assert.equal(mine.length, 1, `${name} was answered 250 and is there ${mine.length} times`);
      assert.deepEqual([mine[0]?.state, mine[0]?.raw_sha256], ['taken', digest]);
      assert.ok((await store.open(digest)).sizeBytes > 0);
    }
    const persons = mails.filter(({ nature }) => nature === 'person').length;
    assert.equal(persons, mails.length, 'none was taken for another, none set aside');
    assert.equal((counted?.reports ?? 0) + (counted?.messages ?? 0), mails.length, 'each became one thing');
    assert.deepEqual([counted?.received, counted?.heard], [counted?.reports, counted?.messages]);
    assert.equal(counted?.files, mails.length, 'each brought its file once');
    assert.ok(accepted.size > KILLS);
    t.diagnostic(
      `${accepted.size} mails answered 250, ${mails.length} there: ${counted?.reports} reports, ${counted?.messages} messages`,
    );
  } finally {
    await client.end();
    await stop();
    await cluster.stop();
  }
}
