// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { cutConnections, openTestDatabase } from './database.ts';
import { testLogConfiguration } from './log.ts';
import { startLogChild } from './log-child.ts';
import { sealedRecord, writeRecord } from './log-record.ts';
import { rounds } from './rounds.ts';

const KILLS = rounds(9);

// Danger (R1): a kill between two batches leaves an entry of the record out, or seals it twice.
test(`${KILLS} kill -9 of the log process and cuts of its database seal each entry of the record once, in order`, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-record-kills-'));
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const opened = await openTestDatabase(t);
  const configuration = testLogConfiguration(dataDir, { logLevel: 'warn' });
  let log = await startLogChild(configuration, opened.application);
  opened.closeFirst(() => log.process.kill('SIGKILL'));
  let isOver = false;
  let batch = 0;
  const writing = (async () => {
    while (!isOver) {
      const texts = Array.from({ length: randomInt(1, 40) }, (_, at) => `note ${at} of ${batch}`);
      batch += 1;
      // The cut may be ours: whether it was recorded then is what the database says in the end.
      await writeRecord(opened.database, texts).catch(() => undefined);
      await delay(randomInt(1, 30));
    }
  })();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await delay(randomInt(50, 1_200));
    if (kill % 3 === 2) {
      await cutConnections(opened);
      continue;
    }
    log.process.kill('SIGKILL');
    await log.ended;
    log = await startLogChild(configuration, opened.application);
  }
  isOver = true;
  await writing;
  const rows = await opened.query<{ canonical: string }>('SELECT canonical FROM outbox ORDER BY position');
  let sealed: string[] = [];
  for (let waited = 0; waited < 240_000 && sealed.length < rows.length; waited += 250) {
    await delay(250);
    sealed = await sealedRecord(dataDir);
  }
  assert.deepEqual(
    // An alarm may have been recorded since.
    sealed.slice(0, rows.length),
    rows.map(({ canonical }) => canonical),
  );
  t.diagnostic(`${KILLS} kills and cuts, ${rows.length} entries`);
  await log.stop();
});
