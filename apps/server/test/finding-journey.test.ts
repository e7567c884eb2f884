// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '@belfry/contract';
import { openTestDesk } from './desk.ts';
import { addRules, failedLogin, wordRule } from './detection.ts';
import { openTestLog } from './log.ts';

// Nobody answers there: the search engine is not what is tested here.
const configuration = { clickhouseUrl: 'http://127.0.0.1:9' };

// The whole path, and nothing in it played: receiver, journal, seal, engine, hit, finding, report, alert.
test('a line that is sent by TCP becomes a finding, a report, and an alert', async (t) => {
  const desk = await openTestDesk(t);
  const handler = await desk.as('handler');
  const boss = await desk.as('it_responsible');
  await addRules(desk, [wordRule('Failed login', 'Failed password', 'level: critical')]);
  await desk.query(`UPDATE detection_rule SET level = 'critical' WHERE title = 'Failed login'`);
  const { log } = await openTestLog(t, { opened: desk, configuration });
  const receiver = log.receivers.find(({ transport }) => transport === 'syslog-tcp');
  const socket = connect(receiver?.port ?? 0, '127.0.0.1');
  await once(socket, 'connect');
  for (const port of [1, 2]) socket.write(`${failedLogin({ ip: '192.0.2.1', port })}\n`);
  socket.end();
  let found: Finding | undefined;
  for (let look = 0; look < 600 && found?.count !== 2; look += 1) {
    await delay(100);
    found = (await handler.api.listFindings({ query: { state: 'any', q: 'Failed login' } })).items[0];
  }
  assert.deepEqual(
    [found?.count, found?.state, found?.key.map(({ field }) => field)],
    [2, 'reported', ['source', 'host']],
  );
  const report = await handler.api.readReport({ params: { reference: found?.report ?? '' } });
  assert.equal(report.channel, 'detection');
  assert.match(report.summary, /^Failed login \(.*web1\)$/);
  const { items } = await boss.api.listAlerts({ query: {} });
  assert.deepEqual(
    items.map((alert) => alert.report),
    [report.reference],
  );
  const whole = await handler.api.readFinding({ params: { reference: found?.reference ?? '' } });
  assert.match(whole.entries[0]?.log ?? '', /^technical-\d{4}$/);
});
