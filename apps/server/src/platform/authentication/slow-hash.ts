// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { argon2idTag } from './argon2id.ts';
import { isSameText } from './secret.ts';

/** Argon2id as the OWASP password storage cheat sheet asks: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Hashes at the same time: 4 x 19 MiB at most, whatever arrives. The rest waits its turn. */
const CONCURRENT_MAX = 4;

let running = 0;
const waiting: (() => void)[] = [];

/** The tag of a text under a salt, base64url; for codes of one set that share a salt. */
export async function slowTag(text: string, salt: string): Promise<string> {
  if (running >= CONCURRENT_MAX) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await argon2idTag(text.normalize('NFC'), Buffer.from(salt, 'base64url'), {
      memoryKib: MEMORY_KIB,
      passes: PASSES,
      tagBytes: TAG_BYTES,
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) {
      running -= 1;
    } else {
      next();
    }
  }
}

export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('base64url');
}

/** Hashes a password for keeping; the parameters travel with it, so that they can be raised later. */
export async function slowHash(password: string): Promise<string> {
  const salt = newSalt();
  return `argon2id$${MEMORY_KIB}$${PASSES}$${salt}$${await slowTag(password, salt)}`;
}

/** A hash no password has: checking against it costs what a real check costs. */
const nobody = `argon2id$${MEMORY_KIB}$${PASSES}$${newSalt()}$${randomBytes(TAG_BYTES).toString('base64url')}`;

/**
 * Whether the password belongs to the kept hash. With no hash it works just as long and says no: how long the
 * answer takes tells nobody who has an account.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, , , salt, tag] = (kept ?? nobody).split('$');
  if (salt === undefined || tag === undefined) {
    throw new Error('Cannot check a password: the kept hash has another form');
  }
  return isSameText(await slowTag(password, salt), tag) && kept !== null;
}
