// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import type pg from 'pg';
import { type Logger, pino } from 'pino';
import { createReplyAddresses } from './correspondence/index.ts';
import { reasonNotNew, sendLogLines, tellStories } from './demo/index.ts';
import { shippedFolder } from './detection-rules/index.ts';
import { serveIngestProxy } from './log/ingest-proxy.ts';
import { serveLogAlone } from './log/serve-log-alone.ts';
import { type SupervisedLog, superviseLog } from './log/supervise.ts';
import { composeDesk, type Desk } from './main.ts';
import { setupLink } from './people/index.ts';
import { systemClock, systemIds } from './platform/clock/clock.ts';
import { type Configuration, ConfigurationFailure } from './platform/configuration/configuration.ts';
import { openCluster } from './platform/database/cluster.ts';
import { migrate } from './platform/database/migrate.ts';
import { openDiskFileStore } from './platform/files/disk-file-store.ts';
import { createReceipts, openReceiptKey } from './reports/index.ts';

export interface RunningServer {
  readonly address: string;
  readonly setupLink: string | null;
  /** The way into a demonstration, and a receipt to try the receipt page with. */
  readonly demo: { readonly link: string; readonly receipt: string | null } | null;
  /** Settles, with the reason, when this process can no longer own its data directory: stop it then. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

/** A demonstration that is filled faster than this says nothing about it. */
const DEMO_QUIET_MS = 1_000;

/**
 * Starts everything this process is told to run. Ready when it returns.
 *
 * @param stopEarly ends the filling of a demonstration, the one part of a start that takes long; it then throws
 */
export async function startServer(given: Configuration, stopEarly?: AbortSignal): Promise<RunningServer> {
  const configuration = given.isDemo ? await demonstrationOf(given) : given;
  const logger = pino({ level: configuration.logLevel });
  const lost = Promise.withResolvers<string>();
  const cluster = await openCluster({
    dataDir: configuration.dataDir,
    mode: 'serve',
    databaseUrl: configuration.databaseUrl,
    log: logger,
    onLost: (failure) => lost.resolve(failure.message),
  });
  let beforeStop: SupervisedLog | null = null;
  try {
    await migrate(cluster.connection('owner'));
    const connection = () => cluster.connection('application');
    if (!configuration.roles.includes('desk')) {
      return await startLogAlone({ configuration, connection, logger }, () => cluster.stop(), lost.promise);
    }
    const past = configuration.isDemo ? await livePast(configuration, connection, stopEarly) : null;
    const log = configuration.roles.includes('log')
      ? superviseLog({ configuration, connection, ids: systemIds, logger })
      : null;
    beforeStop = log;
    const desk = await composeDesk({
      configuration,
      connection,
      clock: systemClock,
      ids: systemIds,
      logger,
      shippedRules: shippedFolder,
      ...(log === null ? {} : { log: log.link }),
    });
    if (log !== null) serveIngestProxy(desk.app, log.link);
    const port = await listen(desk, configuration);
    const address = configuration.publicUrl ?? `http://localhost:${port}`;
    desk.setPublicUrl(address);
    await desk.start();
    await log?.started;
    if (log !== null && past !== null) await sendLogLines(log.link, past.senders, systemClock.now());
    const link = await setupLink(desk.database);
    return {
      address,
      setupLink: link === null ? null : address + link.path,
      demo:
        past === null || desk.demoPath === null
          ? null
          : { link: address + desk.demoPath, receipt: past.receipt },
      lost: lost.promise,
      stop: async () => {
        // The log takes what still comes while the desk ends; both need the database.
        await Promise.all([desk.stop(), log?.stop()]);
        await cluster.stop();
      },
    };
  } catch (error) {
    await beforeStop?.stop();
    await cluster.stop();
    throw error;
  }
}

/** A machine that only receives: senders, and whoever watches it, but no desk. */
async function startLogAlone(
  parts: { configuration: Configuration; connection: () => pg.ClientConfig; logger: Logger },
  stopCluster: () => Promise<void>,
  lost: Promise<string>,
): Promise<RunningServer> {
  const log = superviseLog({ ...parts, ids: systemIds });
  try {
    const app = await serveLogAlone(log.link, parts.logger, parts.configuration.trustProxy);
    const port = await listen({ app, stop: () => app.close() }, parts.configuration);
    await log.started;
    return {
      address: parts.configuration.publicUrl ?? `http://localhost:${port}`,
      setupLink: null,
      demo: null,
      lost,
      stop: async () => {
        await Promise.all([app.close(), log.stop()]);
        await stopCluster();
      },
    };
  } catch (error) {
    await log.stop();
    throw error;
  }
}

/** The desk cannot be reached at the address it was given: the start stops and says what to do. */
class ListenFailed extends Error {
  readonly code = 'server.cannot_listen';
}

/** @returns the port, which the operating system chose when 0 was asked for */
async function listen(desk: Pick<Desk, 'app' | 'stop'>, { host, port }: Configuration): Promise<number> {
  try {
    await desk.app.listen({ host, port });
  } catch (error) {
    await desk.stop();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw new ListenFailed(
      isTaken
        ? `Cannot listen on ${host}:${port}: the port is in use by another process: choose another with --port, or stop that process`
        : `Cannot listen on ${host}:${port}: ${String(error)}: choose another with --host and --port`,
      { cause: error },
    );
  }
  const bound = desk.app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}

/** A demonstration begins in an empty directory and reaches nobody: no mail server, no single sign-on. */
async function demonstrationOf(configuration: Configuration): Promise<Configuration> {
  const reason = await reasonNotNew(configuration.dataDir);
  if (reason !== null) {
    throw new ConfigurationFailure([reason]);
  }
  return { ...configuration, smtpUrl: null, smtpListenPort: null, oidc: null };
}

/** Lets the sample organisation live until now, on a desk of its own that nobody can reach yet. */
async function livePast(
  configuration: Configuration,
  connection: () => pg.ClientConfig,
  stopEarly: AbortSignal | undefined,
) {
  const began = systemClock.now().getTime();
  let shown = 0;
  const instanceKey = await openReceiptKey(path.join(configuration.dataDir, 'keys'));
  return tellStories({
    compose: (clock, ids) =>
      composeDesk({
        configuration: { ...configuration, isDemo: false },
        // Nobody waits for these commits one by one; what a crash takes of a past half lived is no loss.
        connection: () => ({ ...connection(), options: '-c synchronous_commit=off' }),
        clock,
        ids,
        logger: pino({ level: 'error' }),
      }),
    receipts: createReceipts(instanceKey),
    addresses: createReplyAddresses(instanceKey),
    files: await openDiskFileStore(path.join(configuration.dataDir, 'files')),
    now: systemClock.now(),
    tell: (done) => {
      stopEarly?.throwIfAborted();
      const percent = Math.floor(done * 4) * 25;
      if (percent > shown && systemClock.now().getTime() - began > DEMO_QUIET_MS) {
        shown = percent;
        process.stderr.write(`Living two years of incidents: ${percent} %\n`);
      }
    },
  });
}
