// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmodSync, existsSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogAlarm } from '@belfry/contract';
import type { Configuration } from '../src/platform/configuration/configuration.ts';
import { createLogLink, type LogAddress } from '../src/platform/log-link/log-link.ts';
import { openTestDesk } from './desk.ts';
import { openTestLog, type TestLogOptions } from './log.ts';
import { aMailServer } from './mail-server.ts';

const WAIT_MS_MAX = 60_000;

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
  given: { configuration?: Partial<Configuration>; journal?: TestLogOptions['journal'] } = {},
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
  assert.equal(mails.taken.length, 1);
  assert.equal((await owner.api.readLogHealth()).isSound, true);
});

test('a stolen signing key rings, and so does one that others can read', async (t) => {
  const { log, rings } = await aHouse(t);
  const key = path.join(log.dataDir, 'keys', 'log-signing.key');
  await until('the key is made', async () => existsSync(key));
  chmodSync(key, 0o644);
  assert.equal((await rings('signing_key')).facts['reason'], 'exposed');
  chmodSync(key, 0o600);
  renameSync(key, `${key}.stolen`);
});
