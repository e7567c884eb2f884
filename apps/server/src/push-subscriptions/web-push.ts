// SPDX-License-Identifier: Apache-2.0
import {
  createCipheriv,
  createECDH,
  createHmac,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';

const RECORD_BYTES = 4096;
const TAG_BYTES = 16;
const TOKEN_SECONDS = 12 * 3600;

/** What a browser gave so that only it can read (RFC 8291): its public key and a secret, base64url. */
export interface PushKeys {
  readonly p256dh: string;
  readonly auth: string;
}

const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();

/**
 * A message only the browser reads: RFC 8291 over one record of aes128gcm (RFC 8188). The push service in between
 * sees its length and nothing else.
 *
 * @param by key pair of this one message and salt, handed in: the RFC's own example is a test
 * @throws when the keys of the browser are none
 */
export function encryptPush(
  text: Buffer,
  keys: PushKeys,
  by: { readonly privateKey: Buffer; readonly salt: Buffer },
): Buffer {
  const browserKey = Buffer.from(keys.p256dh, 'base64url');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(by.privateKey);
  const ownKey = ecdh.getPublicKey();
  const shared = ecdh.computeSecret(browserKey);
  // RFC 8291 section 3.4: the secret of the browser is the salt of the first extraction.
  const keyLine = Buffer.concat([Buffer.from('WebPush: info\0'), browserKey, ownKey]);
  const ikm = hmac(
    hmac(Buffer.from(keys.auth, 'base64url'), shared),
    Buffer.concat([keyLine, Buffer.from([1])]),
  );
  const derive = (info: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', ikm, by.salt, Buffer.from(`${info}\0`), bytes));
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive('Content-Encoding: aes128gcm', 16),
    derive('Content-Encoding: nonce', 12),
  );
  if (text.byteLength + 1 + TAG_BYTES > RECORD_BYTES) {
    throw new Error('Cannot encrypt a push message: it is longer than one record');
  }
  // 2 marks the last record; no padding follows.
  const sealed = [
    cipher.update(Buffer.concat([text, Buffer.from([2])])),
    cipher.final(),
    cipher.getAuthTag(),
  ];
  const header = Buffer.alloc(21);
  by.salt.copy(header);
  header.writeUInt32BE(RECORD_BYTES, 16);
  header.writeUInt8(ownKey.byteLength, 20);
  return Buffer.concat([header, ownKey, ...sealed]);
}

/** Who this desk is towards push services (RFC 8292). */
export interface PushIdentity {
  /** Uncompressed point, base64url: browsers are asked to subscribe under it. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** @param secret 32 bytes; the same ones make the same identity, and devices stay subscribed */
export function pushIdentity(secret: Buffer): PushIdentity {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  return {
    publicKey: point.toString('base64url'),
    privateKey: createPrivateKey({
      format: 'jwk',
      key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d: secret.toString('base64url') },
    }),
  };
}

/** Value of the header Authorization for one push service (RFC 8292 section 3). */
export function vapidHeader(identity: PushIdentity, endpoint: string, subject: string, now: Date): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const words = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode({
    aud: new URL(endpoint).origin,
    exp: Math.floor(now.getTime() / 1000) + TOKEN_SECONDS,
    sub: subject,
  })}`;
  const signature = sign('sha256', Buffer.from(words), {
    key: identity.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `vapid t=${words}.${signature.toString('base64url')}, k=${identity.publicKey}`;
}
