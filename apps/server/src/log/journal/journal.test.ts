// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Batch, JournalEntry } from '../batch.ts';
import { type JournalParts, openJournal, readJournal, releaseJournal } from './index.ts';
import { journalFiles } from './journal-files.ts';

const logger = pino({ level: 'silent' });
const roomy = async () => ({ bsize: 4_096, blocks: 100_000, bfree: 90_000, bavail: 90_000 });

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-journal-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  return directory;
}

function openHere(directory: string, more: Partial<JournalParts> = {}) {
  return openJournal({
    directory,
    clock: systemClock,
    logger,
    statfs: roomy,
    ...more,
    limits: { reserveBytesMax: 4_096, ...more.limits },
  });
}

function aBatch(lines: readonly string[], more: Partial<Batch['origin']> = {}): Batch {
  const bytes = Buffer.from(lines.join('\n'));
  const bounds: number[] = [];
  let at = 0;
  for (const line of lines) {
    const length = Buffer.byteLength(line);
    bounds.push(at, at + length);
    at += length + 1;
  }
  return {
    origin: {
      sourceId: '00000000-0000-4000-8000-000000000001',
      stream: 'technical',
      retentionClass: 'technical',
      transport: 'syslog-tcp',
      peer: '192.0.2.7:51422',
      ...more,
    },
    bytes,
    bounds,
  };
}

async function all(directory: string, fromSeq = 1): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const some of readJournal(directory, { fromSeq })) entries.push(...some);
  return entries;
}

const texts = (entries: readonly JournalEntry[]) => entries.map(({ raw }) => Buffer.from(raw).toString());

test('openJournal() gives back every entry bit-exact, numbered without gaps, over restarts', async (t) => {
  const directory = await aDirectory(t);
  let journal = await openHere(directory);
  assert.deepEqual(await journal.append(aBatch(['one', 'two'])), { firstSeq: 1, count: 2 });
  const odd = Buffer.from([0, 255, 10, 195, 40]);
  const { origin } = aBatch([]);
  const cut = new Map([[0, 99_000_000_000]]);
  await journal.append({ origin, bytes: odd, bounds: [0, 5, 4, 4], cut });
  await journal.close();
  journal = await openHere(directory);
  assert.equal(journal.durableSeq, 4);
  const scattered = Buffer.alloc(10_000, 'x');
  scattered.write('left', 0);
  scattered.write('right', 9_995);
  await journal.append({ origin, bytes: scattered, bounds: [0, 4, 9_995, 10_000] });
  await journal.close();
  const entries = await all(directory);
  assert.deepEqual(
    entries.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6],
  );
  assert.deepEqual(texts(entries.slice(0, 2)), ['one', 'two']);
  assert.deepEqual([...(entries[2]?.raw ?? [])], [...odd]);
  assert.deepEqual([entries[2]?.cut, entries[3]?.cut], [99_000_000_000, null]);
  assert.deepEqual(texts(entries.slice(3)), ['', 'left', 'right']);
  assert.deepEqual(entries[0]?.origin, origin);
  assert.notDeepEqual(entries[0]?.salt, entries[1]?.salt);
  assert.deepEqual(texts(await all(directory, 5)), ['left', 'right']);
});

test('readJournal() follows what is written, across files, and releaseJournal() deletes only what is sealed', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory, { limits: { journalFileBytesMax: 2_000 } });
  const stop = new AbortController();
  const heard: number[] = [];
  const following = (async () => {
    const { progress } = journal;
    for await (const some of readJournal(directory, { fromSeq: 1, progress, signal: stop.signal })) {
      heard.push(...some.map(({ seq }) => seq));
      if (heard.length >= 200) stop.abort();
    }
  })();
  for (let count = 0; count < 50; count += 1) {
    await Promise.all([journal.append(aBatch(['a'.repeat(100), 'b'])), journal.append(aBatch(['c', 'd']))]);
  }
  await following;
  assert.deepEqual(
    heard,
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  const files = await journalFiles(directory);
  assert.ok(files.length > 5);
  const third = files[2]?.firstSeq ?? 0;
  assert.equal(await releaseJournal(directory, third - 2), 1);
  assert.equal(await releaseJournal(directory, third - 1), 1);
  await releaseJournal(directory, 200);
  assert.equal((await journalFiles(directory)).length, 1);
  await assert.rejects(all(directory, 1), { code: 'journal.missing' });
  await journal.close();
  const again = await openHere(directory);
  assert.equal(again.durableSeq, 200);
  await again.close();
});

// Danger: half a batch after a crash is taken for entries, or everything before it is thrown away with it.
test('openJournal() cuts a torn end at every byte, and loses no entry before it', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory);
  await journal.append(aBatch(['kept']));
  const [file] = await journalFiles(directory);
  assert.ok(file);
  const before = (await readFile(file.path)).length;
  await journal.append(aBatch(['torn', 'off']));
  const whole = await readFile(file.path);
  await journal.close();
  for (let length = before; length < whole.length; length += 1) {
    await writeFile(file.path, whole.subarray(0, length));
    const torn = await openHere(directory);
    assert.equal(torn.durableSeq, 1, `torn at ${length}`);
    await torn.append(aBatch(['next']));
    await torn.close();
    assert.deepEqual(texts(await all(directory)), ['kept', 'next']);
  }
});

// Danger: bit rot in what was acknowledged is taken for a torn end and cut away without a word.
test('openJournal() refuses damage that whole entries of a later group follow, in every byte', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory);
  await journal.append(aBatch(['first']));
  await journal.append(aBatch(['second']));
  await journal.close();
  const [file] = await journalFiles(directory);
  assert.ok(file);
  const whole = await readFile(file.path);
  for (let at = 0; at < whole.length - 56; at += 1) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8((damaged[at] ?? 0) ^ 1, at);
    await writeFile(file.path, damaged);
    await assert.rejects(openHere(directory), { code: 'journal.damaged' }, `byte ${at}`);
  }
  await truncate(file.path, 0);
});

// Danger: an orphan of a killed server and its successor write the same file.
test('openJournal() refuses a second writer', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory);
  await assert.rejects(openHere(directory, { limits: { journalLockMsMax: 100 } }), {
    code: 'journal.in_use',
  });
  await journal.close();
  await (await openHere(directory)).close();
});

// Danger (R5): a clock that jumps makes numbers repeat or run back, and the order of receipt is no order any more.
test('append() numbers without gaps whatever the clock does, and keeps what it said', async (t) => {
  const directory = await aDirectory(t);
  const jumps = [
    '2026-11-22T12:00:00Z',
    '1970-01-01T00:00:00Z',
    '2100-01-01T00:00:00Z',
    '2026-11-21T11:59:59.999Z',
  ];
  let now = 0;
  let ticks = 0n;
  const journal = await openHere(directory, {
    clock: { now: () => new Date(jumps[now] ?? 0) },
    clockState: () => (now === 0 ? 'synchronised' : 'jumped'),
    monotonicNs: () => {
      ticks += 1n;
      return ticks;
    },
  });
  for (now = 0; now < jumps.length; now += 1) await journal.append(aBatch([`at ${now}`]));
  await journal.close();
  const entries = await all(directory);
  assert.deepEqual(
    entries.map(({ seq, receivedUs, monotonicNs, clock }) => [seq, receivedUs / 1_000, monotonicNs, clock]),
    jumps.map((at, index) => [
      index + 1,
      Date.parse(at),
      BigInt(index + 1),
      index === 0 ? 'synchronised' : 'jumped',
    ]),
  );
});

// Danger: a body of nothing but line feeds becomes a frame that no reader takes for one.
test('append() cuts a batch that is too much for a frame, and numbers it in one piece', async (t) => {
  const directory = await aDirectory(t);
  const journal = await openHere(directory, { limits: { frameEntriesMax: 3, frameBytesMax: 10 } });
  const lines = ['a', 'b', 'c', 'd', 'eeeeeeeee', 'ff', 'g', 'a very long one'];
  const cut = new Map([[4, 900]]);
  const [many, one] = await Promise.all([
    journal.append({ ...aBatch(lines), cut }),
    journal.append(aBatch(['after'])),
  ]);
  assert.deepEqual([many, one.firstSeq], [{ firstSeq: 1, count: 8 }, 9]);
  await journal.close();
  const entries = await all(directory);
  assert.deepEqual(texts(entries), [...lines, 'after']);
  assert.deepEqual(
    entries.flatMap(({ cut: meant, seq }) => (meant === null ? [] : [[seq, meant]])),
    [[5, 900]],
  );
});
