// SPDX-License-Identifier: Apache-2.0

/** How far the journal is on disk, in memory that threads share: post it to a worker and hand it to `readJournal`. */
export type Progress = BigInt64Array<SharedArrayBuffer>;

/** How long a reader sleeps at most before it looks whether it was told to stop. */
const LOOK_MS = 250;

export function createProgress(): Progress {
  return new BigInt64Array(new SharedArrayBuffer(8));
}

export function setDurable(progress: Progress, durableSeq: number): void {
  Atomics.store(progress, 0, BigInt(durableSeq));
  Atomics.notify(progress, 0);
}

export function durableIn(progress: Progress): number {
  return Number(Atomics.load(progress, 0));
}

/** Resolves when more than `seq` is on disk, or the signal says stop. */
export async function untilBeyond(progress: Progress, seq: number, signal?: AbortSignal): Promise<void> {
  while (durableIn(progress) <= seq && signal?.aborted !== true) {
    const waited = Atomics.waitAsync(progress, 0, BigInt(durableIn(progress)), LOOK_MS);
    if (durableIn(progress) > seq) return;
    if (waited.async) await waited.value;
  }
}
