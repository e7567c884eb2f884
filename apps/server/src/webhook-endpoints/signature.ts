// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** A secret by the rules of Standard Webhooks: 24 to 64 random bytes, base64 behind a prefix that scanners know. */
export function asSecret(bytes: Buffer): string {
  return `${PREFIX}${bytes.toString('base64')}`;
}

/**
 * The headers of Standard Webhooks 1.0. While a secret is changed, both sign: a receiver takes the call with the old
 * one or the new one.
 */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: Buffer,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), body]);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
