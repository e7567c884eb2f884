// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImapSetting, Mailbox } from '@belfry/contract';
import { openTestDesk, type TestDesk } from './desk.ts';
import { aDovecot, type Dovecot, hasDovecot } from './dovecot.ts';
import { keptMails, sha256 } from './kept-mails.ts';
import { asItTravels, forwarded, phishingMails } from './smtp-sender.ts';
import { aTokenServer } from './token-server.ts';

const skip = hasDovecot ? false : 'needs dovecot-imapd';
const USER = 'incidents';

const settingFor = (port: number, more: Partial<ImapSetting> = {}): ImapSetting => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: USER,
  authentication: 'password',
  tokenUrl: null,
  clientId: null,
  scope: null,
  folder: 'INBOX',
  takesFrom: null,
  ...more,
});

async function addMailbox(desk: TestDesk, server: Dovecot): Promise<Mailbox> {
  const { api } = await desk.as('administrator');
  return await api.addMailbox({
    body: {
      name: 'Fetched',
      address: 'incidents@example.org',
      purpose: 'incidents',
      language: 'nl',
      way: 'imap',
      imap: settingFor(server.port),
      secrets: { password: server.password },
    },
  });
}

async function until<T>(look: () => Promise<T>, isGood: (seen: T) => boolean, why: () => string): Promise<T> {
  for (let waited = 0; waited < 240_000; waited += 50) {
    const seen = await look();
    if (isGood(seen)) {
      return seen;
    }
    await delay(50);
  }
  throw new Error(why());
}

const mailbox = async (desk: TestDesk) => {
  const [first] = (await (await desk.as('administrator')).api.listMailboxes()).items;
  assert.ok(first !== undefined);
  return first;
};

const untilKept = (desk: TestDesk, count: number, server?: Dovecot) =>
  until(
    () => keptMails(desk),
    (kept) => kept.length >= count,
    () => `Expected ${count} mails\n${desk.logged.slice(-5).join('')}\n${server?.log() ?? ''}`,
  );

const aMail = (subject: string) => Buffer.from(`From: a@example.net\r\nSubject: ${subject}\r\n\r\nHelp.\r\n`);

// Danger: mail of real attackers, fetched from a real server, that is lost, changed or comes twice.
test('64 real phishing mails by IMAP, as they are and forwarded: each once, bit by bit', {
  skip,
}, async (t) => {
  const mails = await phishingMails();
  if (mails === null) {
    return t.skip('needs ../shared/data/phishing-pot');
  }
  const server = await aDovecot(t);
  const wanted: Buffer[] = [];
  for (const { name, raw } of mails) {
    for (const [kind, mail] of [
      ['plain', asItTravels(raw)],
      ['forward', forwarded(raw, name)],
    ] as const) {
      await server.deliver(USER, `${kind}.${name}`, mail);
      wanted.push(mail);
    }
  }
  const desk = await openTestDesk(t);
  await addMailbox(desk, server);
  const kept = await untilKept(desk, wanted.length, server);
  assert.deepEqual(kept.map(({ raw_sha256 }) => raw_sha256).sort(), wanted.map(sha256).sort());
  const seen = await until(
    () => mailbox(desk),
    ({ state }) => state.checkedAt !== null,
    () => 'the mailbox says that it was looked at',
  );
  assert.equal(seen.state.lastError, null);
  assert.equal(seen.state.receivedCount, wanted.length);
  const names = await server.names(USER);
  assert.equal(names.length, wanted.length, 'every mail stays in its folder');
  assert.ok(
    names.every((name) => !/,[A-Z]*S/.test(name)),
    'and no mail is marked as seen',
  );
});

// Danger: a server that numbers its mails anew makes everything come twice, or nothing come any more.
test('a folder that is numbered anew is looked at from its beginning, and no mail comes twice', {
  skip,
}, async (t) => {
  const server = await aDovecot(t);
  await server.deliver(USER, 'one', aMail('one'));
  await server.deliver(USER, 'two', aMail('two'));
  const desk = await openTestDesk(t);
  const { id } = await addMailbox(desk, server);
  await untilKept(desk, 2, server);
  const { api } = await desk.as('administrator');
  await api.changeMailbox({ params: { id }, body: { isActive: false } });
  await server.stop();
  await delay(1_100);
  await server.renumber(USER);
  await server.start();
  await server.deliver(USER, 'three', aMail('three'));
  await api.changeMailbox({ params: { id }, body: { isActive: true } });
  const kept = await untilKept(desk, 3, server);
  assert.equal(kept.length, 3);
  const validities = await desk.query<{ count: string }>(
    'SELECT count(DISTINCT uid_validity) FROM incoming_mail',
  );
  assert.equal(Number(validities[0]?.count), 2, 'the folder was numbered anew indeed');
});

for (const hasIdle of [true, false]) {
  test(`a mail that arrives later is fetched ${hasIdle ? 'as the server announces it' : 'where the server announces nothing'}`, {
    skip,
  }, async (t) => {
    const server = await aDovecot(t, { hasIdle });
    await server.deliver(USER, 'one', aMail('one'));
    const desk = await openTestDesk(t);
    const { id } = await addMailbox(desk, server);
    await untilKept(desk, 1, server);
    await until(
      () => mailbox(desk),
      ({ state }) => state.checkedAt !== null,
      () => 'looked',
    );
    await server.deliver(USER, 'two', aMail('two'));
    if (!hasIdle) {
      // The next look is a minute away; switching off and on looks at once.
      const { api } = await desk.as('administrator');
      await api.changeMailbox({ params: { id }, body: { isActive: false } });
      await api.changeMailbox({ params: { id }, body: { isActive: true } });
    }
    await untilKept(desk, 2, server);
  });
}

// Danger: a mail too large to take that is passed over in silence: somebody believes they have reported.
test('a mail beyond the limit is kept by its headers, marked, and the next one follows', {
  skip,
}, async (t) => {
  const server = await aDovecot(t);
  const head = 'From: a@example.net\r\nSubject: disk image\r\n\r\n';
  await server.deliver(
    USER,
    '1.large',
    Buffer.concat([Buffer.from(head), Buffer.alloc(50_000_000, 'A\r\n')]),
  );
  await server.deliver(USER, '2.small', aMail('small'));
  const desk = await openTestDesk(t);
  await addMailbox(desk, server);
  await untilKept(desk, 2, server);
  const rows = await desk.query<{
    is_cut: boolean;
    whole_bytes: string;
    raw_sha256: string;
    raw_bytes: string;
  }>('SELECT * FROM incoming_mail ORDER BY uid');
  assert.deepEqual(
    rows.map(({ is_cut }) => is_cut),
    [true, false],
  );
  assert.ok(Number(rows[0]?.whole_bytes) >= 50_000_000);
  assert.equal(rows[0]?.raw_sha256, sha256(Buffer.from(head)));
});

// Danger: years of old mail that become thousands of reports on the day a mailbox is added.
test('mail the server received before the moment chosen is left alone', { skip }, async (t) => {
  const server = await aDovecot(t);
  await server.deliver(USER, 'old', aMail('old'));
  await delay(1_500);
  const takesFrom = new Date().toISOString();
  await delay(1_500);
  await server.deliver(USER, 'new', aMail('new'));
  const desk = await openTestDesk(t);
  const { api } = await desk.as('administrator');
  await api.addMailbox({
    body: {
      name: 'Fetched',
      address: 'incidents@example.org',
      purpose: 'incidents',
      language: 'nl',
      way: 'imap',
      imap: settingFor(server.port, { takesFrom }),
      secrets: { password: server.password },
    },
  });
  const kept = await untilKept(desk, 1, server);
  assert.deepEqual(
    kept.map(({ raw_sha256 }) => raw_sha256),
    [sha256(aMail('new'))],
  );
});

test('a mail server that goes away is named in words, and its mail comes when it is back', {
  skip,
}, async (t) => {
  const server = await aDovecot(t);
  const desk = await openTestDesk(t);
  await addMailbox(desk, server);
  await until(
    () => mailbox(desk),
    ({ state }) => state.checkedAt !== null,
    () => server.log(),
  );
  await server.stop();
  const failed = await until(
    () => mailbox(desk),
    ({ state }) => state.lastError !== null,
    () => 'the failure shows',
  );
  assert.match(failed.state.lastError ?? '', /mail server/);
  await server.deliver(USER, 'later', aMail('later'));
  await server.start();
  await untilKept(desk, 1, server);
});

test('a wrong password is said in words, and the right one is never shown again', { skip }, async (t) => {
  const server = await aDovecot(t);
  await server.deliver(USER, 'one', aMail('one'));
  const desk = await openTestDesk(t);
  const { api } = await desk.as('administrator');
  const wrong = await api.testMailbox({
    body: { imap: settingFor(server.port), secrets: { password: 'anders' } },
  });
  assert.equal(wrong.works, false);
  assert.match(wrong.detail, /does not let us in/);
  const right = await api.testMailbox({
    body: { imap: settingFor(server.port), secrets: { password: server.password } },
  });
  assert.deepEqual([right.works, right.mailCount, right.announcesMail], [true, 1, true]);
  const missing = await api.testMailbox({
    body: { imap: settingFor(server.port, { folder: 'Nowhere' }), secrets: { password: server.password } },
  });
  assert.equal(missing.works, false);
  const { id } = await addMailbox(desk, server);
  assert.ok(!JSON.stringify(await api.listMailboxes()).includes(server.password));
  const stored = await desk.query('SELECT * FROM mailbox');
  assert.ok(!JSON.stringify(stored).includes(server.password));
  assert.ok(!desk.logged.join('').includes(server.password));
  const kept = await api.testMailbox({ body: { imap: settingFor(server.port), mailbox: id } });
  assert.equal(kept.works, true, 'the secrets kept are used for the same server and user');
});

// Danger: a mailbox at Microsoft 365 or Google takes no password at all; its refresh token changes with each use.
for (const secrets of [{ clientSecret: 's3cret' }, { refreshToken: 'refresh-0' }]) {
  const grant = 'refreshToken' in secrets ? 'refresh_token' : 'client_credentials';
  test(`a mailbox is opened with OAuth 2.0 (${grant}, XOAUTH2), again and again`, { skip }, async (t) => {
    const tokens = await aTokenServer(t, USER);
    const server = await aDovecot(t, { introspectionUrl: tokens.introspectionUrl });
    await server.deliver(USER, 'one', aMail('one'));
    const desk = await openTestDesk(t);
    const { api } = await desk.as('administrator');
    const imap = settingFor(server.port, {
      authentication: 'oauth2',
      tokenUrl: tokens.url,
      clientId: 'belfry',
      scope: 'https://outlook.office365.com/.default',
    });
    const { id } = await api.addMailbox({
      body: {
        name: 'Fetched',
        address: 'incidents@example.org',
        purpose: 'incidents',
        language: 'nl',
        way: 'imap',
        imap,
        secrets,
      },
    });
    await untilKept(desk, 1, server);
    assert.equal(tokens.asked[0]?.['grant_type'], grant);
    assert.equal(tokens.asked[0]?.['scope'], imap.scope);
    await api.changeMailbox({ params: { id }, body: { isActive: false } });
    tokens.revoke();
    await server.deliver(USER, 'two', aMail('two'));
    await api.changeMailbox({ params: { id }, body: { isActive: true } });
    await untilKept(desk, 2, server);
    await api.changeMailbox({ params: { id }, body: { isActive: false } });
    tokens.refuse('invalid_client');
    await api.changeMailbox({ params: { id }, body: { isActive: true } });
    const failed = await until(
      () => mailbox(desk),
      ({ state }) => state.lastError !== null,
      () => 'the failure shows',
    );
    assert.equal(failed.state.lastError, 'The token endpoint refuses: invalid_client no A1 LOGIN x y');
    const logged = desk.logged.join('');
    assert.ok(!/s3cret|refresh-\d|token-\d/.test(logged), 'no secret in the log');
  });
}
