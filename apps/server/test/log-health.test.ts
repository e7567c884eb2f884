// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogAlarm } from '@belfry/contract';
import type { Configuration } from '../src/platform/configuration/configuration.ts';
import { createLogLink, type LogAddress } from '../src/platform/log-link/log-link.ts';
import { openTestDesk } from './desk.ts';
import { openTestLog, type TestLogOptions } from './log.ts';
import { aMailServer } from './mail-server.ts';
import { aTimeServer } from './time-server.ts';
import { startTestAuthority } from './time-stamp-authority.ts';

const WAIT_MS_MAX = 240_000;

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
    await delay(100);
  }
}

/** A desk that mails for real, and its log beside it; both on one database, as in one house. */
async function aHouse(
  t: TestContext,
  given: { configuration?: Partial<Configuration>; journal?: NonNullable<TestLogOptions['journal']> } = {},
) {
  const mails = await aMailServer(t);
  let address: LogAddress | null = null;
  const link = createLogLink(() => address);
  const desk = await openTestDesk(t, {
    log: link,
    configuration: { smtpUrl: mails.url, mailFrom: 'belfry@example.org' },
  });
  const owner = await desk.as('log_owner');
  const log = await openTestLog(t, { opened: desk, ...given });
  address = log.link.address;
  const alarms = (state: 'open' | 'over' = 'open') =>
    owner.api.listLogAlarms({ query: { state } }).then(({ items }) => items);
  const rings = (kind: LogAlarm['kind'], state: 'open' | 'over' = 'open') =>
    until(`${kind} is ${state}`, async () => (await alarms(state)).find((alarm) => alarm.kind === kind));
  const told = (words: string) =>
    until(`somebody is mailed "${words}"`, async () =>
      mails.taken.find(({ content }) => content.includes(words)),
    );
  return { desk, owner, log, mails, alarms, rings, told, lose: () => (address = null) };
}

test('a port that is taken rings, is told by real mail, is taken by somebody, and is told once it is over', async (t) => {
  const occupier = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => occupier.once('listening', resolve));
  t.after(() => occupier.close());
  const bound = occupier.address();
  const relpPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const { owner, rings, told, mails } = await aHouse(t, { configuration: { relpPort } });
  const alarm = await rings('receiver');
  assert.equal(alarm.severity, 'important');
  const mail = await told('A receiver cannot listen');
  assert.ok(mail.to.length === 1);
  assert.match(mail.content, /log\/health/);
  const health = await owner.api.readLogHealth();
  assert.equal(health.isSound, false);
  assert.equal(health.openAlarms, 1);
  const taken = await owner.api.acknowledgeLogAlarm({
    params: { alarm: alarm.id },
    body: { note: 'I stop the other program' },
  });
  assert.equal(taken.acknowledgedBy?.id, owner.id);
  assert.equal(taken.note, 'I stop the other program');
  await assert.rejects(owner.api.acknowledgeLogAlarm({ params: { alarm: alarm.id }, body: {} }));
  occupier.close();
  const over = await rings('receiver', 'over');
  assert.equal(over.id, alarm.id);
  // Ada is responsible for IT too: one mail each, and none after it was taken.
  assert.deepEqual(mails.taken.map(({ to }) => to[0]).sort(), ['ada.admin@example.org', owner.email].sort());
  assert.equal((await owner.api.readLogHealth()).isSound, true);
});

/** Changes one byte of the words of an entry, where it lies on the disk. */
function tamper(dataDir: string, words: string): boolean {
  const root = path.join(dataDir, 'log');
  for (const name of existsSync(root) ? readdirSync(root) : []) {
    const segments = path.join(root, name, 'segments');
    for (const file of existsSync(segments) ? readdirSync(segments) : []) {
      const bytes = readFileSync(path.join(segments, file));
      const at = bytes.indexOf(words);
      if (at < 0) continue;
      bytes.write('X', at);
      writeFileSync(path.join(segments, file), bytes);
      return true;
    }
  }
  return false;
}

// Danger: the log is unsound, and its own page says it is sound.
test('every real cause rings, and clears: disk, key, time-stamps, clock, altered bytes', async (t) => {
  let bavail = 900_000;
  const authority = await startTestAuthority(t);
  authority.behave((_request, response) => {
    response.writeHead(503);
    return Buffer.from('busy');
  });
  const time = await aTimeServer(t, { aheadMs: -86_400_000 });
  const { log, owner, rings, told } = await aHouse(t, {
    configuration: { timestampUrls: [authority.url], timeServers: [time.address] },
    journal: { statfs: async () => ({ bsize: 4_096, blocks: 1_000_000, bfree: bavail, bavail }) },
  });
  const clock = await rings('clock');
  assert.equal(clock.facts['reason'], 'offset');
  assert.equal(Math.round(Number(clock.facts['offsetSeconds'])), 86_400);
  assert.equal((await owner.api.readLogHealth()).figures?.clock.state, 'disagrees');

  bavail = 150_000;
  assert.equal((await rings('disk')).severity, 'medium');
  bavail = 20_000;
  await until('the disk is critical', async () => (await rings('disk')).severity === 'critical');
  assert.equal((await owner.api.readLogHealth()).figures?.isOpen, false);
  bavail = 900_000;
  await rings('disk', 'over');
  await told('The disk is filling up');

  const key = path.join(log.dataDir, 'keys', 'log-signing.key');
  await until('the key is made', async () => existsSync(key));
  chmodSync(key, 0o644);
  assert.equal((await rings('signing_key')).facts['reason'], 'exposed');
  chmodSync(key, 0o600);
  await rings('signing_key', 'over');
  renameSync(key, `${key}.stolen`);
  await until('the theft is noticed', async () => (await rings('signing_key')).facts['reason'] === 'missing');
  renameSync(`${key}.stolen`, key);

  const port = log.log.receivers.find(({ transport }) => transport === 'syslog-tcp')?.port;
  const socket = connect(port ?? assert.fail('syslog listens'), '127.0.0.1');
  socket.end('<13>1 2026-11-22T00:00:00Z web01 app - - - transferred 100 euro\n');
  await until('the entry is sealed', async () => {
    const { figures } = await owner.api.readLogHealth();
    return figures?.logs.some(
      ({ isSignatureValid, log: name, size }) => name.startsWith('technical') && size > 0 && isSignatureValid,
    );
  });
  const verified = async (words: string) => {
    await owner.api.verifyLog({ body: {} });
    return until(words, async () => {
      const { figures } = await owner.api.readLogHealth();
      return figures?.verification.state === 'done' && figures.verification;
    });
  };
  assert.ok((await verified('a first verification ends')).logs.every(({ verdict }) => verdict !== 'altered'));
  assert.ok(tamper(log.dataDir, 'transferred 100 euro'));
  const second = await verified('a second verification ends');
  assert.ok(second.logs.some(({ findings, verdict }) => verdict === 'altered' && findings.length > 0));
  assert.equal((await rings('verification_failed')).severity, 'critical');

  await rings('time_stamp');
  authority.behave(() => null);
  await rings('time_stamp', 'over');
});
