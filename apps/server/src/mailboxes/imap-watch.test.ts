// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { openDiskFileStore } from '../platform/files/disk-file-store.ts';
import { systemTimer } from '../platform/jobs/index.ts';
import { createSealing } from '../platform/keys/sealing.ts';
import { ImapWatch } from './imap-watch.ts';
import { sealSecrets } from './mailbox-secrets.ts';
import { insertMailbox } from './mailbox-store.ts';

const actor = systemActor('test');
const sealing = createSealing(Buffer.alloc(32, 7), 'test');
const hasty = {
  imapLookEveryMs: 100,
  imapRetryAfterMsMin: 100,
  imapRetryAfterMsMax: 400,
  imapAnswerMsMax: 1_500,
  imapIdleMsMax: 1_000,
};
const MAIL = 'Subject: honest\r\n\r\nHelp.\r\n';

/** Answers to commands by their first words; the tag of the command goes in front where `%` stands. */
type Script = (command: string, socket: Socket) => string | null;

/** A server that says what its script says, whatever the protocol. */
async function aLiar(t: TestContext, script: Script, greeting = '* OK hello\r\n'): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(greeting);
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const [tag = '', ...words] = rest.slice(0, end).split(' ');
        rest = rest.slice(end + 2);
        const answer = script(words.join(' '), socket);
        if (answer !== null && !socket.destroyed) {
          socket.write(answer.replaceAll('%', tag), 'latin1');
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

/** What an honest server says; a liar lies in one of these. */
function honest(lies: Readonly<Record<string, string | ((socket: Socket) => string | null)>> = {}): Script {
  const said: Record<string, string> = {
    CAPABILITY: '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n% OK done\r\n',
    LOGIN: '% OK in\r\n',
    AUTHENTICATE: '% OK in\r\n',
    NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n% OK done\r\n',
    LIST: '* LIST () "/" INBOX\r\n% OK done\r\n',
    LSUB: '* LSUB () "/" INBOX\r\n% OK done\r\n',
    EXAMINE: '* 1 EXISTS\r\n* OK [UIDVALIDITY 5] v\r\n* OK [UIDNEXT 8] n\r\n% OK [READ-ONLY] done\r\n',
    'UID SEARCH': '* SEARCH 7\r\n% OK done\r\n',
    'UID FETCH 7 (UID INTERNALDATE': `* 1 FETCH (UID 7 RFC822.SIZE ${MAIL.length} INTERNALDATE "21-Nov-2026 10:00:00 +0000")\r\n% OK done\r\n`,
    'UID FETCH': `* 1 FETCH (UID 7 BODY[]<0> {${MAIL.length}}\r\n${MAIL})\r\n% OK done\r\n`,
    NOOP: '% OK done\r\n',
  };
  return (command, socket) => {
    for (const [words, lie] of Object.entries(lies)) {
      if (command.toUpperCase().startsWith(words)) {
        return typeof lie === 'string' ? lie : lie(socket);
      }
    }
    const known = Object.keys(said).find((words) => command.toUpperCase().startsWith(words));
    return said[known ?? ''] ?? '% BAD what?\r\n';
  };
}

async function aWatch(
  t: TestContext,
  ports: readonly number[],
  uid: { validity: number; last: number } | null = null,
) {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-imap-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  for (const [index, port] of ports.entries()) {
    const id = `11111111-1111-4111-8111-11111111111${index}`;
    await opened.database.change(actor, ({ sql, now }) =>
      insertMailbox(
        sql,
        {
          id,
          name: `Mailbox ${index}`,
          address: `box${index}@example.org`,
          purpose: 'incidents',
          language: 'en',
          way: 'imap',
          isActive: true,
          plusAddressing: false,
          acknowledges: false,
          imap: {
            host: '127.0.0.1',
            port,
            security: 'none',
            user: 'u',
            authentication: 'password',
            tokenUrl: null,
            clientId: null,
            scope: null,
            folder: 'INBOX',
            takesFrom: null,
          },
          createdAt: now,
        },
        sealSecrets(sealing, id, { password: 'p' }),
      ),
    );
  }
  if (uid !== null) {
    await opened.query(`UPDATE mailbox SET uid_validity = ${uid.validity}, uid_last = ${uid.last}`);
  }
  const watch = new ImapWatch({
    database: opened.database,
    files: await openDiskFileStore(directory),
    log: { info: () => undefined, warn: () => undefined },
    timer: systemTimer,
    now: () => new Date(),
    sealing,
    count: () => undefined,
    limits: hasty,
  });
  opened.closeFirst(() => watch.stop());
  watch.start();
  const until = async (
    wanted: string,
    isGood: (rows: Record<string, unknown>[]) => boolean,
    query: string,
  ) => {
    for (let waited = 0; waited < 240_000; waited += 50) {
      if (isGood(await opened.query(query))) return;
      await delay(50);
    }
    throw new Error(`${wanted}: ${JSON.stringify(await opened.query(query))}`);
  };
  return {
    ...opened,
    untilKept: (mailbox = 0) =>
      until(
        'a mail',
        (rows) => rows.length === 1,
        `SELECT b.last_error FROM incoming_mail JOIN mailbox b ON b.id = mailbox_id AND b.name = 'Mailbox ${mailbox}'`,
      ),
    untilSaid: (words: RegExp) =>
      until(
        String(words),
        ([row]) => words.test(String(row?.['last_error'])),
        `SELECT last_error FROM mailbox WHERE name = 'Mailbox 0'`,
      ),
  };
}

// Danger: a mail server that lies, hangs or floods. Each says in words what is wrong, and keeps no other waiting.
const liars: readonly (readonly [danger: string, words: RegExp, script: Script, greeting?: string])[] = [
  ['hangs before it greets', /does not greet in time/, () => null, ''],
  ['says goodbye for a greeting', /mail server/, () => null, '* BYE go away\r\n'],
  ['greets without end', /line without end/, () => null, `* OK ${'x'.repeat(5_000_000)}`],
  ['speaks another language', /mail server/, () => null, 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  [
    'hangs when asked to sign in',
    /longer than|does not|silent/,
    honest({ LOGIN: () => null, AUTHENTICATE: () => null }),
  ],
  [
    'refuses the password',
    /does not let us in/,
    honest({
      LOGIN: '% NO [AUTHENTICATIONFAILED] no\r\n',
      AUTHENTICATE: '% NO [AUTHENTICATIONFAILED] no\r\n',
    }),
  ],
  [
    'hangs when the folder is opened',
    /longer than 1.5 s to open the folder/,
    honest({ EXAMINE: () => null }),
  ],
  ['has no such folder', /mail server/, honest({ EXAMINE: '% NO no such folder\r\n' })],
  [
    'numbers nothing',
    /does not number its mails/,
    honest({ EXAMINE: '* 1 EXISTS\r\n% OK [READ-ONLY] done\r\n' }),
  ],
  [
    'hangs in the middle of a mail',
    /longer than 1.5 s/,
    honest({ 'UID FETCH 7 (UID BODY': '* 1 FETCH (UID 7 BODY[]<0> {500}\r\nSubject: hal' }),
  ],
  [
    'ends the connection in the middle of a mail',
    /ended the connection/,
    honest({
      'UID FETCH 7 (UID BODY': (socket) => {
        socket.end('* 1 FETCH (UID 7 BODY[]<0> {500}\r\nSubject: hal');
        return null;
      },
    }),
  ],
  [
    'says goodbye in the middle of a mail',
    /mail server/,
    honest({
      'UID FETCH 7 (UID BODY': (socket) => {
        socket.end('* BYE shutting down\r\n');
        return null;
      },
    }),
  ],
  [
    'announces a mail of two gigabytes',
    /more bytes than were asked for/,
    honest({ 'UID FETCH 7 (UID BODY': '* 1 FETCH (UID 7 BODY[]<0> {2147483648}\r\nSubject: hal' }),
  ],
  [
    'sends a line without end',
    /line without end/,
    honest({ 'UID SEARCH': () => `* SEARCH ${'7 '.repeat(3_000_000)}` }),
  ],
  [
    'hands over another mail',
    /answers with mail 9 when asked for 7/,
    honest({ 'UID FETCH 7 (UID BODY': '* 1 FETCH (UID 9 BODY[]<0> {2}\r\nhi)\r\n% OK done\r\n' }),
  ],
  [
    'has a mail that vanishes',
    /vanished/,
    honest({ 'UID FETCH 7 (UID BODY': '* 1 FETCH (UID 7 FLAGS ())\r\n% OK done\r\n' }),
  ],
  [
    'speaks of nothing when asked for its mails',
    /cannot list/,
    honest({ 'UID SEARCH': '% NO not today\r\n' }),
  ],
];

describe('ImapWatch', () => {
  for (const [danger, words, script, greeting] of liars) {
    it(`ImapWatch survives a server that ${danger}, says so, and fetches the others`, async (t) => {
      const liar = await aLiar(t, script, greeting ?? '* OK hello\r\n');
      const good = await aLiar(t, honest());
      const watch = await aWatch(t, [liar, good]);
      await Promise.all([watch.untilSaid(words), watch.untilKept(1)]);
      assert.deepEqual(
        await watch.query(
          `SELECT 1 FROM incoming_mail JOIN mailbox b ON b.id = mailbox_id AND b.name = 'Mailbox 0'`,
        ),
        [],
        'nothing half was kept',
      );
    });
  }

  it('ImapWatch refuses numbers that go back, and says what to do', async (t) => {
    const watch = await aWatch(t, [await aLiar(t, honest())], { validity: 5, last: 100 });
    await watch.untilSaid(/gives out numbers again: next is 8, 100 was used/);
  });

  // Danger: one mail its server cannot read any more, and every later one waits behind it for ever.
  it('ImapWatch keeps the headers of a mail its server refuses to hand over, and goes on', async (t) => {
    const headers = 'Subject: broken\r\n\r\n';
    const script = honest({
      'UID FETCH 7 (UID BODY.PEEK[HEADER]': `* 1 FETCH (UID 7 BODY[HEADER] {${headers.length}}\r\n${headers})\r\n% OK done\r\n`,
      'UID FETCH 7 (UID BODY.PEEK[]': '% NO [SERVERBUG] cannot read\r\n',
    });
    const watch = await aWatch(t, [await aLiar(t, script)]);
    await watch.untilKept();
    const [row] = await watch.query('SELECT is_cut, raw_bytes::int, whole_bytes::int FROM incoming_mail');
    assert.deepEqual(row, { is_cut: true, raw_bytes: headers.length, whole_bytes: MAIL.length });
  });

  it('ImapWatch skips nothing when a mail is longer than its server said', async (t) => {
    const script = honest({
      'UID FETCH 7 (UID BODY.PEEK[HEADER]': `* 1 FETCH (UID 7 BODY[HEADER] {18}\r\nSubject: large\r\n\r\n)\r\n% OK done\r\n`,
      'UID FETCH 7 (UID BODY.PEEK[HEADER': `* 1 FETCH (UID 7 BODY[HEADER] {18}\r\nSubject: large\r\n\r\n)\r\n% OK done\r\n`,
      'UID FETCH 7 (UID BODY.PEEK[]<': (socket) => {
        const piece = Buffer.alloc(1_048_576, 'x');
        socket.write(`* 1 FETCH (UID 7 BODY[]<0> {${piece.byteLength}}\r\n`);
        socket.write(piece);
        return ')\r\n% OK done\r\n';
      },
    });
    const watch = await aWatch(t, [await aLiar(t, script)]);
    await watch.untilKept();
    const [row] = await watch.query('SELECT is_cut, raw_bytes::int FROM incoming_mail');
    assert.deepEqual(row, { is_cut: true, raw_bytes: 18 });
  });
});
