// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isFault, parseNote } from '@belfry/ledger';
import { pino } from 'pino';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { startTestAuthority } from '../../../test/time-stamp-authority.ts';
import { openLogDirectory } from './log-directory.ts';
import type { Published } from './start-sealing.ts';
import { askTimeStamp, checkTimeStamp } from './time-stamp.ts';
import { readAuthorities } from './time-stamp-authorities.ts';
import { startTimeStamps, type TimeStampParts } from './time-stamps.ts';

const NAME = 'technical-2026';
const text = Buffer.from('log.example.org/technical-2026\n1\nAAAA\n');
const asking = () => askTimeStamp(text, randomBytes(16));

test('checkTimeStamp() takes what openssl ts answers, and openssl ts -verify takes what is kept', async (t) => {
  const authority = await startTestAuthority(t);
  const asked = asking();
  const answer = await authority.answer(asked.der);
  const root = new X509Certificate(readFileSync(authority.caFile));
  const checked = await checkTimeStamp(answer, asked, [root]);
  assert.ok(!('refused' in checked), JSON.stringify(checked));
  assert.equal(checked.authority, 'Test authority');
  assert.ok(Math.abs(Date.parse(checked.at) - Date.now()) < 60_000);
});

test('an answer to another question, of another or no authority, or of none at all is refused by name', async (t) => {
  const authority = await startTestAuthority(t);
  const asked = asking();
  const refusedFor = async (answer: Uint8Array, roots: X509Certificate[] | 'any' = 'any') => {
    const checked = await checkTimeStamp(answer, asked, roots);
    return 'refused' in checked ? checked.refused : 'taken';
  };
  const good = await authority.answer(asked.der);
  assert.equal(await refusedFor(good), 'taken');
  assert.equal(
    await refusedFor(await authority.answer(askTimeStamp(Buffer.from('other'), asked.nonce).der)),
    'wrong_imprint',
  );
  assert.equal(await refusedFor(await authority.answer(asking().der)), 'wrong_nonce');
  assert.equal(await refusedFor(Buffer.from('<html>busy</html>')), 'garbage');
  assert.equal(await refusedFor(Buffer.alloc(0)), 'garbage');
  // PKIStatus 2: rejection.
  assert.equal(await refusedFor(Buffer.from('30053003020102', 'hex')), 'not_granted');
  const other = await startTestAuthority(t);
  assert.equal(await refusedFor(good, [new X509Certificate(readFileSync(other.caFile))]), 'not_trusted');
  assert.equal(await refusedFor(good, [new X509Certificate(readFileSync(authority.caFile))]), 'taken');
  // The last byte belongs to the signature.
  const bent = Buffer.from(good);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  assert.equal(await refusedFor(bent), 'signature_wrong');
});

test('checkTimeStamp() finds any changed byte of an answer, or reads the same time-stamp from it', async (t) => {
  const authority = await startTestAuthority(t);
  const asked = asking();
  const good = await authority.answer(asked.der);
  const roots = [new X509Certificate(readFileSync(authority.caFile))];
  const expected = await checkTimeStamp(good, asked, roots);
  for (let at = 0; at < good.length; at += 3) {
    const bent = Buffer.from(good);
    bent[at] = (bent[at] ?? 0) ^ 0x10;
    const checked = await checkTimeStamp(bent, asked, roots);
    if (!('refused' in checked)) assert.deepEqual(checked, expected, `byte ${at}`);
  }
});

async function aSealedLog(t: TestContext) {
  const sealing = openTestSealing(t);
  const sealer = await sealing.open();
  await sealer.take(someEntries(1, 3));
  await sealer.publishAll();
  sealer.close();
  const news = sealing.news.find((each) => each.kind === 'published');
  assert.ok(news?.kind === 'published');
  const published: Published = { log: news.log, size: news.size, content: news.content };
  return { logDir: path.join(sealing.root, 'log'), published };
}

/** Runs the time-stamper as the log process does, with its alarms written down. */
function stamping(
  t: TestContext,
  logDir: string,
  given: Partial<TimeStampParts> & { urls: readonly string[] },
) {
  const alarms: string[] = [];
  const listeners: ((published: Published) => void)[] = [];
  const stamps = startTimeStamps(
    {
      onPublished: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    {
      logDir,
      trusted: () => 'any',
      logger: pino({ level: 'silent' }),
      alarms: {
        raise: (kind, _subject, facts) => alarms.push(`${kind} ${facts['reason']}`),
        clear: () => undefined,
      },
      limits: { timeStampEveryMs: 10, timeStampAgainMs: 10, timeStampAnswerMsMax: 60_000 },
      ...given,
    },
  );
  t.after(() => stamps.stop());
  return {
    alarms,
    stamps,
    publish: (published: Published) => {
      for (const listen of listeners) listen(published);
    },
  };
}

async function until(look: () => boolean): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 20) {
    if (look()) return;
    await delay(20);
  }
  throw new Error('It did not happen');
}

test('a checkpoint is time-stamped over the text that is signed, so that openssl alone can check it', async (t) => {
  const { logDir, published } = await aSealedLog(t);
  const authority = await startTestAuthority(t);
  const { stamps } = stamping(t, logDir, { urls: [authority.url] });
  const file = path.join(logDir, NAME, 'timestamps', `${published.size}`);
  await until(() => existsSync(`${file}.tsr`) && stamps.due === 0);
  const note = parseNote(readFileSync(`${file}.checkpoint`, 'utf8'));
  assert.ok(!isFault(note));
  const data = path.join(authority.directory, 'note.txt');
  writeFileSync(data, note.text);
  const said = execFileSync(
    'openssl',
    ['ts', '-verify', '-data', data, '-in', `${file}.tsr`, '-CAfile', authority.caFile],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  assert.match(said.toString(), /Verification: OK/);
  const stamped = await openLogDirectory(logDir).open(NAME).firstTimeStamped(1);
  assert.equal(stamped?.size, published.size);
});

test('an authority that is dead, slow, moved or talks rubbish is passed over for the next one', async (t) => {
  const { logDir, published } = await aSealedLog(t);
  const rubbish = await startTestAuthority(t);
  rubbish.behave(() => Buffer.from('no answer'));
  const slow = await startTestAuthority(t);
  slow.behave(async () => {
    await delay(600_000, undefined, { ref: false });
    return Buffer.alloc(0);
  });
  const moved = await startTestAuthority(t);
  moved.behave((_request, response) => {
    response.writeHead(302, { location: rubbish.url });
    return Buffer.alloc(0);
  });
  const huge = await startTestAuthority(t);
  huge.behave(() => Buffer.alloc(100_000));
  const good = await startTestAuthority(t);
  const urls = ['http://127.0.0.1:1/', slow.url, moved.url, huge.url, rubbish.url, good.url];
  const { alarms } = stamping(t, logDir, {
    urls,
    // The good one starts a program to answer: on a busy machine that is no matter of milliseconds.
    limits: { timeStampEveryMs: 10, timeStampAgainMs: 10, timeStampAnswerMsMax: 3_000 },
  });
  await until(() => existsSync(path.join(logDir, NAME, 'timestamps', `${published.size}.tsr`)));
  assert.deepEqual(alarms, []);
  assert.equal(good.asked.length, 1);
});

test('an outage of the only authority waits with the newest checkpoint and alarms after three failures', async (t) => {
  const { logDir, published } = await aSealedLog(t);
  const authority = await startTestAuthority(t);
  let isAway = true;
  authority.behave((_request, response) => {
    if (!isAway) return null;
    response.writeHead(503);
    return Buffer.from('busy');
  });
  const { alarms, publish } = stamping(t, logDir, { urls: [authority.url] });
  await until(() => alarms.length >= 1);
  assert.ok(authority.asked.length >= 3);
  assert.equal(alarms[0], 'time_stamp wrong_status');
  publish(published);
  isAway = false;
  await until(() => existsSync(path.join(logDir, NAME, 'timestamps', `${published.size}.tsr`)));
});

test('a stranger with a certificate for time-stamps is not believed where authorities are named', async (t) => {
  const { logDir, published } = await aSealedLog(t);
  const trusted = await startTestAuthority(t);
  const stranger = await startTestAuthority(t);
  let file = path.join(trusted.directory, 'absent.pem');
  const given = { urls: [stranger.url], trusted: () => readAuthorities(file) };
  const { alarms } = stamping(t, logDir, given);
  await until(() => alarms.includes('time_stamp authorities_unreadable'));
  file = trusted.caFile;
  await until(() => alarms.includes('time_stamp not_trusted'));
  const answer = path.join(logDir, NAME, 'timestamps', `${published.size}.tsr`);
  assert.equal(existsSync(answer), false);
  file = stranger.caFile;
  await until(() => existsSync(answer));
});
