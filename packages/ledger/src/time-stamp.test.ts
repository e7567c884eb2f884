// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { der, hex, someDigest, timeStampAnswer } from '../test/time-stamps.ts';
import { derElements, hexOfBytes, readTimeStamp } from './index.ts';

describe('readTimeStamp()', () => {
  it('reads digest and moment', () => {
    const stamp = held(readTimeStamp(timeStampAnswer()));
    assert.deepEqual(
      [hexOfBytes(stamp.imprint), stamp.at],
      [someDigest.toString('hex'), Date.UTC(2026, 10, 22, 1, 2, 3, 500)],
    );
    assert.equal(
      held(readTimeStamp(timeStampAnswer({ status: 1, time: '20261122010203Z' }))).at,
      Date.UTC(2026, 10, 22, 1, 2, 3),
    );
  });

  it('refuses what is no time-stamp over a SHA-256', () => {
    for (const wrong of [
      timeStampAnswer({ status: 2 }),
      timeStampAnswer({ time: '20261122010203' }),
      timeStampAnswer({ time: '20261122010203.50Z' }),
      timeStampAnswer({ algorithm: '2b0e03021a' }),
      timeStampAnswer({ type: '2a864886f70d010701' }),
      Buffer.concat([timeStampAnswer(), Buffer.of(0)]),
      Buffer.alloc(0),
      der(0x30, der(0x30, der(2, Buffer.of(0)))),
    ]) {
      assert.equal(codeOf(readTimeStamp(wrong)), 'time_stamp.malformed');
    }
  });

  it('is cut or altered without an exception', () => {
    const whole = timeStampAnswer();
    for (let at = 0; at < whole.length; at += 1) {
      assert.equal(codeOf(readTimeStamp(whole.subarray(0, at))), 'time_stamp.malformed');
      for (const bit of [1, 16, 128]) {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] as number) ^ bit;
        readTimeStamp(altered);
      }
    }
  });
});

it('derElements() takes one spelling of a length only', () => {
  for (const wrong of ['0281', '028101', '02810107', '0280', '1f0101', '02850000000001', '028200']) {
    assert.equal(codeOf(derElements(hex(wrong))), 'time_stamp.malformed', wrong);
  }
  const long = der(4, Buffer.alloc(200));
  assert.equal(held(derElements(long)).length, 1);
});
