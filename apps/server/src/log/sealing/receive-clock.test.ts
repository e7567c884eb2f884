// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClockState } from '@belfry/contract';
import { ReceiveClock, yearOf } from './receive-clock.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const at = (text: string) => Date.parse(text) * 1_000;

/** Judges one reading a second: the wall clock as it is set, the monotonic one as it goes. */
function readings(clock: ReceiveClock, fromUs: number) {
  let wallUs = fromUs;
  let monotonicNs = 1_000_000_000_000n;
  return {
    jump: (us: number) => {
      wallUs += us;
    },
    reboot: (downUs: number) => {
      wallUs += downUs;
      monotonicNs = 1n;
    },
    judge: (passUs: number, state: ClockState = 'unknown') => {
      wallUs += passUs;
      monotonicNs += BigInt(passUs) * 1_000n;
      return clock.judge({ receivedUs: wallUs, monotonicNs, clock: state });
    },
  };
}

test('ReceiveClock follows a year that ends, a leap second and a clock that is slewed, without an alarm', () => {
  const reading = readings(new ReceiveClock(null), at('2026-12-31T23:59:57Z'));
  for (let second = 0; second < 10; second += 1) {
    if (second === 3) reading.jump(-SECOND);
    reading.jump(500);
    assert.equal(reading.judge(SECOND).jumpSeconds, null);
  }
  assert.equal(yearOf(reading.judge(SECOND).trustedUs), 2027);
});

test('ReceiveClock believes a changed clock once it is compared, or has held for ten minutes', () => {
  const held = readings(new ReceiveClock(null), at('2026-06-01T00:00:00Z'));
  held.judge(SECOND);
  held.jump(at('2036-06-01T00:00:00Z') - at('2026-06-01T00:00:00Z'));
  assert.equal(held.judge(SECOND).clock, 'jumped');
  for (let minute = 0; minute < 9; minute += 1) assert.equal(yearOf(held.judge(MINUTE).trustedUs), 2026);
  assert.deepEqual(held.judge(MINUTE).jumpSeconds, 0);
  assert.equal(yearOf(held.judge(SECOND).trustedUs), 2036);
  const compared = readings(new ReceiveClock(null), at('2026-06-01T00:00:00Z'));
  compared.judge(SECOND);
  compared.jump(-30 * MINUTE);
  const judged = compared.judge(SECOND, 'synchronised');
  assert.deepEqual([judged.clock, judged.jumpSeconds], ['synchronised', -1_800]);
});

test('a clock that jumps again and again is never believed', () => {
  const reading = readings(new ReceiveClock(null), at('2026-06-01T00:00:00Z'));
  reading.judge(SECOND);
  for (let jump = 1; jump < 100; jump += 1) {
    reading.jump(jump * 86_400 * SECOND);
    assert.equal(yearOf(reading.judge(MINUTE).trustedUs), 2026);
  }
});

test('ReceiveClock takes a restart that lasted long, and doubts one into the past or another year', () => {
  const reading = readings(new ReceiveClock(at('2026-05-01T00:00:00Z')), at('2026-06-01T00:00:00Z'));
  assert.equal(reading.judge(SECOND).clock, 'unknown');
  reading.reboot(5 * 86_400 * SECOND);
  assert.equal(reading.judge(SECOND).clock, 'unknown');
  reading.reboot(-86_400 * SECOND);
  const past = reading.judge(SECOND);
  assert.equal(past.clock, 'jumped');
  assert.ok(past.trustedUs >= at('2026-06-05T23:59:00Z'));
  const other = readings(new ReceiveClock(at('2026-05-01T00:00:00Z')), 0);
  assert.equal(yearOf(other.judge(SECOND).trustedUs), 2026);
});
