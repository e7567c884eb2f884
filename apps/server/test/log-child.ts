// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { FromLog, ReadyMessage } from '../src/log/start-message.ts';
import type { Configuration } from '../src/platform/configuration/configuration.ts';

const LOG_MAIN = fileURLToPath(new URL('../src/log/main.ts', import.meta.url));

/** A log process without a server, to be killed. */
export interface LogChild {
  readonly process: ChildProcess;
  readonly httpPort: number;
  readonly secret: string;
  portOf(transport: string): number;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
  stop(): Promise<void>;
}

export async function startLogChild(
  configuration: Configuration,
  connection: pg.ClientConfig,
  main = LOG_MAIN,
): Promise<LogChild> {
  const secret = 'a secret of this test';
  const child = fork(main, [], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const ready = new Promise<ReadyMessage>((resolve, reject) => {
    child.on('message', (message: FromLog) => {
      if (message.kind === 'ready') resolve(message);
      else reject(new Error(`${message.code}: ${message.message}`));
    });
    void ended.then((how) => reject(new Error(`The log process ended with ${how}:\n${said}`)));
  });
  child.send({ kind: 'start', configuration, connection, secret });
  const { port, receivers } = await ready;
  return {
    ...{ process: child, httpPort: port, secret, ended },
    portOf: (transport) => receivers.find((each) => each.transport === transport)?.port ?? 0,
    stop: async () => {
      if (child.connected) child.send({ kind: 'stop' });
      await ended;
    },
  };
}
