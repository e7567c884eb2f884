// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';

/** Does the work after each pause until the signal ends it. The work deals with its own failures. */
export async function again(everyMs: number, signal: AbortSignal, work: () => unknown): Promise<void> {
  while (await pause(everyMs, signal)) {
    await work();
  }
}

/** @returns false when the signal ended the pause. Waiting keeps no process alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}

/** @returns whether the work ended within that time. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const done = new AbortController();
  try {
    return await Promise.race([work.then(() => true), pause(ms, done.signal).then((isOver) => !isOver)]);
  } finally {
    done.abort();
  }
}
