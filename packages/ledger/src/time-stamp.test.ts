// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, held } from '../test/held.ts';
import { derElements, hexOfBytes, readTimeStamp } from './index.ts';

const der = (tag: number, ...parts: Uint8Array[]) => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x81, content.length];
  return Buffer.from([tag, ...length, ...content]);
};
const hex = (text: string) => Buffer.from(text, 'hex');
const digest = Buffer.alloc(32, 7);
const oid = (text: string) => der(6, hex(text));

/** An answer as RFC 3161 has it, without certificates: what is signed is the platform's matter. */
function answer(given: { time?: string; status?: number; algorithm?: string; type?: string } = {}): Buffer {
  const {
    algorithm = '608648016503040201',
    status = 0,
    time = '20261122010203.5Z',
    type = '2a864886f70d0109100104',
  } = given;
  const imprint = der(0x30, der(0x30, oid(algorithm), der(5)), der(4, digest));
  const info = der(
    0x30,
    der(2, Buffer.of(1)),
    oid('2a03'),
    imprint,
    der(2, Buffer.of(9)),
    der(0x18, Buffer.from(time)),
  );
  const content = der(0x30, oid(type), der(0xa0, der(4, info)));
  const signed = der(0x30, der(2, Buffer.of(3)), der(0x31), content, der(0x31));
  return der(
    0x30,
    der(0x30, der(2, Buffer.of(status))),
    der(0x30, oid('2a864886f70d010702'), der(0xa0, signed)),
  );
}

describe('readTimeStamp()', () => {
  it('reads digest and moment', () => {
    const stamp = held(readTimeStamp(answer()));
    assert.deepEqual(
      [hexOfBytes(stamp.imprint), stamp.at],
      [digest.toString('hex'), Date.UTC(2026, 10, 22, 1, 2, 3, 500)],
    );
    assert.equal(
      held(readTimeStamp(answer({ status: 1, time: '20261122010203Z' }))).at,
      Date.UTC(2026, 10, 22, 1, 2, 3),
    );
  });

  it('refuses what is no time-stamp over a SHA-256', () => {
    for (const wrong of [
      answer({ status: 2 }),
      answer({ time: '20261122010203' }),
      answer({ time: '20261122010203.50Z' }),
      answer({ algorithm: '2b0e03021a' }),
      answer({ type: '2a864886f70d010701' }),
      Buffer.concat([answer(), Buffer.of(0)]),
      Buffer.alloc(0),
      der(0x30, der(0x30, der(2, Buffer.of(0)))),
    ]) {
      assert.equal(codeOf(readTimeStamp(wrong)), 'time_stamp.malformed');
    }
  });

  it('is cut or altered without an exception', () => {
    const whole = answer();
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
