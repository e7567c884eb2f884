// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import { type Logger, pino } from 'pino';
import { type SupervisedLog, superviseLog } from './log/supervise.ts';
import { systemIds } from './platform/clock/clock.ts';
import { type Configuration, ConfigurationFailure } from './platform/configuration/configuration.ts';
import { openCluster } from './platform/database/cluster.ts';
import { migrate } from './platform/database/migrate.ts';

export interface RunningServer {
  readonly address: string;
  readonly setupLink: string | null;
  /** The way into a demonstration, and a receipt to try the receipt page with. */
  readonly demo: { readonly link: string; readonly receipt: string | null } | null;
  /** Settles, with the reason, when this process can no longer own its data directory: stop it then. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts everything this process is told to run. Ready when it returns.
 *
 * The desk is two thousand files, and PostgreSQL and the log process need a while themselves: all of them start at
 * once. What decides that is here, and the desk behind an import of its own.
 *
 * @param stopEarly ends the filling of a demonstration, the one part of a start that takes long; it then throws
 */
export async function startServer(given: Configuration, stopEarly?: AbortSignal): Promise<RunningServer> {
  const configuration = given.isDemo ? await demonstrationOf(given) : given;
  const { roles } = configuration;
  const logger = pino({ level: configuration.logLevel });
  const lost = Promise.withResolvers<string>();
  const based = Promise.withResolvers<void>();
  const log = { supervised: null as SupervisedLog | null };
  const readDesk = () => import('./start-desk.ts');
  const connection = () => cluster.connection('application');
  const cluster = await openCluster({
    dataDir: configuration.dataDir,
    mode: 'serve',
    databaseUrl: configuration.databaseUrl,
    log: logger,
    onLost: (failure) => lost.resolve(failure.message),
    whileStarting: () => {
      // PostgreSQL is started again when it dies; the log process is not started twice for that.
      if (roles.includes('log')) {
        log.supervised ??= superviseLog({
          ...{ configuration, connection, ids: systemIds, logger },
          after: based.promise,
        });
      }
      // Read now, taken below: what goes wrong is said there.
      if (roles.includes('desk')) readDesk().catch(() => undefined);
    },
  }).catch(async (error: unknown) => {
    await log.supervised?.stop();
    throw error;
  });
  try {
    await migrate(cluster.connection('owner'));
    const parts = { configuration, connection, logger };
    const begun = roles.includes('desk')
      ? await (await readDesk()).startDesk({ ...parts, log: log.supervised, stopEarly }, based.resolve)
      : await startLogAlone({ ...parts, log: log.supervised }, based.resolve);
    return {
      ...begun,
      lost: lost.promise,
      stop: async () => {
        // The log takes what still comes while the desk ends; both need the database.
        await Promise.all([begun.stop(), log.supervised?.stop()]);
        await cluster.stop();
      },
    };
  } catch (error) {
    await log.supervised?.stop();
    await cluster.stop();
    throw error;
  }
}

/** What stands on the database and the log process; those two are whoever's who started them. */
export type Begun = Omit<RunningServer, 'lost'>;

export interface StartParts {
  readonly configuration: Configuration;
  readonly connection: () => pg.ClientConfig;
  readonly logger: Logger;
  readonly log: SupervisedLog | null;
}

/** A machine that only receives: senders, and whoever watches it, but no desk. */
async function startLogAlone({ configuration, log, logger }: StartParts, begin: () => void): Promise<Begun> {
  if (log === null) throw new Error('Neither a desk nor a log was asked for');
  begin();
  const { serveLogAlone } = await import('./log/serve-log-alone.ts');
  const { listen } = await import('./listen.ts');
  const app = await serveLogAlone(log.link, logger, configuration.trustProxy);
  const stop = async () => void (await app.close());
  const port = await listen({ app, stop }, configuration);
  await log.started;
  return {
    address: configuration.publicUrl ?? `http://localhost:${port}`,
    setupLink: null,
    demo: null,
    stop,
  };
}

/** A demonstration begins in an empty directory and reaches nobody: no mail server, no single sign-on. */
async function demonstrationOf(configuration: Configuration): Promise<Configuration> {
  const { reasonNotNew } = await import('./demo/index.ts');
  const reason = await reasonNotNew(configuration.dataDir);
  if (reason !== null) {
    throw new ConfigurationFailure([reason]);
  }
  return { ...configuration, smtpUrl: null, smtpListenPort: null, oidc: null };
}
