// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';
import { limits } from '@belfry/contract';
import { newSalt, slowTag } from './slow-hash.ts';

/** Crockford's alphabet: nothing in it is read for something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 12;

export interface RecoveryCodes {
  /** For the person, once: `XXXX-XXXX-XXXX`, 60 bits each. */
  readonly codes: readonly string[];
  readonly salt: string;
  readonly hashes: readonly string[];
}

export async function newRecoveryCodes(): Promise<RecoveryCodes> {
  const salt = newSalt();
  const plain = Array.from({ length: limits.recoveryCodesCount }, () =>
    Array.from({ length: CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  );
  const hashes = await Promise.all(plain.map((code) => slowTag(code, salt)));
  return { codes: plain.map((code) => code.match(/.{4}/g)?.join('-') ?? code), salt, hashes };
}

/** A typed recovery code in its one form, or null when it cannot be one. */
export function plainRecoveryCode(typed: string): string | null {
  const plain = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return plain.length === CHARACTERS ? plain : null;
}
