// SPDX-License-Identifier: Apache-2.0
import { argon2, randomBytes } from 'node:crypto';
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
    return await tagOf(text.normalize('NFC'), salt);
  } finally {
    const next = waiting.shift();
    if (next === undefined) {
      running -= 1;
    } else {
      next();
    }
  }
}

function tagOf(text: string, salt: string): Promise<string> {
  const parameters = {
    message: text,
    nonce: Buffer.from(salt, 'base64url'),
    parallelism: 1,
    tagLength: TAG_BYTES,
    memory: MEMORY_KIB,
    passes: PASSES,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) =>
      error === null ? resolve(tag.toString('base64url')) : reject(error),
    );
  });
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
