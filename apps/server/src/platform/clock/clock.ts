// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Time, handed in: the only door to the wall clock. */
export interface Clock {
  /** This moment, with millisecond precision. */
  now(): Date;
}

/** Identifiers and randomness, handed in. */
export interface Ids {
  uuid(): string;
  /** An unguessable text for links and tokens: 32 random bytes, base64url. */
  secret(): string;
  /** Decimal digits, each drawn evenly. */
  digits(count: number): string;
}

export const systemClock: Clock = { now: () => new Date() };

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(32).toString('base64url'),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
};
