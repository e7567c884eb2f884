// SPDX-License-Identifier: Apache-2.0

/**
 * What the desk itself does shortly after one's own change is taken for its consequence and read quietly;
 * anything else is gathered behind a button.
 */
const echoMsMax = 2_000;
let lastOwnChangeAt = Number.NEGATIVE_INFINITY;

export function noteOwnChange(): void {
  lastOwnChangeAt = performance.now();
}

export function isOwnEcho(): boolean {
  return performance.now() - lastOwnChangeAt < echoMsMax;
}
