// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  eventually,
  openRelp,
  openStreamHouse,
  startReceivers,
} from '../../../../test/log-streams.ts';
import { startRelp } from '../relp/relp.ts';
import { startSyslog } from '../syslog/syslog.ts';

const FRAMES = Buffer.from('2 syslog 0\n'.repeat(10_000));
/** What the systems of both sides buffer, and then some. */
const FAR_TOO_MUCH = 64 * 1_048_576;

/** More than a receiver answers without being heard: silence before that is that of a slow machine. */
const ENOUGH = 1_572_864;
const SLOW_MS_MAX = 30_000;

/**
 * Sends empty entries, which cost nothing but their answers, as long as somebody takes them.
 *
 * @param stuckMs silence that says that nobody does any more; null waits until the connection ends
 * @returns bytes taken
 */
async function sendUntilStuck(socket: import('node:net').Socket, stuckMs: number | null): Promise<number> {
  let sent = 0;
  const closed = new Promise((resolve) => socket.once('close', () => resolve(true)));
  while (sent < FAR_TOO_MUCH && !socket.destroyed) {
    if (!socket.write(FRAMES)) {
      const goesOn = [closed, new Promise((resolve) => socket.once('drain', () => resolve(true)))];
      const silentMs = stuckMs !== null && sent < ENOUGH ? SLOW_MS_MAX : stuckMs;
      const waiting = silentMs === null ? goesOn : [...goesOn, delay(silentMs, false, { ref: false })];
      if (!(await Promise.race(waiting))) break;
    }
    sent += FRAMES.length;
  }
  return sent;
}

test('a RELP sender that never reads its answers is not read on, and dropped in the end', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp, { sweepMs: 20, answerMsMax: 1_500 });
  const sender = await openRelp(t, ports.get('relp') ?? 0);
  sender.socket.pause();
  assert.ok((await sendUntilStuck(sender.socket, null)) < FAR_TOO_MUCH, 'every answer was kept in memory');
  await eventually(() => log.refused.get('relp answers_unread') === 1);
});

test('a RELP sender cannot pile up answers behind an entry that waits for the disk', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const sender = await openRelp(t, ports.get('relp') ?? 0);
  const release = log.hold();
  sender.socket.write('2 syslog 1 x\n');
  assert.ok((await sendUntilStuck(sender.socket, 500)) < FAR_TOO_MUCH, 'every answer was kept in memory');
  release();
  const told = () => sender.heard().length;
  await eventually(() => told() > 1_000_000);
});

test('stop() ends though a sender never reads its answers', async (t) => {
  const log = openStreamHouse();
  const receivers = await startRelp(log.house, { stopMsMax: 50 });
  const sender = await openRelp(t, receivers[0]?.port ?? 0);
  sender.socket.pause();
  await sendUntilStuck(sender.socket, 500);
  const stopped = Promise.all(receivers.map((receiver) => receiver.stop())).then(() => true);
  assert.equal(await Promise.race([stopped, delay(240_000, false, { ref: false })]), true);
});

// Danger: a stranger fills the memory for frames that came in part with frames he never ends; then every honest sender
// whose frame comes in two pieces is dropped, for as long as he likes.
test('senders that fill the memory with frames without end lose their own connections, and no other', async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startSyslog, { partialBytesMax: 1_048_576 });
  const port = ports.get('syslog-tcp') ?? 0;
  const honest = await connect(t, port);
  honest.socket.write('<1>this came ');
  const hostile = await Promise.all(Array.from({ length: 12 }, () => connect(t, port)));
  for (const { socket } of hostile) socket.write(Buffer.alloc(120_000, 'x'));
  await eventually(() => (log.refused.get('syslog-tcp memory') ?? 0) >= 3);
  honest.socket.write('in two pieces\n');
  await eventually(() => log.texts().includes('<1>this came in two pieces'));
  const kept = log.entries.filter(({ raw }) => raw[0] === 0x78);
  assert.equal(kept.length, log.refused.get('syslog-tcp memory'), 'what came of them is kept');
});
