// SPDX-License-Identifier: Apache-2.0
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { limits } from '@belfry/contract';
import { ReadFailed } from './rule-files.ts';
import type { FromRulesWorker, RulesTask, TaskResults } from './rules-worker.ts';

/**
 * Runs a task in a thread of its own, and ends it when it takes too long.
 *
 * @throws ReadFailed where the task says what is wrong, took too long, or too much memory
 */
export async function runTask<Kind extends RulesTask['kind']>(
  task: Extract<RulesTask, { kind: Kind }>,
  msMax: number,
  onProgress: (read: number, total: number) => void = () => undefined,
): Promise<TaskResults[Kind]> {
  const worker = new Worker(new URL('./rules-worker.ts', import.meta.url), {
    workerData: task,
    // A hostile text ends its own thread.
    resourceLimits: { maxOldGenerationSizeMb: limits.ruleTaskMegabytesMax },
  });
  const over = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const seconds = Math.round(msMax / 1_000);
      // Counted once the thread has begun: that a busy machine is slow to start it says nothing of the task.
      const limit = () =>
        after(msMax, undefined, { signal: over.signal }).then(
          () =>
            reject(new ReadFailed('read.too_long', `It took more than ${seconds} seconds and was stopped`)),
          () => undefined,
        );
      worker.on('message', (message: FromRulesWorker) => {
        if (message.kind === 'begun') void limit();
        else if (message.kind === 'progress') onProgress(message.read, message.total);
        else if (message.kind === 'done') resolve(message.result as TaskResults[Kind]);
        else reject(new ReadFailed(message.code, message.detail));
      });
      worker.on('error', (error) => reject(asFailure(error)));
      worker.on('exit', () => reject(new ReadFailed('read.broken', 'The thread ended without a word')));
    });
  } finally {
    over.abort();
    await worker.terminate();
  }
}

/** A thread that breaks takes its task with it, and nothing else: the task would break the next thread too. */
function asFailure(error: unknown): ReadFailed {
  const isMemory =
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory
    ? new ReadFailed('rules.too_large', `Reading it takes more than ${limits.ruleTaskMegabytesMax} megabytes`)
    : new ReadFailed(
        'read.broken',
        `Reading it broke: ${error instanceof Error ? error.message : String(error)}`,
      );
}
