// SPDX-License-Identifier: Apache-2.0
import type { Clock } from '../clock/clock.ts';

const KEYS_MAX = 100_000;
const EVERYBODY_ELSE = '';

/** Counts calls by key in windows of fixed length; forgets whole windows, so memory is bounded by two of them. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #windowMs: number;
  #window = 0;
  #counts = new Map<string, number>();

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /** Counts one call, or what it weighs. @returns seconds to wait when it is beyond the limit, or null */
  take(key: string, countMax: number, weight = 1): number | null {
    const now = this.#clock.now().getTime();
    const window = Math.floor(now / this.#windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    // A flood from everywhere at once costs no more memory: whoever comes late shares one count.
    const counted = this.#counts.has(key) || this.#counts.size < KEYS_MAX ? key : EVERYBODY_ELSE;
    const count = (this.#counts.get(counted) ?? 0) + weight;
    this.#counts.set(counted, count);
    return count > countMax ? Math.ceil(((window + 1) * this.#windowMs - now) / 1_000) : null;
  }

  /** Whether the limit is reached, without counting. @returns seconds to wait, or null */
  waits(key: string, countMax: number): number | null {
    const now = this.#clock.now().getTime();
    const window = Math.floor(now / this.#windowMs);
    const isReached = window === this.#window && (this.#counts.get(key) ?? 0) >= countMax;
    return isReached ? Math.ceil(((window + 1) * this.#windowMs - now) / 1_000) : null;
  }
}

/** Whether a call comes from this machine itself, not through a proxy: no limit by address applies to it. */
export function isLocal(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}

/** One subscriber has a whole /64 of IPv6 addresses (RFC 6177): they count as one. */
export function networkOf(address: string | undefined): string {
  // A connection that broke off before it was looked at has no address any more.
  if (address === undefined) {
    return 'gone';
  }
  if (!address.includes(':') || address.includes('.')) {
    return address;
  }
  const [head = '', tail] = address.split('::', 2);
  const before = head.split(':').filter(Boolean);
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
