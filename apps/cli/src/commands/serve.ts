// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  type ConfigurationKey,
  configurationKeys,
  readConfiguration,
} from '@belfry/server/configuration';
import { type Command, exitCodes, type Option } from '../command.ts';

/** Below what a service manager waits (TimeoutStopSec of docs/operating/install.md), above what a slow machine needs. */
const STOP_MS_MAX = 25_000;

export const serve: Command = {
  name: 'serve',
  summary: 'run the desk',
  options: optionsOf(configurationKeys),
  details: ['Environment:', ...variablesOf(configurationKeys)],
  run: async ({ args }) => {
    const stopping = untilToldToStop();
    return await runServer(readConfiguration({ args }), stopping);
  },
};

async function runServer(configuration: Configuration, toldToStop: Promise<string>): Promise<number> {
  const { startServer } = await import('@belfry/server');
  const early = new AbortController();
  void toldToStop.then(() => early.abort());
  const server = await startServer(configuration, early.signal).catch((error: unknown) => {
    if (early.signal.aborted) return null;
    throw error;
  });
  if (server === null) return finish();
  process.stdout.write(`Belfry is ready at ${server.address}\n`);
  if (server.setupLink !== null) {
    process.stdout.write(`Set up your organisation, once, at ${server.setupLink}\n`);
  }
  if (server.demo !== null) {
    process.stdout.write(`Demonstration with invented people. Choose whom to be at ${server.demo.link}\n`);
    if (server.demo.receipt !== null) {
      process.stdout.write(
        `To come back as an anonymous reporter: receipt ${server.demo.receipt} at ${server.address}/report/back\n`,
      );
    }
  }
  const reason = await Promise.race([toldToStop, server.lost]);
  process.stderr.write(`Stopping (${reason})\n`);
  // A request that never ends must not keep the machine from shutting down; everything acknowledged is on disk already.
  const limit = setTimeout(() => {
    process.stderr.write(`Cannot stop within ${STOP_MS_MAX / 1000} s: ending by force\n`);
    process.exit(exitCodes.failed);
  }, STOP_MS_MAX);
  await server.stop();
  clearTimeout(limit);
  return finish();
}

function finish(): number {
  // Nothing should be left that keeps the process; should there be, it may not keep the terminal either.
  setTimeout(() => process.exit(exitCodes.done), 1_000).unref();
  if (process.connected) process.disconnect?.();
  return exitCodes.done;
}

/** Listens from the very start, so a signal during the start is obeyed when the start is done. Only the first one counts. */
function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    // The launcher holds the other end of this channel: it breaks when the launcher is killed.
    if (process.connected) process.once('disconnect', () => resolve('the launcher ended'));
  });
}

function optionsOf(keys: readonly ConfigurationKey[]): Record<string, Option> {
  const options: Record<string, Option> = {};
  for (const { option, kind, description, fallback = '' } of keys) {
    if (option === undefined) continue;
    if (kind === 'flag') options[option] = { kind: 'flag', description };
    else
      options[option] = {
        kind: 'text',
        value: kind.toUpperCase(),
        description: `${description} [${fallback}]`,
      };
  }
  return options;
}

function variablesOf(keys: readonly ConfigurationKey[]): string[] {
  return keys
    .filter(({ variable }) => variable !== undefined)
    .map(({ variable, description }) => `  ${String(variable).padEnd(26)} ${description}`);
}
