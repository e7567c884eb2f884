// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock, systemIds } from '../../platform/clock/clock.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { isAbsent } from '../../platform/files/is-absent.ts';
import { systemTimer } from '../../platform/jobs/index.ts';
import { readJournal } from '../journal/index.ts';
import { journalFiles } from '../journal/journal-files.ts';
import { logLimits } from '../log-limits.ts';
import { readState } from '../normal-form/index.ts';
import { openCheckpointGuard, patientGuard } from './checkpoint-guard.ts';
import { openLogFiles, SyncFailed } from './log-files.ts';
import { ReadTally } from './read-tally.ts';
import { runSealing } from './run-sealing.ts';
import { Sealer, type SealingNews } from './sealer.ts';
import type { FromSealing, SealingOrders, ToSealing } from './sealing-messages.ts';
import { SigningKeyMissing, SigningKeys } from './signing-keys.ts';

/** The sealing thread: it alone writes the logs. What it cannot put right by itself ends it, and it is started again. */
const data = workerData as SealingOrders;
const port = parentPort;
/** How often it tells what could not be read. */
const TELL_READ_MS = 1_000;
const stop = new AbortController();
let sealer: Sealer | null = null;

const tell = (news: FromSealing) => port?.postMessage(news);

const names = () => {
  try {
    return readdirSync(data.logDir).filter((name) => /^(technical|functional|audit)-\d{4}$/.test(name));
  } catch (error) {
    // Before the first log. A directory that cannot be read is not one without logs: nothing is begun anew over it.
    if (isAbsent(error)) return [];
    throw error;
  }
};

port?.on('message', (message: ToSealing) => {
  if (message.kind === 'stop') stop.abort();
  else sealer?.cosign(message.log, message.size, message.content);
});

const alarmOf = (facts: { readonly detail: string } | null): SealingNews => ({
  kind: 'alarm',
  alarm: 'signing_key',
  subject: 'sealing',
  facts,
});

async function seal(): Promise<void> {
  const database = openDatabase(data.connection, systemClock, systemIds);
  const tally = new ReadTally();
  const telling = () => {
    const sources = tally.take();
    if (sources.length > 0) tell({ kind: 'read', sources });
    stopTelling = systemTimer.after(TELL_READ_MS, telling);
  };
  let stopTelling = systemTimer.after(TELL_READ_MS, telling);
  const guard = patientGuard(
    openCheckpointGuard(database),
    async () => {
      await delay(logLimits.guardAgainMs, undefined, { signal: stop.signal });
      return logLimits.guardAgainMs;
    },
    (awayMs) => {
      if (awayMs > 0 && awayMs < logLimits.guardAlarmAfterMs) return;
      const facts = awayMs === 0 ? null : { reason: 'database', seconds: Math.round(awayMs / 1_000) };
      tell({ kind: 'alarm', alarm: 'no_checkpoint', subject: 'database', facts });
    },
  );
  try {
    const hasLogs = names().length > 0 || (await guard.rows()).length > 0;
    const given = { directory: data.keysDir, origin: data.origin, hasLogs };
    const keys = SigningKeys.open(openLogFiles(data.keysDir), given);
    sealer = await Sealer.open({
      guard,
      keys,
      clocks: {
        wallUs: () => systemClock.now().getTime() * 1_000,
        monotonicNs: () => process.hrtime.bigint(),
      },
      logNames: names,
      filesOf: (log) => openLogFiles(path.join(data.logDir, log)),
      readAs: (entry) => {
        const { origin, raw, receivedUs } = entry;
        const read = readState(raw, { transport: origin.transport, receivedUs, timeZone: null });
        tally.note(entry, read);
        return read;
      },
      tell,
    });
    tell(alarmOf(null));
    tell({ kind: 'opened', logs: sealer.openLogs });
    const [oldest] = await journalFiles(data.journalDir);
    const options = { fromSeq: oldest?.firstSeq ?? 1, progress: data.progress, signal: stop.signal };
    await runSealing(sealer, readJournal(data.journalDir, options), stop.signal);
  } finally {
    stopTelling();
    sealer?.close();
    await database.close();
  }
}

try {
  await seal();
} catch (error) {
  if (!stop.signal.aborted) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SigningKeyMissing) tell(alarmOf({ detail: message }));
    tell({
      kind: 'failed',
      message,
      stack: error instanceof Error ? (error.stack ?? '') : '',
      isFatal: error instanceof SyncFailed,
    });
  }
}
port?.close();
