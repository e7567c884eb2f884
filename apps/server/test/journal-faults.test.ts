// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openJournal, readJournal } from '../src/log/journal/index.ts';
import { systemClock } from '../src/platform/clock/clock.ts';
import { isTorture } from './rounds.ts';
import { callsIn, hasStrace, traced } from './strace.ts';

const CYCLE = fileURLToPath(new URL('./journal-cycle.ts', import.meta.url));
/** Every occurrence on demand (`npm run torture`); in the tests of a change, every so many. */
const RUNS_MAX = isTorture ? Number.MAX_SAFE_INTEGER : 36;
/** As many entries as the cycle appends. */
const ENTRIES = 8;

interface Ran {
  readonly exit: number | string;
  readonly acknowledged: string[];
  readonly trace: string;
}

/** Runs the cycle with one system call on the journal made to fail. */
async function cycle(directory: string, inject: string | null): Promise<Ran> {
  const files = Array.from({ length: 12 }, (_, index) => `${String(index + 1).padStart(16, '0')}.wal`);
  const paths = [directory, ...[...files, 'reserve'].map((name) => join(directory, name))];
  const { exit, stdout, trace } = await traced([CYCLE, directory], {
    ...{ traceFile: `${directory}.trace`, paths, inject, msMax: 30_000 },
  });
  return { exit, trace, acknowledged: [...stdout.matchAll(/^ack (.*)$/gm)].map(([, text]) => text ?? '') };
}

/** Opens what is left without faults: every acknowledged entry is there, in order, and the journal goes on. */
async function checkRecovered(
  directory: string,
  acknowledged: readonly string[],
  what: string,
): Promise<void> {
  const journal = await openJournal({
    directory,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    statfs: async () => ({ bsize: 4_096, blocks: 1_000_000, bfree: 900_000, bavail: 900_000 }),
    limits: { reserveBytesMax: 0 },
  });
  const before = journal.durableSeq;
  const bytes = Buffer.from('after');
  const origin = {
    sourceId: '00000000-0000-4000-8000-000000000001',
    stream: 'technical',
    retentionClass: 'technical',
    transport: 'relp',
    peer: '192.0.2.7',
  } as const;
  assert.equal((await journal.append({ origin, bytes, bounds: [0, 5] })).firstSeq, before + 1, what);
  await journal.close();
  const first = Number(
    (await readdir(directory))
      .filter((name) => name.endsWith('.wal'))
      .sort()[0]
      ?.slice(0, 16),
  );
  const texts: string[] = [];
  for await (const some of readJournal(directory, { fromSeq: first })) {
    texts.push(...some.map(({ raw }) => Buffer.from(raw).toString()));
  }
  assert.equal(texts.length, before + 2 - first, `${what}: without gaps`);
  // The first file holds four entries; it goes when they are released, and only whole.
  assert.ok(first === 1 || first === 5, `${what}: begins with ${first}`);
  const released = new Set(['entry 0', 'entry 1', 'entry 2', 'entry 3']);
  for (const text of acknowledged) {
    assert.ok(texts.includes(text) || (first === 5 && released.has(text)), `${what}: "${text}" was lost`);
  }
}

// Danger (R2): a call to the disk fails, or the process dies in it, at the one place nobody thought of; then the
// journal does not open again, or has lost what it acknowledged.
test('every system call of a life of the journal may fail or be its last', {
  skip: !hasStrace,
}, async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'belfry-faults-'));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const whole = await cycle(join(root, 'whole'), null);
  assert.equal(whole.exit, 0);
  assert.equal(whole.acknowledged.length, ENTRIES);
  await checkRecovered(join(root, 'whole'), whole.acknowledged, 'no fault');
  const faults = callsIn(whole.trace).flatMap((each) => [
    { ...each, fault: 'error=EIO' },
    { ...each, fault: 'signal=KILL' },
  ]);
  const stride = Math.max(1, Math.ceil(faults.length / RUNS_MAX));
  // An odd stride meets both faults.
  const chosen = faults.filter((_, index) => index % (stride % 2 === 0 ? stride + 1 : stride) === 0);
  let injected = 0;
  for (const [index, { call, nth, fault }] of chosen.entries()) {
    const what = `${call} ${nth} with ${fault}`;
    const directory = join(root, String(index));
    const ran = await cycle(directory, `${call}:${fault}:when=${nth}`);
    if (ran.trace.includes('INJECTED') || ran.exit === 'SIGKILL') injected += 1;
    if (ran.exit === 0)
      assert.equal(ran.acknowledged.length, ENTRIES, `${what}: ended well, and did its work`);
    await checkRecovered(directory, ran.acknowledged, what);
    await rm(directory, { recursive: true });
  }
  assert.ok(injected > chosen.length / 2, `${injected} of ${chosen.length} faults happened`);
  t.diagnostic(`${chosen.length} of ${faults.length} faults tried, ${injected} happened`);
});

// Danger: a sync that failed is tried again, succeeds because the pages count as clean, and is acknowledged.
test('an fdatasync that fails ends the process with 70, and nothing more is acknowledged', {
  skip: !hasStrace,
}, async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'belfry-fsync-'));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  // The first one syncs the reserve, without which the journal goes on.
  for (const nth of [2, 3, 4]) {
    const directory = join(root, String(nth));
    const ran = await cycle(directory, `fdatasync:error=EIO:when=${nth}`);
    assert.ok(ran.trace.includes('INJECTED'), 'it failed');
    assert.equal(ran.exit, 70);
    assert.ok(ran.acknowledged.length <= 2 * (nth - 2), `${ran.acknowledged.length} after ${nth}`);
    await checkRecovered(directory, ran.acknowledged, `fdatasync ${nth}`);
  }
});
