// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { aTimeServer, noChrony, startChrony } from '../../../test/time-server.ts';
import { type Clock, systemClock } from '../../platform/clock/clock.ts';
import { startClockWatch } from './clock-watch.ts';

function watching(t: TestContext, servers: readonly string[], clock: Clock = systemClock) {
  const alarms: string[] = [];
  const watch = startClockWatch({
    servers,
    clock,
    alarms: {
      raise: (kind, subject, facts) => alarms.push(`${kind} ${subject} ${facts['reason']}`),
      clear: (kind, subject) => alarms.push(`clear ${kind} ${subject}`),
    },
    limits: { clockAnswerMsMax: 2_000 },
  });
  t.after(() => watch.stop());
  return { watch, alarms };
}

test('the real chronyd agrees with the clock of this machine', { skip: noChrony }, async (t) => {
  const { address } = await startChrony(t);
  const { alarms, watch } = watching(t, [address]);
  // It needs a moment to listen.
  for (let look = 0; look < 2_000 && watch.state !== 'synchronised'; look += 1) {
    await watch.look();
    await delay(100);
  }
  assert.equal(watch.state, 'synchronised');
  const { offsetMs, servers } = watch.figures;
  assert.ok(Math.abs(offsetMs ?? Number.NaN) < 1_000, `${offsetMs} ms`);
  assert.equal(servers[0]?.stratum, 1);
  assert.deepEqual([...new Set(alarms)], ['clear clock time sources']);
});

test('without a source the clock is compared with nothing', async (t) => {
  const { alarms, watch } = watching(t, []);
  await watch.look();
  assert.equal(watch.state, 'unknown');
  assert.deepEqual(alarms, []);
});

test('a clock a day ahead disagrees and rings', async (t) => {
  const server = await aTimeServer(t, { aheadMs: -86_400_000 });
  const { alarms, watch } = watching(t, [server.address]);
  await watch.look();
  assert.equal(watch.state, 'disagrees');
  assert.ok(Math.abs((watch.figures.offsetMs ?? 0) - 86_400_000) < 2_000);
  assert.ok(alarms.includes('clock time sources offset'));
});

// Danger: one source that lies, and every entry is marked as of a clock that is wrong, or right when it is not.
test('one liar among three is outvoted; one of two is believed no more than the other', async (t) => {
  const [one, other] = [await aTimeServer(t, { aheadMs: 0 }), await aTimeServer(t, { aheadMs: 0 })];
  const liar = await aTimeServer(t, { aheadMs: 3_600_000 });
  const three = watching(t, [one.address, liar.address, other.address]);
  await three.watch.look();
  assert.equal(three.watch.state, 'synchronised');
  const two = watching(t, [one.address, liar.address]);
  await two.watch.look();
  assert.equal(two.watch.state, 'unknown');
  assert.ok(two.alarms.includes('clock time sources sources_disagree'));
});

test('a source that asks to be left alone is left alone (kiss-of-death)', async (t) => {
  const server = await aTimeServer(t, {
    aheadMs: 0,
    change: (packet) => {
      packet[1] = 0;
      packet.write('DENY', 12, 'latin1');
    },
  });
  const { watch } = watching(t, [server.address]);
  await watch.look();
  await watch.look();
  assert.equal(server.asked(), 1);
  assert.equal(watch.figures.servers[0]?.failure, 'kiss_DENY');
  assert.equal(watch.state, 'unknown');
});

// Danger: a clock that was right a minute ago is set by hand, and goes on being called synchronised.
test('a clock that is set after it was compared is unknown until it is compared again', async (t) => {
  const server = await aTimeServer(t, { aheadMs: 0 });
  let aheadMs = 0;
  const { watch } = watching(t, [server.address], { now: () => new Date(Date.now() + aheadMs) });
  await watch.look();
  assert.equal(watch.state, 'synchronised');
  aheadMs = 60_000;
  assert.equal(watch.state, 'unknown');
  await watch.look();
  assert.equal(watch.state, 'disagrees');
});
