// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreedOffset, aheadMs, askTime, readTime } from './sntp.ts';

const nonce = Buffer.from('0102030405060708', 'hex');
const EPOCH_SECONDS = 2_208_988_800;

function anAnswer(change: (packet: Buffer) => void = () => undefined, ms = Date.UTC(2026, 10, 22)): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = (4 << 3) | 4;
  packet[1] = 2;
  nonce.copy(packet, 24);
  for (const at of [32, 40]) {
    packet.writeUInt32BE((Math.floor(ms / 1_000) + EPOCH_SECONDS) % 2 ** 32, at);
    packet.writeUInt32BE(2 ** 31, at + 4);
  }
  change(packet);
  return packet;
}
const refusal = (packet: Buffer) => {
  const read = readTime(packet, nonce);
  return 'refused' in read ? read.refused : 'taken';
};

test('askTime() asks as a client of version 4 and tells nothing of our clock', () => {
  const packet = askTime(nonce);
  assert.equal(packet.length, 48);
  assert.equal(packet[0], 0x23);
  assert.deepEqual(packet.subarray(40), nonce);
  assert.ok(packet.subarray(1, 40).every((byte) => byte === 0));
});

test('readTime() reads both times to the half second, also after the era of 2036', () => {
  const at2026 = Date.UTC(2026, 10, 22);
  assert.deepEqual(readTime(anAnswer(), nonce), {
    receivedMs: at2026 + 500,
    answeredMs: at2026 + 500,
    stratum: 2,
  });
  const at2040 = Date.UTC(2040, 0, 1);
  const read = readTime(anAnswer(undefined, at2040), nonce);
  assert.equal('refused' in read ? null : read.answeredMs, at2040 + 500);
});

// Danger: whoever can send us a packet sets our clock, and with it the time every entry is sealed with.
test('readTime() takes no answer that RFC 4330 tells a client to drop', () => {
  assert.equal(refusal(anAnswer()), 'taken');
  assert.equal(refusal(anAnswer().subarray(0, 47)), 'too_short');
  assert.equal(refusal(anAnswer((packet) => packet.writeUInt8((4 << 3) | 3, 0))), 'wrong_mode');
  assert.equal(refusal(anAnswer((packet) => packet.writeUInt8(9, 24))), 'not_asked');
  assert.equal(refusal(anAnswer((packet) => packet.writeUInt8(16, 1))), 'wrong_stratum');
  assert.equal(
    refusal(anAnswer((packet) => packet.writeUInt8((3 << 6) | (4 << 3) | 4, 0))),
    'not_synchronised',
  );
  assert.equal(refusal(anAnswer((packet) => packet.writeUInt32BE(20 << 16, 8))), 'too_far_from_reference');
  assert.equal(refusal(anAnswer((packet) => packet.fill(0, 40, 48))), 'no_time');
  const kiss = anAnswer((packet) => {
    packet[1] = 0;
    packet.write('RATE', 12, 'latin1');
  });
  assert.equal(refusal(kiss), 'kiss_RATE');
});

test('aheadMs() takes the way there and back as equally long', () => {
  const answer = { receivedMs: 1_000, answeredMs: 1_010, stratum: 1 };
  // We say 3000 on asking, 50 ms pass, of which the server took 10: half of the rest lies before.
  assert.equal(aheadMs(answer, 3_000, 50), 2_020);
});

// Danger: one source that lies moves the middle of two.
test('agreedOffset() takes the middle, and nothing where two halves disagree', () => {
  assert.equal(agreedOffset([], 5_000), null);
  assert.equal(agreedOffset([7], 5_000), 7);
  assert.equal(agreedOffset([10, 20], 5_000), 15);
  assert.equal(agreedOffset([0, 86_400_000], 5_000), null);
  assert.equal(agreedOffset([1, 86_400_000, 3], 5_000), 3);
});
