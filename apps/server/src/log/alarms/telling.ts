// SPDX-License-Identifier: Apache-2.0

const MINUTE_MS = 60_000;
/** At once, after 15 minutes, after an hour, then every four hours until somebody acknowledges. */
const WAITS_MS: readonly number[] = [15 * MINUTE_MS, 45 * MINUTE_MS];
const LATER_MS = 240 * MINUTE_MS;

/** When people are told again who were told so often, the last time at that moment. */
export function tellAgainAt(toldAt: Date, toldCount: number): Date {
  return new Date(toldAt.getTime() + (WAITS_MS[toldCount - 1] ?? LATER_MS));
}
