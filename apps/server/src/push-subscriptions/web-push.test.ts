// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { encryptPush, pushIdentity, vapidHeader } from './web-push.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

describe('encryptPush', () => {
  it('writes the example of RFC 8291 section 5, byte by byte', () => {
    const message = encryptPush(
      Buffer.from('When I grow up, I want to be a watermelon'),
      {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
      {
        privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
        salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
      },
    );
    assert.equal(
      message.toString('base64url'),
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('refuses keys that are none', () => {
    const by = { privateKey: Buffer.alloc(32, 1), salt: Buffer.alloc(16) };
    assert.throws(() => encryptPush(Buffer.from('x'), { p256dh: 'AAAA', auth: 'AAAA' }, by));
  });
});

describe('vapidHeader', () => {
  it('signs for one push service, and the key it names verifies it (RFC 8292)', () => {
    const identity = pushIdentity(Buffer.alloc(32, 7));
    const header = vapidHeader(
      identity,
      'https://push.example/device/1',
      'mailto:desk@example.org',
      new Date('2026-03-01T00:00:00Z'),
    );
    const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(header) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    assert.deepEqual(JSON.parse(bytes(claims).toString()), {
      aud: 'https://push.example',
      exp: Date.parse('2026-03-01T12:00:00Z') / 1000,
      sub: 'mailto:desk@example.org',
    });
    const point = bytes(key);
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const signed = Buffer.from(`${head}.${claims}`);
    assert.ok(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes(signature)));
  });
});
