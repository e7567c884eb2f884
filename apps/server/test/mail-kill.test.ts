// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { openCluster } from '../src/platform/database/cluster.ts';
import { placeInStore } from '../src/platform/files/disk-file-store.ts';
import { aDovecot, hasDovecot } from './dovecot.ts';
import { sha256 } from './kept-mails.ts';
import { aDataDirectory, postmasterPid, type ServerProcess, setUp, startServerProcess } from './process.ts';
import { aSmtpSender } from './smtp-sender.ts';

const KILLS = 30;
const SENDERS = 6;
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A mail whose bytes nobody else has; of a length that a kill can hit in the middle. */
const aMail = (name: string) =>
  Buffer.from(
    `From: a@example.net\r\nSubject: ${name}\r\nMessage-ID: <${name}@example.net>\r\n\r\n${randomBytes(randomInt(10, 60_000)).toString('base64')}\r\n`,
  );

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

async function addMailbox(address: string, token: string, more: object): Promise<void> {
  const answer = await fetch(`${address}/api/v1/mailboxes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Incidents',
      address: 'incidents@example.org',
      purpose: 'incidents',
      language: 'en',
      acknowledges: false,
      ...more,
    }),
  });
  assert.equal(answer.status, 201, await answer.text());
}

interface Kept {
  readonly raw_sha256: string;
  readonly delivery_count: number;
}

async function keptIn(dataDir: string): Promise<Kept[]> {
  const cluster = await openCluster({ dataDir, mode: 'guest', log: quiet });
  const client = new pg.Client(cluster.connection('owner'));
  await client.connect();
  try {
    return (await client.query<Kept>('SELECT raw_sha256, delivery_count FROM incoming_mail')).rows;
  } finally {
    await client.end();
    await cluster.stop();
  }
}

/** Kills the server and its database by turns, at moments nobody chose. */
async function killAgainAndAgain(
  t: TestContext,
  parts: {
    dataDir: string;
    environment: Record<string, string>;
    kills: number;
    isOver?: () => Promise<boolean>;
  },
): Promise<void> {
  let server: ServerProcess = await startServerProcess(parts.dataDir, parts.environment);
  t.after(() => server.process.kill('SIGKILL'));
  for (let kill = 0; kill < parts.kills; kill += 1) {
    await delay(randomInt(10, 600));
    if (kill % 3 === 2) {
      process.kill(await postmasterPid(parts.dataDir), 'SIGKILL');
      await untilReady(server.address);
    } else {
      server.process.kill('SIGKILL');
      await server.ended;
      server = await startServerProcess(parts.dataDir, parts.environment);
    }
  }
  for (let waited = 0; parts.isOver !== undefined && !(await parts.isOver()); waited += 100) {
    assert.ok(waited < 120_000, `the work ends after the kills:\n${server.output().slice(-2_000)}`);
    await delay(100);
  }
  server.process.kill('SIGTERM');
  await server.ended;
}

async function untilReady(address: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    await delay(50);
    const ready = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (ready?.status === 200) return;
  }
  throw new Error('The desk did not recover from the death of PostgreSQL');
}

async function verify(
  dataDir: string,
  wanted: ReadonlySet<string>,
  sent: ReadonlySet<string>,
): Promise<Kept[]> {
  const kept = await keptIn(dataDir);
  const digests = kept.map(({ raw_sha256 }) => raw_sha256);
  assert.equal(new Set(digests).size, digests.length, 'no mail is there twice');
  for (const digest of wanted) {
    assert.ok(digests.includes(digest), `mail ${digest} was answered 250 and is gone`);
  }
  for (const digest of digests) {
    assert.ok(sent.has(digest), `mail ${digest} was never sent like this`);
    const bytes = await readFile(placeInStore(join(dataDir, 'files'), digest));
    assert.equal(sha256(bytes), digest, 'the bytes are whole');
  }
  return kept;
}

// Danger: a mail that was answered 250 and that a crash takes back, or one that comes twice because its sender,
// rightly, sent again.
test(`${KILLS} random kill -9 of server and PostgreSQL while mail comes in lose none and double none`, async (t) => {
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  const port = await aFreePort();
  const environment = { BELFRY_SMTP_LISTEN_PORT: String(port) };
  const first = await startServerProcess(dataDir, environment);
  await addMailbox(first.address, token, { way: 'smtp' });
  first.process.kill('SIGTERM');
  await first.ended;

  const answered = new Set<string>();
  const sent = new Set<string>();
  const figures = { again: 0, givenUp: 0 };
  let over = false;
  const tryOnce = async (mail: Buffer): Promise<boolean> => {
    const sender = await aSmtpSender(port);
    try {
      await sender.say('EHLO mail.example.net');
      return (await sender.send('incidents@example.org', mail)).code === 250;
    } finally {
      sender.destroy();
    }
  };
  const send = async (name: string) => {
    for (let index = 0; !over; index += 1) {
      const mail = aMail(`${name}-${index}`);
      sent.add(sha256(mail));
      // Every tenth sender is no mail server and never comes back.
      const attemptsMax = index % 10 === 9 ? 1 : Number.POSITIVE_INFINITY;
      for (let attempt = 1; ; attempt += 1) {
        if (await tryOnce(mail).catch(() => false)) {
          answered.add(sha256(mail));
          break;
        }
        if (attempt >= attemptsMax) {
          figures.givenUp += 1;
          break;
        }
        figures.again += 1;
        await delay(20);
      }
    }
  };
  const senders = Array.from({ length: SENDERS }, (_, n) => send(`sender-${n}`));
  await killAgainAndAgain(t, {
    dataDir,
    environment,
    kills: KILLS,
    isOver: async () => {
      over = true;
      await Promise.all(senders);
      return true;
    },
  });
  const kept = await verify(dataDir, answered, sent);
  const repeated = kept.filter(({ delivery_count }) => delivery_count > 1).length;
  t.diagnostic(
    `${sent.size} mails, ${answered.size} answered 250, ${figures.again} tries again, ${figures.givenUp} given up, ${repeated} recognised when they came again`,
  );
  assert.ok(answered.size > KILLS, 'mail came in between the kills');
});

// Danger: a crash between fetching a mail and storing it, or between storing it and moving on.
test('random kill -9 while a folder is fetched: every mail is there once', {
  skip: hasDovecot ? false : 'needs dovecot-imapd',
}, async (t) => {
  const dovecot = await aDovecot(t);
  const mails = Array.from({ length: 300 }, (_, index) => aMail(`fetched-${index}`));
  for (const [index, mail] of mails.entries()) {
    await dovecot.deliver('incidents', `m${index}`, mail);
  }
  const dataDir = await aDataDirectory(t);
  const token = await setUp(dataDir);
  const first = await startServerProcess(dataDir);
  await addMailbox(first.address, token, {
    way: 'imap',
    imap: {
      host: '127.0.0.1',
      port: dovecot.port,
      security: 'none',
      user: 'incidents',
      authentication: 'password',
    },
    secrets: { password: dovecot.password },
  });
  first.process.kill('SIGKILL');
  await first.ended;
  await killAgainAndAgain(t, {
    dataDir,
    environment: {},
    kills: 8,
    isOver: async () => (await keptIn(dataDir)).length >= mails.length,
  });
  const all = new Set(mails.map(sha256));
  const kept = await verify(dataDir, all, all);
  assert.equal(kept.length, mails.length);
});
