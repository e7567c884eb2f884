// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import { pino } from 'pino';
import { createReplyAddresses } from './correspondence/index.ts';
import { shippedFolder } from './detection-rules/index.ts';
import { listen } from './listen.ts';
import { serveIngestProxy } from './log/ingest-proxy.ts';
import { composeDesk } from './main.ts';
import { setupLink } from './people/index.ts';
import { systemClock, systemIds } from './platform/clock/clock.ts';
import { openDiskFileStore } from './platform/files/disk-file-store.ts';
import { createReceipts, openReceiptKey } from './reports/index.ts';
import type { Begun, StartParts } from './server.ts';

interface DeskStart extends StartParts {
  readonly stopEarly?: AbortSignal | undefined;
}

/** A demonstration that is filled faster than this says nothing about it. */
const DEMO_QUIET_MS = 1_000;

/**
 * Starts the desk on a database that is migrated. Ready when it returns, and so is its log.
 *
 * @param begin lets the log begin: after the past of a demonstration, which it is told of as it is now
 */
export async function startDesk(parts: DeskStart, begin: () => void): Promise<Begun> {
  const { configuration, connection, log, logger } = parts;
  const past = configuration.isDemo ? await livePast(parts) : null;
  begin();
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
  if (log !== null && past !== null) {
    const { sendLogLines } = await import('./demo/index.ts');
    await sendLogLines(log.link, past.senders, systemClock.now());
  }
  const link = await setupLink(desk.database);
  return {
    address,
    setupLink: link === null ? null : address + link.path,
    demo:
      past === null || desk.demoPath === null
        ? null
        : { link: address + desk.demoPath, receipt: past.receipt },
    stop: () => desk.stop(),
  };
}

/** Lets the sample organisation live until now, on a desk of its own that nobody can reach yet. */
async function livePast({ configuration, connection, stopEarly }: DeskStart) {
  const { tellStories } = await import('./demo/index.ts');
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
