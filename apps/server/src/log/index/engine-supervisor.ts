// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Timer } from '../../platform/jobs/index.ts';
import { logLimits } from '../log-limits.ts';
import { type EngineFailure, EXIT_ENGINE_MEMORY, type FromEngine, type ToEngine } from './engine-message.ts';

/** Where the engine answers, and how one shows that one may ask. */
export interface EngineAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
}

export interface EngineState {
  readonly rssBytes: number;
  readonly restarts: number;
  /** Of these, for its memory. */
  readonly memoryRestarts: number;
  readonly failure: EngineFailure | null;
}

export interface EngineSupervisor {
  /** Null while it does not run. */
  address(): EngineAddress | null;
  readonly state: EngineState;
  readonly pid: number | null;
  /** Told at once if it runs, and again at each start and end. */
  onAddress(listener: (address: EngineAddress | null) => void): void;
  stop(): Promise<void>;
}

export interface EngineParts {
  /** DATA/index */
  readonly directory: string;
  readonly secret: string;
  readonly logger: Logger;
  readonly timer: Timer;
  readonly memoryBytesMax?: number;
}

const RESTART_MS_MIN = 200;
const RESTART_MS_MAX = 30_000;
/** What is kept of its last words. */
const SAID_CHARACTERS_MAX = 2_000;
const program = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

/** Keeps the embedded engine running: started again when it dies, later each time when it cannot start at all. */
export function superviseEngine(parts: EngineParts): EngineSupervisor {
  const listeners: ((address: EngineAddress | null) => void)[] = [];
  let state: EngineState = { rssBytes: 0, restarts: 0, memoryRestarts: 0, failure: null };
  let address: EngineAddress | null = null;
  let child: ChildProcess | null = null;
  let isStopping = false;
  let waitMs = RESTART_MS_MIN;
  const move = (to: EngineAddress | null) => {
    address = to;
    for (const listener of listeners) listener(to);
  };
  const hear = (message: FromEngine) => {
    if (message.kind === 'memory') state = { ...state, rssBytes: message.rssBytes };
    else if (message.kind === 'ready') {
      waitMs = RESTART_MS_MIN;
      state = { ...state, failure: null };
      move({
        url: `http://127.0.0.1:${message.port}`,
        username: 'belfry',
        password: parts.secret,
        database: 'default',
      });
    } else {
      state = { ...state, failure: message.code };
      parts.logger.error({ code: message.code, directory: parts.directory }, message.message);
    }
  };
  const start = () => {
    if (isStopping) return;
    child = fork(program, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-SAID_CHARACTERS_MAX);
    });
    child.on('message', hear);
    child.on('error', (error) => parts.logger.error({ err: error }, 'The search engine cannot be started'));
    child.once('close', (code, signal) => {
      child = null;
      move(null);
      if (isStopping) return;
      // Only its own words tell a directory that is in use from one that is broken.
      const isLocked = said.includes('Cannot lock file');
      if (isLocked) state = { ...state, failure: 'log.index_locked' };
      const isMemory = code === EXIT_ENGINE_MEMORY;
      state = {
        ...state,
        restarts: state.restarts + 1,
        memoryRestarts: state.memoryRestarts + (isMemory ? 1 : 0),
      };
      parts.logger.warn(
        { code, signal, waitMs, isMemory, said },
        'The search engine ended and is started again',
      );
      parts.timer.after(waitMs, start);
      waitMs = Math.min(waitMs * 2, RESTART_MS_MAX);
    });
    const message: ToEngine = {
      directory: parts.directory,
      secret: parts.secret,
      memoryBytesMax: parts.memoryBytesMax ?? logLimits.engineMemoryBytesMax,
    };
    child.send(message, () => undefined);
  };
  start();
  return {
    address: () => address,
    get state() {
      return state;
    },
    get pid() {
      return child?.pid ?? null;
    },
    onAddress: (listener) => {
      listeners.push(listener);
      if (address !== null) listener(address);
    },
    stop: async () => {
      isStopping = true;
      const running = child;
      if (running === null) return;
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      // It holds nothing that has to be written down: what was inserted is on disk, and what was not comes again.
      running.kill('SIGKILL');
      await ended;
    },
  };
}
