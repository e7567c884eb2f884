// SPDX-License-Identifier: Apache-2.0
import { pino } from 'pino';
import { systemClock, systemIds } from '../platform/clock/clock.ts';
import { systemTimer } from '../platform/jobs/index.ts';
import { composeLog, type RunningLog } from './compose-log.ts';
import { EXIT_CANNOT_WRITE, type FromLog, type StartMessage, type ToLog } from './start-message.ts';

/** The log process: started by the server, told what to do over its channel, and gone when the channel is. */
const STOP_MS_MAX = 20_000;

let running: Promise<RunningLog> | null = null;
let isStopping = false;

process.on('message', (message: ToLog) => {
  if (message.kind === 'start') running ??= start(message);
  else void end(0);
});
// The server is gone, killed perhaps: what was received is synced, and nothing of it is left behind.
process.once('disconnect', () => void end(0));
// It may have gone while this file was still being read, when nobody listened.
if (!process.connected) void end(0);
process.on('SIGTERM', () => void end(0));
// A terminal sends these to the server too, which says in its own order what stops when.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

async function start({ configuration, connection, secret }: StartMessage): Promise<RunningLog> {
  const logger = pino({ level: configuration.logLevel, name: 'log' }, pino.destination({ sync: true }));
  try {
    const log = await composeLog({
      configuration,
      connection: () => connection,
      clock: systemClock,
      ids: systemIds,
      logger,
      secret,
      onFailed: () => process.exit(EXIT_CANNOT_WRITE),
    });
    const receivers = log.receivers.map(({ port, transport }) => ({ port, transport }));
    tell({ kind: 'ready', port: log.port, receivers });
    return log;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    const message = error instanceof Error ? error.message : String(error);
    logger.fatal({ err: error, code }, 'The log process cannot start');
    tell({ kind: 'failed', code, message });
    process.exit(1);
  }
}

/** What has not ended by then ends with the process; everything acknowledged is on disk already. */
async function end(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  systemTimer.after(STOP_MS_MAX, () => process.exit(code));
  try {
    await (await running)?.stop();
  } finally {
    process.exit(code);
  }
}

function tell(message: FromLog): void {
  if (process.connected) process.send?.(message);
}
