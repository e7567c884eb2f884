// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { limits } from '@belfry/contract';
import { type MailTakenApart, readBeginning } from './read-mail.ts';

interface ReaderLimits {
  readonly bytesMax: number;
  readonly msMax: number;
  readonly heapMebibytesMax: number;
  /** The thread that reads; tests hand in ones that misbehave. */
  readonly thread: URL;
}

const standard: ReaderLimits = {
  bytesMax: limits.mailReadBytesMax,
  msMax: limits.mailReadMsMax,
  heapMebibytesMax: limits.mailReadHeapMebibytesMax,
  thread: new URL('./mail-reader-worker.ts', import.meta.url),
};

/**
 * Takes mails apart in a thread of its own, one at a time, so that no mail holds up the desk. A mail that kills the
 * thread or takes too long gives what its first lines give, marked; the thread is replaced. The thread keeps no
 * process alive.
 */
export class MailReader {
  readonly #limits: ReaderLimits;
  #worker: Worker | null = null;
  #before: Promise<unknown> = Promise.resolve();

  constructor(given: Partial<ReaderLimits> = {}) {
    this.#limits = { ...standard, ...given };
  }

  read(raw: Uint8Array): Promise<MailTakenApart> {
    if (raw.length > this.#limits.bytesMax) {
      return Promise.resolve(readBeginning(raw, 'too_large_to_read'));
    }
    const reading = this.#before.then(() => this.#readNow(raw));
    // Where no thread can be had the caller learns of it and tries again; the next mail does not suffer for it.
    this.#before = reading.catch(() => undefined);
    return reading;
  }

  async stop(): Promise<void> {
    await this.#before;
    await this.#end();
  }

  async #readNow(raw: Uint8Array): Promise<MailTakenApart> {
    const worker = this.#open();
    const ended = new AbortController();
    const { signal } = ended;
    const answered = once(worker, 'message', { signal }).then(([taken]) => taken as MailTakenApart);
    const died = once(worker, 'exit', { signal }).then(() => null);
    // A timer that is waited for: a process does not end in the middle of a mail.
    const tooLong = delay(this.#limits.msMax, null, { signal });
    // Copied, not moved: when the thread dies the first lines are still needed here.
    worker.postMessage(raw);
    // A thread that fails says so by an error, which `once` turns into a rejection.
    const answer = await Promise.race([answered, died, tooLong]).catch(() => null);
    ended.abort();
    await Promise.allSettled([answered, died, tooLong]);
    if (answer !== null) {
      return answer;
    }
    await this.#end();
    return readBeginning(raw, 'unreadable');
  }

  #open(): Worker {
    if (this.#worker === null) {
      const worker = new Worker(this.#limits.thread, {
        resourceLimits: {
          maxOldGenerationSizeMb: this.#limits.heapMebibytesMax,
          maxYoungGenerationSizeMb: 32,
        },
      });
      // A thread that dies between two mails must not take the process along.
      worker.on('error', () => undefined);
      worker.on('exit', () => {
        this.#worker = this.#worker === worker ? null : this.#worker;
      });
      worker.unref();
      this.#worker = worker;
    }
    return this.#worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

let shared: MailReader | null = null;

/**
 * `readMail` in the one thread this process keeps for it. No mail makes it fail: see the oddities for what could not be
 * read. It rejects only where the system gives no thread, and trying again helps.
 */
export function readMailApart(raw: Uint8Array): Promise<MailTakenApart> {
  shared ??= new MailReader();
  return shared.read(raw);
}
