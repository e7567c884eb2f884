// SPDX-License-Identifier: Apache-2.0

/** Waiting, handed in, so that a test decides when time passes. */
export interface Timer {
  /** Runs `act` once after the duration. @returns what takes it back */
  after(durationMs: number, act: () => void): () => void;
}

export const systemTimer: Timer = {
  after: (durationMs, act) => {
    const timeout = setTimeout(act, durationMs);
    // A worker that waits is no reason for the process to stay.
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};

export interface WorkerLog {
  error(about: object, words: string): void;
}

/**
 * Work whose state lies in its own table: rows that are due. There is no queue beside it that could disagree.
 */
export interface DueWork {
  /** A process named as a sentence: it is the actor on record. */
  readonly name: string;
  /** How long a due row waits at most when nobody nudges, for example because another process wrote it. */
  readonly lookEveryMs: number;
  /** Does one batch in transactions of its own. @returns whether more may be due right now */
  doBatch(): Promise<boolean>;
}

export interface Worker {
  /** Looks now instead of at the next tick. Safe to call from `afterCommit`. */
  nudge(): void;
  /** Takes no new batch; resolves when the one under way is done. */
  stop(): Promise<void>;
}

/** Batches in one look: work that never runs dry must still let others look. */
const BATCHES_PER_LOOK_MAX = 1_000;

/**
 * Looks for due work until stopped, one batch at a time. A batch that fails is left to the next look: what it
 * claimed is free again, because the claim was a transaction or a lease.
 */
export function startWorker(work: DueWork, parts: { timer: Timer; log: WorkerLog }): Worker {
  let isStopped = false;
  let isNudged = false;
  let running: Promise<void> | null = null;
  let cancel = () => {};

  const look = async () => {
    do {
      isNudged = false;
      try {
        for (let batch = 0; batch < BATCHES_PER_LOOK_MAX && !isStopped; batch += 1) {
          if (!(await work.doBatch())) break;
        }
      } catch (error) {
        parts.log.error(
          { err: error, process: work.name },
          'Cannot finish a batch: the next look tries again',
        );
      }
    } while (isNudged && !isStopped);
  };
  const run = () => {
    cancel();
    if (isStopped || running !== null) return;
    running = look().finally(() => {
      running = null;
      if (!isStopped) cancel = parts.timer.after(work.lookEveryMs, run);
    });
  };
  run();
  return {
    nudge: () => {
      isNudged = true;
      run();
    },
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
