// SPDX-License-Identifier: Apache-2.0

/**
 * Live updates do not name who made a change. What arrives shortly after one's own change is taken for its
 * echo and read quietly; anything else is gathered behind a button.
 */
const echoMsMax = 2_000;
let lastOwnChangeAt = Number.NEGATIVE_INFINITY;

export function noteOwnChange(): void {
  lastOwnChangeAt = performance.now();
}

export function isOwnEcho(): boolean {
  return performance.now() - lastOwnChangeAt < echoMsMax;
}
