// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from './pace.ts';

const GIB = 1_073_741_824;

test('Pace tells entries and bytes a second over the last minute', () => {
  const pace = new Pace();
  for (let second = 0; second <= 120; second += 1) {
    const receivedSeq = second <= 60 ? second * 1_000 : 60_000 + (second - 60) * 10;
    pace.look({
      atMs: second * 1_000,
      receivedSeq,
      receivedBytes: receivedSeq * 100,
      sealedSeq: receivedSeq,
      freeBytes: 0,
    });
  }
  assert.deepEqual(pace.perSecond, { entries: 10, bytes: 1_000 });
});

test('Pace tells how long the oldest entry waits for its seal', () => {
  const pace = new Pace();
  const look = (atMs: number, receivedSeq: number, sealedSeq: number) =>
    pace.look({ atMs, receivedSeq, receivedBytes: 0, sealedSeq, freeBytes: 0 });
  look(0, 0, 0);
  look(1_000, 10, 0);
  look(2_000, 20, 0);
  assert.equal(pace.waitingMs(12_000), 11_000);
  look(13_000, 20, 10);
  assert.equal(pace.waitingMs(13_000), 11_000);
  look(14_000, 20, 20);
  assert.equal(pace.waitingMs(20_000), 0);
  assert.equal(pace.sealDelayMs(20_000), 12_000);
});

test('Pace tells in days when the disk is full, once there is a trend', () => {
  const pace = new Pace();
  const look = (minute: number, freeBytes: number) =>
    pace.look({ atMs: minute * 60_000, receivedSeq: 0, receivedBytes: 0, sealedSeq: 0, freeBytes });
  look(0, 100 * GIB);
  look(5, 100 * GIB);
  assert.equal(pace.daysLeft(99 * GIB, 5 * GIB, 5 * 60_000), null);
  look(60, 99 * GIB);
  // A gibibyte an hour, and 94 of them until it closes.
  assert.equal(Math.round(pace.daysLeft(99 * GIB, 5 * GIB, 60 * 60_000) ?? 0), 4);
  assert.equal(pace.daysLeft(101 * GIB, 5 * GIB, 60 * 60_000), null);
});
