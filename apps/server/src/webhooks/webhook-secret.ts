// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import type { Webhook } from '@belfry/contract';
import { isSameText } from '../platform/authentication/secret.ts';
import { derivedKey } from '../platform/keys/derived-key.ts';

/** Marks the secret of a webhook, so that a scanner of leaked secrets knows one when it sees it. */
const PREFIX = 'blh_';

export interface WebhookSecrets {
  /** The secret of a webhook: derived from the key of the instance, so that no row holds it. */
  secretOf(webhook: Keyed): string;
  /** Whether a request proves that it knows the secret. Takes the same time whatever is wrong. */
  accepts(webhook: Keyed & Pick<Webhook, 'secretWay' | 'signatureHeader'>, request: Proof): boolean;
}

/** A new salt is a new secret, and ends the one before. */
interface Keyed {
  readonly id: string;
  readonly secretSalt: string;
}

/** What a request brought to prove itself with. The caller controls all of it. */
export interface Proof {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly pathSecret: string | null;
  readonly body: Uint8Array;
}

export const defaultSignatureHeader = 'X-Signature-256';

export function createWebhookSecrets(key: Buffer): WebhookSecrets {
  const secretKey = derivedKey(key, 'webhook secret');
  const secretOf = ({ id, secretSalt }: Keyed) =>
    PREFIX + createHmac('sha256', secretKey).update(`${id} ${secretSalt}`).digest('base64url');
  return {
    secretOf,
    accepts(webhook, { body, headers, pathSecret }) {
      const secret = secretOf(webhook);
      switch (webhook.secretWay) {
        case 'path':
          return isSameText(pathSecret ?? '', secret);
        case 'header':
          return isSameText(headerSecret(headers), secret);
        case 'signature': {
          const name = (webhook.signatureHeader ?? defaultSignatureHeader).toLowerCase();
          const given = oneOf(headers[name])
            .trim()
            .replace(/^sha256=/i, '');
          const digest = createHmac('sha256', secret).update(body).digest();
          const isHex = isSameText(given.toLowerCase(), digest.toString('hex'));
          return isSameText(given, digest.toString('base64')) || isHex;
        }
      }
    },
  };
}

/** `Authorization: Bearer`, the password of `Authorization: Basic`, or `X-Webhook-Secret`: what senders can set. */
function headerSecret(headers: Proof['headers']): string {
  const [scheme = '', credentials = ''] = oneOf(headers['authorization']).trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic':
      return Buffer.from(credentials, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
    default:
      return oneOf(headers['x-webhook-secret']).trim();
  }
}

function oneOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
