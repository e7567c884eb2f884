// SPDX-License-Identifier: Apache-2.0
import { hash, timingSafeEqual } from 'node:crypto';

/** Marks our tokens, so that a scanner of leaked secrets knows one when it sees it. */
const TOKEN_PREFIX = 'blf_';
const secretForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * What the database keeps of a 256-bit random secret. A fast hash is enough: nobody guesses 256 bits, and every
 * request pays for it.
 */
export function hashOfSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

export function tokenOf(secret: string): string {
  return TOKEN_PREFIX + secret;
}

/** The secret inside a token, or null when the text has not the form of one. */
export function secretOfToken(token: string): string | null {
  const secret = token.startsWith(TOKEN_PREFIX) ? token.slice(TOKEN_PREFIX.length) : '';
  return secretForm.test(secret) ? secret : null;
}

export function isSecret(text: string): boolean {
  return secretForm.test(text);
}

/** Compares in a time that depends on the lengths only. */
export function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
