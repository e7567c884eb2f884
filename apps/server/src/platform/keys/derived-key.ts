// SPDX-License-Identifier: Apache-2.0
import { hkdfSync } from 'node:crypto';

/**
 * A key for one purpose, from a key file of this instance (HKDF, RFC 5869): what is made for one purpose means
 * nothing for another. The words of a purpose are forever: others make another key, and open nothing of before.
 */
export function derivedKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `belfry ${purpose}`, 32));
}
