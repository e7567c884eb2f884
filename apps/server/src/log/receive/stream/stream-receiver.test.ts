// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  eventually,
  openRelp,
  openStreamHouse,
  RELP_OPEN,
  startReceivers,
} from '../../../../test/log-streams.ts';
import { startRelp } from '../relp/relp.ts';
import { startSyslog } from '../syslog/syslog.ts';

/** Some machines have IPv6 switched off. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const ACK = '2 rsp 6 200 OK\n';

test('RELP is answered after the entry is durable, and not before', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const sender = await openRelp(t, ports.get('relp') ?? 0);
  const release = log.hold();
  sender.socket.write('2 syslog 5 <1>ab\n');
  await delay(100);
  assert.ok(!sender.heard().includes(ACK));
  release();
  await eventually(() => sender.heard().endsWith(ACK));
  assert.deepEqual(log.texts(), ['<1>ab']);
  sender.socket.write('3 close 0\n');
  await sender.closed;
  assert.ok(sender.heard().endsWith('3 rsp 0\n0 serverclose 0\n'));
});

test('RELP withholds its answer while the disk is full, stops reading, and goes on when there is space', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const sender = await openRelp(t, ports.get('relp') ?? 0);
  const open = log.close();
  const entry = 'x'.repeat(1_000);
  let sent = 0;
  while (sender.socket.write(`${sent + 2} syslog 1000 ${entry}\n`) && sent < 100_000) sent += 1;
  sent += 1;
  await delay(100);
  assert.equal(log.entries.length, 0);
  assert.ok(!sender.heard().includes(ACK));
  open();
  await eventually(() => log.entries.length === sent);
  await eventually(() => sender.heard().endsWith(`${sent + 1} rsp 6 200 OK\n`));
});

test('a RELP sender whose entries the disk does not take in time is dropped without an answer', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp, { sweepMs: 20, answerMsMax: 50 });
  const sender = await connect(t, ports.get('relp') ?? 0);
  const release = log.hold();
  sender.socket.write(`${RELP_OPEN}2 syslog 5 <1>ab\n`);
  await sender.closed;
  release();
  assert.ok(!sender.heard().includes(ACK));
  assert.equal(log.refused.get('relp not_durable'), 1);
});

test('a sender that holds a frame open without sending is dropped; an idle one stays', async (t) => {
  const log = openStreamHouse();
  const limits = { sweepMs: 20, frameMsMax: 150, frameBytesPerSecondMin: 100_000 };
  const ports = await startReceivers(t, log, startSyslog, limits);
  const idle = await connect(t, ports.get('syslog-tcp') ?? 0);
  idle.socket.write('<1>before\n');
  const slow = await connect(t, ports.get('syslog-tcp') ?? 0);
  slow.socket.write('100 <2>beg');
  const drip = setInterval(() => slow.socket.write('x'), 20);
  t.after(() => clearInterval(drip));
  await slow.closed;
  assert.equal(log.refused.get('syslog-tcp too_slow'), 1);
  idle.socket.write('<1>after\n');
  await eventually(() => log.texts().includes('<1>after'));
  const kept = log.entries.find(({ raw }) => raw.toString().startsWith('<2>beg'));
  assert.equal(kept?.cut, 100);
});

test('a thousand connections at once are served, one beyond the bound is refused and counted', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog, { connectionsMax: 1_100, connectionsKept: 100 });
  const port = ports.get('syslog-tcp') ?? 0;
  const senders = await Promise.all(Array.from({ length: 1_000 }, () => connect(t, port)));
  for (const [index, { socket }] of senders.entries()) socket.write(`<1>from ${index}\n`);
  await eventually(() => log.entries.length === 1_000);
  const beyond = await connect(t, port);
  await beyond.closed;
  assert.equal(log.refused.get('syslog-tcp too_many_of_address'), 1);
  senders[0]?.socket.destroy();
  await senders[0]?.closed;
  // When the receiver hears of it is the affair of the machine.
  await eventually(async () => {
    const next = await connect(t, port);
    next.socket.write('<1>next\n');
    await Promise.race([next.closed, eventually(() => log.texts().includes('<1>next'))]);
    return log.texts().includes('<1>next');
  });
});

// Danger: two hostile addresses take every connection, and no system of the house can say anything any more.
test('senders that take all they can get leave a place for the next one', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog, { connectionsMax: 30, connectionsKept: 10 });
  const port = ports.get('syslog-tcp') ?? 0;
  for (const localAddress of ['127.0.0.2', '127.0.0.3']) {
    await Promise.all(Array.from({ length: 40 }, () => connect(t, port, { localAddress })));
  }
  const refused = () => log.refused.get('syslog-tcp too_many_of_address') ?? 0;
  // All but the kept ones for the first, who is alone; half of what is left for the second.
  await eventually(() => refused() === 80 - 20 - 5);
  const honest = await connect(t, port, { localAddress: '127.0.0.4' });
  honest.socket.write('<1>from the third\n');
  await eventually(() => log.texts().includes('<1>from the third'));
  assert.equal(log.refused.get('syslog-tcp too_many_connections'), undefined);
});

test('of the last places nobody gets one who holds more than others on average', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog, { connectionsMax: 30, connectionsKept: 10 });
  const port = ports.get('syslog-tcp') ?? 0;
  const house = Array.from({ length: 20 }, (_, at) => `127.0.1.${at + 1}`);
  await Promise.all(house.map((localAddress) => connect(t, port, { localAddress })));
  await Promise.all(Array.from({ length: 10 }, () => connect(t, port, { localAddress: '127.0.0.2' })));
  await eventually(() => log.refused.get('syslog-tcp too_many_of_address') === 10 - 2);
});

// Danger: a receiver that listens on IPv6 is never tried on it, and the first sender that comes so is unknown or refused.
for (const host of ['::1', '::']) {
  test(`syslog by TCP and UDP, and RELP, are received on ${host}`, { skip: !hasIpv6 }, async (t) => {
    const log = openStreamHouse({ BELFRY_HOST: host });
    const stream = await startReceivers(t, log, startSyslog);
    const relp = await startReceivers(t, log, startRelp);
    const address = { host: '::1' };
    const tcp = await connect(t, stream.get('syslog-tcp') ?? 0, address);
    tcp.socket.write('<1>by tcp\n');
    const datagrams = dgram.createSocket('udp6');
    t.after(() => datagrams.close());
    datagrams.send('<1>by udp', stream.get('syslog-udp') ?? 0, '::1');
    const open = await connect(t, relp.get('relp') ?? 0, address);
    open.socket.write(RELP_OPEN);
    open.socket.write('2 syslog 10 <1>by relp\n');
    await eventually(() => log.entries.length === 3);
    assert.deepEqual(log.texts().sort(), ['<1>by relp', '<1>by tcp', '<1>by udp']);
    const peers = log.entries.map(({ batch }) => batch.origin.peer);
    assert.ok(
      peers.every((peer) => peer.startsWith('::1:')),
      peers.join(' '),
    );
  });
}

test('a line of 16 MiB costs no more memory than its first MiB', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog);
  const sender = await connect(t, ports.get('syslog-tcp') ?? 0);
  const block = Buffer.alloc(65_536, 'x');
  const before = process.memoryUsage().rss;
  for (let at = 0; at < 256; at += 1) {
    if (!sender.socket.write(block)) await new Promise((resolve) => sender.socket.once('drain', resolve));
  }
  sender.socket.end('\n<1>after\n');
  await sender.closed;
  await eventually(() => log.entries.length === 2);
  assert.deepEqual([log.entries[0]?.raw.length, log.entries[0]?.cut], [1_048_576, 16_777_216]);
  assert.equal(log.texts()[1], '<1>after');
  // Generous: the sender of this very process, its buffers and garbage stand in it too.
  assert.ok(process.memoryUsage().rss - before < 64 * 1_048_576);
});

test('NULs, bytes that are no text and garbage are kept as they came', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog);
  const sender = await connect(t, ports.get('syslog-tcp') ?? 0);
  const hostile = Buffer.from([0x3c, 0x31, 0x3e, 0, 0, 0xff, 0xfe, 0xc3, 0x28, 0x1b, 0x5b, 0x32, 0x4a, 0x0d]);
  sender.socket.end(Buffer.concat([hostile, Buffer.from('\n'), Buffer.from([0x16, 3, 1, 2, 0])]));
  await sender.closed;
  await eventually(() => log.entries.length === 2);
  assert.deepEqual(log.entries[0]?.raw, hostile);
  assert.deepEqual(log.entries[1]?.raw, Buffer.from([0x16, 3, 1, 2, 0]));
});

test('TCP stops reading while the disk is full, and nothing that was read is lost', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog);
  const sender = await connect(t, ports.get('syslog-tcp') ?? 0);
  const open = log.close();
  let sent = 0;
  const line = `<1>${'y'.repeat(996)}\n`;
  // Until the buffers of both systems are full, which shows that nobody reads.
  while (sent < 50_000 && sender.socket.writableLength < 4_194_304) {
    sender.socket.write(line);
    sent += 1;
    if (sent % 100 === 0) await delay(0);
  }
  assert.ok(sent < 50_000, 'the receiver went on reading');
  sender.socket.end();
  open();
  await eventually(() => log.entries.length === sent);
});

test('datagrams are entries; what cannot be taken is counted', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog);
  const socket = dgram.createSocket('udp4');
  t.after(() => socket.close());
  const send = (bytes: Buffer) =>
    new Promise<void>((resolve) => {
      socket.send(bytes, ports.get('syslog-udp') ?? 0, '127.0.0.1', () => resolve());
    });
  const longest = Buffer.alloc(65_507, 'z');
  await send(Buffer.from('<1>one\n'));
  await send(Buffer.from([0, 0xff, 0x0a, 0x0a]));
  await send(longest);
  await send(Buffer.alloc(0));
  await eventually(() => log.entries.length === 3 && log.refused.get('syslog-udp empty') === 1);
  assert.deepEqual(
    log.entries.map(({ raw }) => raw),
    [Buffer.from('<1>one\n'), Buffer.from([0, 0xff, 0x0a, 0x0a]), longest],
  );
  const open = log.close();
  await send(Buffer.from('<1>lost'));
  await eventually(() => log.refused.get('syslog-udp disk_full') === 1);
  open();
});

test('a port that is taken raises an alarm, and is opened when it is free', async (t) => {
  const taken = net.createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as net.AddressInfo;
  const log = openStreamHouse({ BELFRY_RELP_PORT: String(port) });
  const receivers = await startRelp(log.house, { listenAgainMs: 20 });
  t.after(() => Promise.all(receivers.map((receiver) => receiver.stop())));
  assert.equal(receivers[0]?.port, null);
  assert.equal(log.alarms.get(`receiver relp 127.0.0.1:${port}`)?.['reason'], 'EADDRINUSE');
  await new Promise((resolve) => taken.close(resolve));
  await eventually(() => receivers[0]?.port === port);
  assert.equal(log.alarms.size, 0);
});

test('stop() keeps what was read and says goodbye to RELP', async (t) => {
  const log = openStreamHouse();
  const receivers = await startRelp(log.house);
  const sender = await connect(t, receivers[0]?.port ?? 0);
  sender.socket.write(`${RELP_OPEN}2 syslog 5 <1>ab\n`);
  await eventually(() => sender.heard().endsWith(ACK));
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  await sender.closed;
  assert.ok(sender.heard().endsWith(`${ACK}0 serverclose 0\n`));
});

test('stop() ends while the disk is full: what has no answer is not answered', async (t) => {
  const log = openStreamHouse();
  const receivers = await startRelp(log.house, { stopMsMax: 50 });
  const sender = await openRelp(t, receivers[0]?.port ?? 0);
  log.close();
  sender.socket.write('2 syslog 5 <1>ab\n');
  await delay(50);
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  await sender.closed;
  assert.ok(!sender.heard().includes(ACK));
});

test('a sender that says its last word and still listens gets its answers', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const sender = await connect(t, ports.get('relp') ?? 0, { allowHalfOpen: true });
  const release = log.hold();
  sender.socket.end(`${RELP_OPEN}2 syslog 5 <1>ab\n`);
  await delay(50);
  release();
  await eventually(() => sender.heard().endsWith(ACK));
});
