// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LogVerification, logVerification } from '@belfry/contract';
import type { Logger } from 'pino';
import type { Clock } from '../../platform/clock/clock.ts';
import { writeLightly } from '../../platform/files/write-whole.ts';
import type { AlarmBell } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import type { FromVerifier, VerifyOrder } from './verification-message.ts';

export interface VerificationParts {
  readonly dataDir: string;
  readonly journalDir: string;
  readonly witnesses: readonly string[];
  readonly timestampCaFile: string | null;
  readonly alarms: AlarmBell;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Entries of each log, to tell how far it is. */
  readonly sizes: () => Promise<ReadonlyMap<string, number>>;
}

export interface Verification {
  readonly state: LogVerification;
  /** Begins, unless it runs already. */
  begin(): Promise<LogVerification>;
  /** Begins when the last one is too long ago. */
  beginIfDue(): Promise<void>;
  stop(): Promise<void>;
}

const FILE = 'verification.json';
const PROCESS = 'verification';
const never: LogVerification = {
  ...{ state: 'never', startedAt: null, finishedAt: null, progress: 0, entries: 0, logs: [], failure: null },
};

/** Verifies everything that is sealed, in a process of low priority, and remembers what it found. */
export async function openVerification(parts: VerificationParts): Promise<Verification> {
  return new Verifier(parts, await readLast(path.join(parts.journalDir, FILE)));
}

async function readLast(file: string): Promise<LogVerification> {
  try {
    const last = logVerification.parse(JSON.parse(await readFile(file, 'utf8')));
    return last.state === 'running' ? { ...last, state: 'failed', failure: 'The log process ended' } : last;
  } catch {
    return never;
  }
}

class Verifier implements Verification {
  readonly #parts: VerificationParts;
  #state: LogVerification;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(parts: VerificationParts, state: LogVerification) {
    this.#parts = parts;
    this.#state = state;
  }

  get state(): LogVerification {
    return this.#state;
  }

  async beginIfDue(): Promise<void> {
    const { finishedAt, startedAt } = this.#state;
    const last = startedAt ?? finishedAt;
    const isDue =
      last === null || this.#parts.clock.now().getTime() - Date.parse(last) >= logLimits.verifyEveryMs;
    if (isDue) await this.begin();
  }

  async begin(): Promise<LogVerification> {
    if (this.#child !== null || this.#isStopping) return this.#state;
    const { clock, dataDir, sizes, timestampCaFile, witnesses } = this.#parts;
    const child = fork(fileURLToPath(new URL('./verify-process.ts', import.meta.url)), [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const startedAt = clock.now().toISOString();
    this.#state = { ...this.#state, state: 'running', startedAt, progress: 0, failure: null };
    const ended = Promise.withResolvers<void>();
    this.#ended = ended.promise;
    let heard: Extract<FromVerifier, { kind: 'done' | 'failed' }> | null = null;
    const total = await sizes();
    child.on('message', (message: FromVerifier) => {
      if (message.kind === 'progress') this.#progress(message, total);
      else heard = message;
    });
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      this.#child = null;
      const failed = { kind: 'failed', message: `It ended with ${signal ?? code}` } as const;
      void this.#finish(heard ?? failed).finally(() => ended.resolve());
    });
    const order: VerifyOrder = { dataDir, timestampCaFile, witnesses };
    child.send(order, () => undefined);
    return this.#state;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** Logs are verified in the order of their names. */
  #progress(
    { entries, log }: Extract<FromVerifier, { kind: 'progress' }>,
    sizes: ReadonlyMap<string, number>,
  ) {
    const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const before = [...sizes].reduce((sum, [name, size]) => sum + (name < log ? size : 0), 0);
    const progress = all === 0 ? 0 : Math.min(1, (before + entries) / all);
    this.#state = { ...this.#state, progress };
  }

  async #finish(heard: Extract<FromVerifier, { kind: 'done' | 'failed' }>): Promise<void> {
    if (this.#isStopping) return;
    const { alarms, clock, journalDir, logger } = this.#parts;
    const finishedAt = clock.now().toISOString();
    if (heard.kind === 'failed') {
      this.#state = { ...this.#state, state: 'failed', finishedAt, failure: heard.message };
      alarms.raise('verification_failed', PROCESS, { reason: 'could_not_verify', detail: heard.message });
    } else {
      const entries = heard.logs.reduce((sum, { size }) => sum + size, 0);
      this.#state = {
        ...this.#state,
        ...{ state: 'done', finishedAt, entries, logs: heard.logs, progress: 1 },
      };
      alarms.clear('verification_failed', PROCESS);
      for (const { findings, log, verdict } of heard.logs) {
        if (verdict === 'altered')
          alarms.raise('verification_failed', log, { verdict, detail: findings[0] ?? '' });
        else alarms.clear('verification_failed', log);
      }
    }
    try {
      await writeLightly(path.join(journalDir, FILE), JSON.stringify(this.#state));
    } catch (error) {
      logger.warn({ err: error }, 'Cannot keep what the verification found');
    }
  }
}
