// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Appended, Batch } from '../batch.ts';
import { type JournalParts, type OpenJournal, openJournal, readJournal } from './index.ts';

const run = promisify(execFile);
const logger = pino({ level: 'silent' });
const MIB = 1_048_576;

function aLine(text: string, isOwnRecord = false): Batch {
  const bytes = Buffer.from(text);
  return {
    origin: {
      sourceId: '00000000-0000-4000-8000-000000000001',
      stream: isOwnRecord ? 'desk' : 'technical',
      retentionClass: isOwnRecord ? 'audit' : 'technical',
      transport: isOwnRecord ? 'outbox' : 'relp',
      peer: '192.0.2.7',
    },
    bytes,
    bounds: [0, bytes.length],
  };
}

async function openHere(directory: string, more: Partial<JournalParts>): Promise<OpenJournal> {
  const limits = { reserveBytesMax: MIB, diskFreeBytesMin: 0, diskLookMs: 20, ...more.limits };
  return await openJournal({ directory, clock: systemClock, logger, ...more, limits });
}

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-disk-'));
  t.after(async () => {
    // A disk of its own, in one of the tests, has to go before its directory can.
    await run('umount', ['-l', directory]).catch(() => undefined);
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return directory;
}

async function textsIn(directory: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const some of readJournal(directory, { fromSeq: 1 })) {
    texts.push(...some.map(({ raw }) => Buffer.from(raw).toString()));
  }
  return texts;
}

async function isAnswered(promise: Promise<Appended>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), delay(150, false)]);
}

/** Whether the disk took it: a slow one takes its time, and one that is full closes the journal. */
async function isTaken(journal: OpenJournal, promise: Promise<Appended>): Promise<boolean> {
  while (journal.isOpen) if (await isAnswered(promise)) return true;
  return await isAnswered(promise);
}

// Danger (R4): a disk that is nearly full is filled to the last byte, and then neither our own record nor the
// database can write; or what was acknowledged in the last moment is lost; or nothing goes on when there is space.
test('append() stops at 95 percent, lets our own record pass, and goes on with space, ten times', async (t) => {
  const directory = await aDirectory(t);
  let used = 50;
  let looks = 0;
  const levels: string[] = [];
  const journal = await openHere(directory, {
    statfs: async () => {
      looks += 1;
      return { bsize: MIB, blocks: 100, bfree: 100 - used, bavail: 100 - used };
    },
    onDisk: ({ level }) => void levels.push(level),
  });
  const acknowledged: string[] = [];
  const append = async (text: string, isOwnRecord = false) => {
    await journal.append(aLine(text, isOwnRecord));
    acknowledged.push(text);
  };
  for (let cycle = 0; cycle < 10; cycle += 1) {
    for (used of [79, 80, 90]) {
      // One look may have begun before; the next one sees it, and is over when another begins.
      for (const before = looks; looks < before + 3; ) await delay(5);
      await append(`at ${used} in ${cycle}`);
    }
    used = 95;
    while (journal.isOpen) await delay(5);
    const waiting = journal.append(aLine(`at 95 in ${cycle}`));
    await append(`own at 95 in ${cycle}`, true);
    assert.equal(await isAnswered(waiting), false, 'nothing is acknowledged on a closed disk');
    used = 70;
    await journal.whenOpen();
    await waiting;
    acknowledged.push(`at 95 in ${cycle}`);
  }
  assert.deepEqual(levels, Array.from({ length: 10 }, () => ['warn', 'alarm', 'closed', 'good']).flat());
  assert.equal((await stat(join(directory, 'reserve'))).size, MIB);
  await journal.close();
  assert.deepEqual(await textsIn(directory), acknowledged);
});

// Danger: a write that the disk took half of is acknowledged, or breaks what stands before it.
test('append() survives a disk that is really full: nothing half written, our own record from the reserve', async (t) => {
  const directory = await aDirectory(t);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', directory]).then(
    () => true,
    () => false,
  );
  if (!mounted) return t.skip('mounting is refused here');
  const journal = await openHere(directory, {
    limits: { reservePercent: 20, diskClosedPercent: 101, diskFreeBytesMin: 500_000 },
  });
  for (const reserve = join(directory, 'reserve'); ; await delay(5)) {
    if ((await stat(reserve).catch(() => null))?.size === MIB) break;
  }
  const acknowledged: string[] = [];
  const line = 'x'.repeat(100_000);
  let waiting: Promise<Appended>;
  let count = 0;
  for (;;) {
    waiting = journal.append(aLine(`${line} ${count}`));
    if (!(await isTaken(journal, waiting))) break;
    acknowledged.push(`${line} ${count}`);
    count += 1;
    assert.ok(count < 100, 'the disk fills up');
  }
  assert.equal(journal.isOpen, false);
  for (let own = 0; own < 5; own += 1) {
    const text = `own ${own} ${'y'.repeat(100_000)}`;
    await journal.append(aLine(text, true));
    acknowledged.push(text);
  }
  assert.equal(await isAnswered(waiting), false);
  await run('mount', ['-o', 'remount,size=32m', directory]);
  await waiting;
  acknowledged.push(`${line} ${count}`);
  await journal.whenOpen();
  await journal.close();
  assert.deepEqual(
    (await textsIn(directory)).map((text) => text.length),
    acknowledged.map((text) => text.length),
  );
  assert.deepEqual(await textsIn(directory), acknowledged);
  return undefined;
});

// Danger: memory grows with whoever sends faster than the disk writes.
test('isOpen is false while more is unsynced than may be', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory, {
    limits: { unsyncedBytesMax: 3_000 },
    statfs: async () => ({ bsize: MIB, blocks: 100, bfree: 50, bavail: 50 }),
  });
  const all = Array.from({ length: 4 }, () => journal.append(aLine('z'.repeat(1_000))));
  assert.equal(journal.isOpen, false);
  await journal.whenOpen();
  await Promise.all(all);
  assert.equal(journal.unsyncedBytes, 0);
  await journal.close();
});

// Danger (R12): a start after a long outage of the sealer reads gigabytes before it takes an entry.
test('openJournal() reads its last file and no other, however much waits for the sealer', async (t) => {
  const directory = await aDirectory(t);
  const small = { journalFileBytesMax: 1, reserveBytesMax: 4_096 };
  const journal = await openHere(directory, { limits: small });
  for (let count = 0; count < 160; count += 1) await journal.append(aLine(`entry ${count}`));
  await journal.close();
  // Any file but the last would be refused, if it were looked into.
  for (let seq = 1; seq < 160; seq += 1) {
    await writeFile(join(directory, `${String(seq).padStart(16, '0')}.wal`), 'not looked into');
  }
  const again = await openHere(directory, { limits: small });
  assert.equal(again.durableSeq, 160);
  await again.close();
});
