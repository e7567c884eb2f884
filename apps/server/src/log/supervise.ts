// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Ids } from '../platform/clock/clock.ts';
import type { Configuration } from '../platform/configuration/configuration.ts';
import { systemTimer, type Timer } from '../platform/jobs/index.ts';
import { createLogLink, type LogLink } from '../platform/log-link/log-link.ts';
import type { FromLog, ReadyMessage, ToLog } from './start-message.ts';

export interface SuperviseParts {
  readonly configuration: Configuration;
  readonly connection: () => pg.ClientConfig;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly timer?: Timer;
  /** What the log has to wait for; it is read meanwhile, so that it begins at once. */
  readonly after?: Promise<unknown>;
}

export interface SupervisedLog {
  readonly link: LogLink;
  /** Null while it is away. */
  readonly pid: number | null;
  /** Where its receivers listen; none while it is away. */
  readonly receivers: ReadyMessage['receivers'];
  /** Resolves when the first start is ready or has failed: the desk does not wait for a log that cannot start. */
  readonly started: Promise<void>;
  stop(): Promise<void>;
}

const RESTART_MS_MIN = 250;
const RESTART_MS_MAX = 10_000;
/** A process that lived this long did not die of how it was started. */
const SETTLED_MS = 60_000;
const STOP_MS_MAX = 22_000;

/**
 * Starts the log process, and starts it again when it dies. The desk goes on meanwhile: it answers `log.not_running`,
 * and senders keep what was not acknowledged.
 */
export function superviseLog(parts: SuperviseParts): SupervisedLog {
  const supervisor = new Supervisor(parts);
  supervisor.start();
  return supervisor;
}

class Supervisor implements SupervisedLog {
  readonly link: LogLink;
  readonly #parts: SuperviseParts;
  readonly #started = Promise.withResolvers<void>();
  #child: ChildProcess | null = null;
  #ready: (ReadyMessage & { readonly secret: string }) | null = null;
  #waitMs = RESTART_MS_MIN;
  #isStopping = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: SuperviseParts) {
    this.#parts = parts;
    this.link = createLogLink(() => this.#ready);
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get receivers(): ReadyMessage['receivers'] {
    return this.#ready?.receivers ?? [];
  }

  get started(): Promise<void> {
    return this.#started.promise;
  }

  start(): void {
    const { after = Promise.resolve(), configuration, connection, ids, logger } = this.#parts;
    const { timer = systemTimer } = this.#parts;
    const secret = ids.secret();
    const receiversConfiguration = fileURLToPath(new URL('./receive/stream/openssl.cnf', import.meta.url));
    const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [], {
      // Dates and typed arrays pass as they are, and so does a configuration.
      serialization: 'advanced',
      // Senders that only ever write leave session tickets unread, and closing with unread bytes resets the connection:
      // what is still under way is then lost. The receivers send none, and only OpenSSL's own configuration can say so.
      execArgv: [...process.execArgv, `--openssl-config=${receiversConfiguration}`],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const forgive = timer.after(SETTLED_MS, () => {
      this.#waitMs = RESTART_MS_MIN;
    });
    const ended = Promise.withResolvers<void>();
    this.#ended = ended.promise;
    child.on('message', (message: FromLog) => {
      if (message.kind === 'ready') {
        this.#ready = { ...message, secret };
        logger.info({ port: message.port, receivers: message.receivers }, 'The log process is ready');
      }
      this.#started.resolve();
    });
    child.once('error', (error) => logger.error({ err: error }, 'Cannot talk to the log process'));
    child.once('exit', (code, signal) => {
      forgive();
      this.#child = null;
      this.#ready = null;
      this.#started.resolve();
      ended.resolve();
      if (this.#isStopping) return;
      logger.error({ code, signal, againInMs: this.#waitMs }, 'The log process ended: starting it again');
      timer.after(this.#waitMs, () => {
        if (!this.#isStopping) this.start();
      });
      this.#waitMs = Math.min(this.#waitMs * 2, RESTART_MS_MAX);
    });
    const begin = () => this.#tell(child, { kind: 'start', configuration, connection: connection(), secret });
    // Should it never come, whoever waits for it stops everything.
    after.then(begin, () => undefined);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === null) return;
    this.#tell(child, { kind: 'stop' });
    const cancel = (this.#parts.timer ?? systemTimer).after(STOP_MS_MAX, () => child.kill('SIGKILL'));
    await this.#ended;
    cancel();
  }

  #tell(child: ChildProcess, message: ToLog): void {
    // A channel that broke is told of by `exit`.
    if (child.connected) child.send(message, () => undefined);
  }
}
