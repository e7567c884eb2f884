// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** Kills of one log, when `npm run torture` asks. */
const asked = process.env['BELFRY_TORTURE_KILLS'];
export const isTorture: boolean = asked !== undefined;

/**
 * How often a test of chance tries its luck: now and then on every run, and until it hurts where `npm run torture` asks for it.
 * @param share of the kills asked for: whole servers take ten times as long to come back as a log does
 */
export function rounds(usual: number, share = 1): number {
  return asked === undefined ? usual : Math.ceil(Number(asked) * share);
}

/**
 * Waits until so many more were acknowledged. A kill that comes before anybody has written finds nothing, and how long writing takes
 * is the affair of the machine.
 */
export async function untilMore(count: () => number, more: number): Promise<void> {
  const wanted = count() + more;
  for (let waited = 0; count() < wanted; waited += 10) {
    assert.ok(waited < 120_000, `${count()} acknowledged, ${wanted} wanted`);
    await delay(10);
  }
}
