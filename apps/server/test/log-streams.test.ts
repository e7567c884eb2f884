// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import { test } from 'node:test';
import { openTestLog } from './log.ts';
import { connect, eventually, RELP_OPEN } from './log-streams.ts';

test('what comes by UDP, TCP and RELP is in the journal, known by its sender, and counted for it', async (t) => {
  const log = await openTestLog(t);
  const portOf = (transport: string) =>
    log.log.receivers.find((receiver) => receiver.transport === transport)?.port ?? 0;
  const relp = await connect(t, portOf('relp'));
  relp.socket.write(`${RELP_OPEN}2 syslog 10 <1>by relp\n`);
  await eventually(() => relp.heard().endsWith('2 rsp 6 200 OK\n'));
  // Answered means on disk: no waiting here.
  assert.deepEqual(
    (await log.entries()).map(({ raw }) => Buffer.from(raw).toString()),
    ['<1>by relp'],
  );
  const tcp = await connect(t, portOf('syslog-tcp'));
  tcp.socket.write('<1>by tcp\n10 <1>counted');
  const udp = dgram.createSocket('udp4');
  t.after(() => udp.close());
  udp.send('<1>by udp', portOf('syslog-udp'), '127.0.0.1');
  await eventually(async () => (await log.entries()).length === 4);
  const entries = await log.entries();
  assert.deepEqual(entries.map(({ origin, raw }) => `${origin.transport} ${Buffer.from(raw)}`).sort(), [
    'relp <1>by relp',
    'syslog-tcp <1>by tcp',
    'syslog-tcp <1>counted',
    'syslog-udp <1>by udp',
  ]);
  assert.equal(new Set(entries.map(({ origin }) => origin.sourceId)).size, 1);
  await eventually(
    async () => (await log.query("SELECT FROM log_source WHERE state = 'unknown'")).length === 1,
  );
  await log.log.house.sourceCounts.flush(true);
  const [counted] = await log.query('SELECT sum(entries)::int AS entries FROM log_source_minute');
  assert.equal(counted?.['entries'], 4);
});
