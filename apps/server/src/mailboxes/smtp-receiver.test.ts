// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { keptMails, sha256 } from '../../test/kept-mails.ts';
import { aSmtpSender } from '../../test/smtp-sender.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { type Database, DatabaseUnavailable } from '../platform/database/database.ts';
import { diskCalls, openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { systemTimer } from '../platform/jobs/index.ts';
import { insertMailbox } from './mailbox-store.ts';
import { createSmtpReceiver, type SmtpReceiverParts } from './smtp-receiver.ts';

const TO = 'incidents@example.org';
const aMail = (subject: string) =>
  Buffer.from(`From: a@example.net\r\nSubject: ${subject}\r\n\r\nSomebody clicked.\r\n`);

interface Given {
  readonly disk?: Partial<typeof diskCalls>;
  readonly database?: (real: Database) => Database;
  readonly more?: Partial<SmtpReceiverParts>;
}

async function aReceiver(t: TestContext, given: Given = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-smtp-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  await opened.database.change(systemActor('test'), ({ sql, now }) =>
    insertMailbox(
      sql,
      {
        id: '11111111-1111-4111-8111-111111111111',
        name: 'Incidents',
        address: TO,
        purpose: 'incidents',
        language: 'en',
        way: 'smtp',
        isActive: true,
        plusAddressing: true,
        acknowledges: true,
        imap: null,
        createdAt: now,
      },
      {},
    ),
  );
  const counted: Record<string, number> = {};
  const said: string[] = [];
  const receiver = createSmtpReceiver({
    database: given.database?.(opened.database) ?? opened.database,
    files: await openDiskFileStore(directory, { ...diskCalls, ...given.disk }),
    log: {
      info: () => undefined,
      warn: (_about, words) => said.push(words),
      error: (_about, words) => said.push(words),
    },
    timer: systemTimer,
    hostName: () => 'desk.example.org',
    certificate: null,
    count: (what) => {
      counted[what] = (counted[what] ?? 0) + 1;
    },
    ...given.more,
  });
  const port = await receiver.listen('127.0.0.1', 0);
  opened.closeFirst(() => receiver.close());
  const sender = async () => {
    const made = await aSmtpSender(port);
    t.after(() => made.destroy());
    await made.say('EHLO mail.example.net');
    return made;
  };
  return { ...opened, counted, said, port, sender, receiver, directory };
}

describe('createSmtpReceiver()', () => {
  // Danger: one mail that fills disk or memory.
  it('createSmtpReceiver() refuses a mail of 50 MB, announced or not, and keeps nothing of it', async (t) => {
    const desk = await aReceiver(t);
    const sender = await desk.sender();
    const announced = await sender.say('MAIL FROM:<a@example.net> SIZE=50000000');
    assert.equal(announced.code, 552);
    const line = Buffer.from(`${'x'.repeat(998)}\r\n`);
    const answer = await sender.send(TO, Buffer.concat(Array.from({ length: 50_000 }, () => line)));
    assert.equal(answer.code, 552, answer.text);
    assert.deepEqual(await keptMails(desk), []);
    assert.deepEqual(await readdir(join(desk.directory, 'incoming')), []);
    assert.deepEqual(await readdir(join(desk.directory, 'sha256')), []);
    assert.equal((await sender.send(TO, aMail('small'))).code, 250, 'the same connection goes on');
    assert.equal(desk.counted['too_large'], 1);
  });

  // Danger: bytes that mean something to a parser further on, or that end a mail where its sender did not.
  it('createSmtpReceiver() keeps NUL, bare CR, bare LF, endless lines and broken headers as they came', async (t) => {
    const desk = await aReceiver(t);
    const sender = await desk.sender();
    const odd = [
      Buffer.from('Subject: nul\r\n\r\na\0b\r\n'),
      Buffer.from('Subject: bare cr\rBcc: x@example.org\r\n\r\na\rb\r\n'),
      Buffer.from('Subject: bare lf\nX: y\n\na\nMAIL FROM:<x@y.z>\n\r\n'),
      Buffer.from(
        'Subject: smuggled\r\n\r\na\n.\r\nMAIL FROM:<evil@example.net>\r\nRCPT TO:<incidents@example.org>\r\n',
      ),
      Buffer.from(`Subject: ${'long '.repeat(200_000)}\r\n\r\n\r\n`),
      Buffer.from('no header at all\r\n'),
      Buffer.from('\r\n'),
      Buffer.from('Subject: 8 bit \xe9\xff\x80\r\n\r\n\xe9\r\n', 'latin1'),
    ];
    for (const mail of odd) {
      // Written as it is: dots at the start of these lines are part of the attack.
      for (const line of ['MAIL FROM:<a@example.net>', `RCPT TO:<${TO}>`, 'DATA']) {
        await sender.say(line);
      }
      sender.write(Buffer.concat([mail, Buffer.from('.\r\n')]));
      const answer = await sender.hear();
      assert.equal(answer.code, 250, mail.toString().slice(0, 40));
    }
    const kept = await keptMails(desk);
    assert.deepEqual(kept.map(({ raw_sha256 }) => raw_sha256).sort(), odd.map(sha256).sort());
  });

  it('createSmtpReceiver() takes no envelope with control characters, and the empty one of a bounce', async (t) => {
    const desk = await aReceiver(t);
    const sender = await desk.sender();
    for (const from of ['a\0b@example.net', 'a@example.net\rRCPT TO:<x@y>', 'no-at', 'a@b@c']) {
      assert.equal((await sender.say(`MAIL FROM:<${from}>`)).code, 501, JSON.stringify(from));
    }
    assert.equal((await sender.send(TO, aMail('bounce'), '')).code, 250);
    const [kept] = await keptMails(desk);
    assert.equal(kept?.envelope_from, null);
  });

  // Danger: a connection that never finishes, a thousand times.
  it('createSmtpReceiver() ends connections that trickle or idle, and answers others meanwhile', async (t) => {
    const desk = await aReceiver(t, {
      more: { limits: { ...limits, smtpCommandMsMax: 1_000, smtpMailMsMax: 1_500 } },
    });
    const trickle = await desk.sender();
    const noop = await desk.sender();
    const data = await desk.sender();
    for (const line of ['MAIL FROM:<a@example.net>', `RCPT TO:<${TO}>`, 'DATA']) {
      await data.say(line);
    }
    const ended = { trickle: false, noop: false, data: false };
    void trickle.ended.then(() => (ended.trickle = true));
    void noop.ended.then(() => (ended.noop = true));
    void data.ended.then(() => (ended.data = true));
    for (let waited = 0; waited < 240_000 && !(ended.trickle && ended.noop && ended.data); waited += 100) {
      trickle.write('x');
      noop.write('NOOP\r\n');
      data.write('x');
      await delay(100);
    }
    assert.deepEqual(ended, { trickle: true, noop: true, data: true });
    assert.equal((await (await desk.sender()).send(TO, aMail('meanwhile'))).code, 250);
    assert.equal((await keptMails(desk)).length, 1);
  });

  it('createSmtpReceiver() survives 1,000 connections at once, and takes mail again right after', async (t) => {
    const desk = await aReceiver(t);
    const sockets = Array.from({ length: 1_000 }, () => {
      const socket = connect(desk.port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    });
    const heard = await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<string>((resolve) => {
            socket.once('data', (chunk) => resolve(chunk.toString().slice(0, 3)));
            socket.once('close', () => resolve('end'));
          }),
      ),
    );
    const greeted = heard.filter((word) => word === '220').length;
    assert.equal(greeted, limits.smtpConnectionsPerNetworkMax);
    for (const socket of sockets) socket.destroy();
    for (let waited = 0; waited < 240_000; waited += 50) {
      const again = await aSmtpSender(desk.port).catch(() => null);
      if (again?.greeting.code === 220) {
        await again.say('EHLO a');
        assert.equal((await again.send(TO, aMail('after'))).code, 250);
        again.destroy();
        return;
      }
      again?.destroy();
      await delay(50);
    }
    assert.fail('no connection is taken any more');
  });

  it('createSmtpReceiver() takes so many recipients and so many mails on a connection, and no more', async (t) => {
    const desk = await aReceiver(t, {
      more: { limits: { ...limits, smtpRecipientsMax: 2, smtpMailsPerConnectionMax: 1 } },
    });
    const sender = await desk.sender();
    await sender.say('MAIL FROM:<a@example.net>');
    assert.equal((await sender.say(`RCPT TO:<${TO}>`)).code, 250);
    assert.equal((await sender.say('RCPT TO:<incidents+1@example.org>')).code, 250);
    assert.equal((await sender.say('RCPT TO:<incidents+2@example.org>')).code, 452);
    await sender.say('RSET');
    assert.equal((await sender.say('MAIL FROM:<a@example.net>')).code, 421);
  });
});

describe('createSmtpReceiver() when something fails', () => {
  // Danger: 250 for a mail that is not durable. Each dependency fails before the deed, and after it.
  it('createSmtpReceiver() answers 452 when the disk is full, and keeps nothing', async (t) => {
    let free = 1;
    const desk = await aReceiver(t, { disk: { freeBytes: async () => free } });
    const sender = await desk.sender();
    const answer = await sender.send(TO, aMail('full'));
    assert.equal(answer.code, 452, answer.text);
    assert.deepEqual(await keptMails(desk), []);
    assert.equal(desk.counted['disk_full'], 1);
    free = Number.MAX_SAFE_INTEGER;
    assert.equal((await sender.send(TO, aMail('full'))).code, 250);
  });

  for (const [when, broken] of [
    ['before it wrote', { write: () => Promise.reject(Object.assign(new Error('no'), { code: 'EIO' })) }],
    [
      'in the middle of a write',
      { write: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' })) },
    ],
    ['when it synced', { syncFile: () => Promise.reject(Object.assign(new Error('no'), { code: 'EIO' })) }],
    [
      'after it renamed',
      {
        rename: async (from: string, to: string) => {
          await diskCalls.rename(from, to);
          throw Object.assign(new Error('no'), { code: 'EIO' });
        },
      },
    ],
  ] as const) {
    it(`createSmtpReceiver() answers 4xx when the disk fails ${when}, and takes the same mail once later`, async (t) => {
      const disk: Partial<typeof diskCalls> = { ...broken };
      const live = Object.fromEntries(
        (Object.keys(broken) as (keyof typeof diskCalls)[]).map((name) => [
          name,
          (...args: never[]) => ((disk[name] ?? diskCalls[name]) as (...of: never[]) => unknown)(...args),
        ]),
      );
      const desk = await aReceiver(t, { disk: live });
      const sender = await desk.sender();
      const answer = await sender.send(TO, aMail('disk'));
      assert.ok([451, 452].includes(answer.code), answer.text);
      assert.deepEqual(await keptMails(desk), []);
      for (const name of Object.keys(broken)) {
        delete disk[name as keyof typeof diskCalls];
      }
      assert.equal((await sender.send(TO, aMail('disk'))).code, 250);
      assert.equal((await keptMails(desk)).length, 1);
    });
  }

  for (const isWritten of [false, true]) {
    it(`createSmtpReceiver() answers 451 when the database dies ${isWritten ? 'after it committed' : 'before it commits'}, and the mail is there once`, async (t) => {
      let isDown = true;
      const desk = await aReceiver(t, {
        database: (real) => ({
          ...real,
          change: async (actor, work) => {
            if (!isDown) return await real.change(actor, work);
            if (isWritten) await real.change(actor, work);
            throw new DatabaseUnavailable(new Error('gone'), isWritten);
          },
        }),
      });
      const sender = await desk.sender();
      assert.equal((await sender.send(TO, aMail('database'))).code, 451);
      assert.equal((await keptMails(desk)).length, isWritten ? 1 : 0);
      isDown = false;
      assert.equal((await sender.send(TO, aMail('database'))).code, 250);
      assert.deepEqual(
        (await keptMails(desk)).map(({ delivery_count }) => delivery_count),
        [isWritten ? 2 : 1],
      );
    });
  }

  it('createSmtpReceiver() answers 451 to a recipient while nobody can tell who that is', async (t) => {
    const desk = await aReceiver(t, {
      database: (real) => ({
        ...real,
        read: () => Promise.reject(new DatabaseUnavailable(new Error('gone'), false)),
      }),
    });
    const sender = await desk.sender();
    assert.equal((await sender.send(TO, aMail('nobody'))).code, 451);
    assert.equal(desk.said.length, 1);
  });

  it('createSmtpReceiver() keeps nothing of a mail whose sender hangs up in the middle', async (t) => {
    const desk = await aReceiver(t);
    const sender = await desk.sender();
    for (const line of ['MAIL FROM:<a@example.net>', `RCPT TO:<${TO}>`, 'DATA']) {
      await sender.say(line);
    }
    sender.write('Subject: half\r\n\r\nhal');
    await delay(50);
    sender.destroy();
    for (let waited = 0; waited < 240_000 && desk.counted['sender_left'] === undefined; waited += 20) {
      await delay(20);
    }
    assert.equal(desk.counted['sender_left'], 1);
    assert.deepEqual(await keptMails(desk), []);
    assert.deepEqual(await readdir(join(desk.directory, 'incoming')), []);
  });
});

const openssl = '/usr/bin/openssl';

describe('createSmtpReceiver() with a certificate', () => {
  const skip = existsSync(openssl) ? false : 'needs openssl to make a certificate';
  const aCertificate = async (directory: string, name: string) => {
    const [key, cert] = [join(directory, `${name}.key`), join(directory, `${name}.crt`)];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync(openssl, [...args, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  };

  it('createSmtpReceiver() offers STARTTLS, and forgets what was said before it', { skip }, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'belfry-cert-'));
    t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
    const desk = await aReceiver(t, { more: { certificate: await aCertificate(directory, 'one.example') } });
    const sender = await aSmtpSender(desk.port);
    t.after(() => sender.destroy());
    assert.match((await sender.say('EHLO a')).text, /STARTTLS/);
    await sender.say('MAIL FROM:<a@example.net>');
    await sender.startTls();
    assert.equal((await sender.say(`RCPT TO:<${TO}>`)).code, 503);
    await sender.say('EHLO a');
    assert.equal((await sender.send(TO, aMail('tls'))).code, 250);
    const [kept] = await keptMails(desk);
    assert.equal(kept?.peer.isEncrypted, true);
    desk.receiver.present(await aCertificate(directory, 'two.example'));
    assert.throws(() => desk.receiver.present({ key: 'none', cert: 'none' }));
    const later = await aSmtpSender(desk.port);
    t.after(() => later.destroy());
    await later.say('EHLO a');
    await later.startTls();
    await later.say('EHLO a');
    assert.equal((await later.send(TO, aMail('renewed'))).code, 250);
  });
});
