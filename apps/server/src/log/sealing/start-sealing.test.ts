// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestDatabase } from '../../../test/database.ts';
import { openTestLog, type TestLog } from '../../../test/log.ts';
import { batchOf } from '../../../test/log-entries.ts';
import type { EntryAnswer } from '../entry-shapes.ts';
import { journalFiles } from '../journal/journal-files.ts';
import { openLogDirectory } from './log-directory.ts';
import { rotateKey } from './rotate-key.ts';
import { startSealing } from './start-sealing.ts';

const YEAR = new Date().getUTCFullYear();
const NAME = `technical-${YEAR}`;
const DEADLINE_MS = 240_000;

async function until<T>(look: () => Promise<T | null | false>): Promise<T> {
  for (let waited = 0; waited < DEADLINE_MS; waited += 50) {
    const found = await look();
    if (found !== null && found !== false) return found;
    await delay(50);
  }
  throw new Error('It did not happen');
}

const sealedIn = (log: TestLog, size: number) =>
  until(async () => {
    const checkpoint = await openLogDirectory(log.log.house.logDir).open(NAME).checkpoint();
    return checkpoint !== null && checkpoint.size >= size ? checkpoint : null;
  });

/** A directory and a database that outlive a log; the directory goes last. */
async function aHouse(t: TestContext) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'belfry-log-'));
  const opened = await openTestDatabase(t);
  opened.closeFirst(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  return { dataDir, opened };
}

test('sealing that waits for its receivers begins nothing, and stops at once', async (t) => {
  const { log } = await openTestLog(t, await aHouse(t));
  const sealing = startSealing({
    ...log.house,
    origin: 'log.example.org',
    after: new Promise(() => undefined),
    connection: () => assert.fail('It began'),
  });
  await sealing.stop();
});

test('what the journal has is sealed by the thread, opened with its proof, and goes on after a restart', async (t) => {
  const house = await aHouse(t);
  const { opened } = house;
  const first = await openTestLog(t, house);
  await first.log.house.journal.append(batchOf(['one', 'two', 'three']));
  await sealedIn(first, 3);
  const answer = await first.link.call('/inside/entry', { log: NAME, index: 1 });
  assert.ok('status' in answer && answer.status === 200);
  const entry = answer.body as EntryAnswer;
  assert.equal(JSON.parse(entry.line).raw, 'two');
  assert.match(entry.proofs[0]?.content ?? '', /^c2sp\.org\/tlog-proof@v1\nindex 1\n/);
  assert.equal(entry.vkeys.length, 2);
  const missing = await first.link.call('/inside/entry', { log: NAME, index: 3 });
  assert.ok('status' in missing && missing.status === 404);
  await first.stop();
  const second = await openTestLog(t, house);
  await second.log.house.journal.append(batchOf(['four']));
  await sealedIn(second, 4);
  const rows = await opened.query<{ log: string; size: string }>(
    'SELECT log, size FROM log_checkpoint ORDER BY log',
  );
  // The audit log was begun by the entry that seals its silence.
  assert.deepEqual(
    rows.map(({ log }) => log),
    [`audit-${YEAR}`, NAME],
  );
  assert.equal(Number(rows[1]?.size), 4);
});

test('a database that is away stops sealing and not the journal, and sealing goes on when it is back', async (t) => {
  const log = await openTestLog(t, await aHouse(t));
  await log.log.house.journal.append(batchOf(['before']));
  await sealedIn(log, 1);
  await log.query('REVOKE UPDATE ON log_checkpoint FROM belfry_app');
  await log.log.house.journal.append(batchOf(['meanwhile']));
  assert.equal(log.log.house.journal.durableSeq >= 2, true);
  await until(async () => log.logged.some((line) => line.includes('log.sealing_failed')));
  await log.query('GRANT UPDATE ON log_checkpoint TO belfry_app');
  await sealedIn(log, 2);
});

test('a rotation of the signing key is an entry of the audit log, with who did it', async (t) => {
  const log = await openTestLog(t, await aHouse(t));
  await log.log.house.journal.append(batchOf(['before']));
  await sealedIn(log, 1);
  rotateKey(path.join(log.dataDir, 'keys'), 'ana');
  await log.log.house.journal.append(batchOf(['after']));
  const entry = await until(async () => {
    const audit = openLogDirectory(log.log.house.logDir).open(`audit-${YEAR}`);
    for await (const { lines } of audit.lines(0, 100)) {
      const found = lines.find((line) => line.includes('signing_key.rotated'));
      if (found !== undefined) return JSON.parse(found.toString()) as { raw: string; stream: string };
    }
    return null;
  });
  const { by, keys } = JSON.parse(entry.raw) as { by: string; keys: Record<string, string[]> };
  assert.deepEqual([entry.stream, by, keys[NAME]?.length], ['desk', 'ana', 2]);
});

test('the journal lets go of what is sealed, and of nothing else', async (t) => {
  const log = await openTestLog(t, {
    ...(await aHouse(t)),
    journal: { limits: { journalFileBytesMax: 20_000 } },
  });
  for (let batch = 0; batch < 20; batch += 1) {
    await log.log.house.journal.append(
      batchOf(Array.from({ length: 20 }, (_, at) => `${batch} ${at} ${'x'.repeat(80)}`)),
    );
  }
  await sealedIn(log, 400);
  await log.log.house.journal.append(batchOf(['last']));
  await sealedIn(log, 401);
  const left = await until(async () => {
    const files = await journalFiles(log.log.house.journalDir);
    return files.length <= 2 && files;
  });
  assert.ok((left[0]?.firstSeq ?? 0) > 1);
});
