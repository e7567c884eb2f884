// SPDX-License-Identifier: Apache-2.0
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { derivedKey } from './derived-key.ts';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Short texts that the database may hold and nobody may read there: AES-256-GCM under one key and one purpose. */
export interface Sealing {
  /** @param context what the text belongs to; opened with another context it stays shut */
  seal(text: string, context: string): string;
  /** The text, or null: another key, another context, or a single bit changed. */
  open(sealed: string, context: string): string | null;
  /** Whether a sealed text was made under this very key; tells a lost key from a damaged row. */
  isOurs(sealed: string): boolean;
}

/** @param purpose keeps what is sealed for one thing from being opened as another */
export function createSealing(key: Buffer, purpose: string): Sealing {
  const sealingKey = derivedKey(key, purpose);
  const keyName = createHash('sha256').update(sealingKey).digest('base64url').slice(0, 8);
  return {
    seal(text, context) {
      // 96 random bits: two alike are not to be expected before 2^32 texts under one key (NIST SP 800-38D, 8.3).
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, iv).setAAD(Buffer.from(context));
      const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${keyName}.${bytes.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, name, body = ''] = sealed.split('.');
      const bytes = Buffer.from(body, 'base64url');
      if (version !== VERSION || name !== keyName || bytes.byteLength < IV_BYTES + TAG_BYTES) {
        return null;
      }
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return text.toString('utf8');
      } catch {
        return null;
      }
    },
    isOurs: (sealed) => sealed.startsWith(`${VERSION}.${keyName}.`),
  };
}
