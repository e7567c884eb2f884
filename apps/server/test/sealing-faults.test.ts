// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openLogDirectory } from '../src/log/sealing/log-directory.ts';
import { verifyPath } from '../src/log/verify/index.ts';
import { isTorture } from './rounds.ts';
import { callsIn, hasStrace, run, traced } from './strace.ts';

const CYCLE = fileURLToPath(new URL('./sealing-cycle.ts', import.meta.url));
const NAME = 'technical-2026';
const ENTRIES = 540;
/** Every occurrence on demand (`npm run torture`); in the tests of a change, every so many. */
const RUNS_MAX = isTorture ? Number.MAX_SAFE_INTEGER : 20;

interface Ran {
  readonly exit: number | string;
  readonly sealed: number;
  readonly alarms: string[];
  readonly trace: string;
}

/** Runs the cycle with one system call on the files named made to fail. */
async function cycle(root: string, files: readonly string[], inject: string | null): Promise<Ran> {
  const paths = files.map((file) => join(root, file));
  const { exit, stdout, trace } = await traced([CYCLE, root, `${root}.guard`], {
    ...{ traceFile: `${root}.trace`, paths, inject, msMax: 60_000 },
  });
  const sealed = [...stdout.matchAll(/^sealed (\d+) /gm)].map(([, size]) => Number(size));
  const alarms = [...stdout.matchAll(/^alarm (.*)$/gm)].map(([, kind]) => kind ?? '');
  return { exit, trace, sealed: Math.max(0, ...sealed), alarms };
}

/** What the log holds after a life without faults: all entries, each once, in order, and nothing that does not verify. */
async function checkRecovered(root: string, what: string): Promise<void> {
  const after = await run(process.execPath, [CYCLE, root, `${root}.guard`]);
  assert.doesNotMatch(after.stdout, /^alarm/m, what);
  const seqs: number[] = [];
  const log = openLogDirectory(join(root, 'log')).open(NAME);
  for await (const { lines } of log.lines(0, Number.MAX_SAFE_INTEGER)) {
    seqs.push(...lines.map((line) => (JSON.parse(line.toString()) as { seq: number }).seq));
  }
  assert.deepEqual(
    seqs,
    Array.from({ length: ENTRIES }, (_, at) => at + 1),
    what,
  );
  assert.equal((await log.checkpoint())?.size, ENTRIES, what);
  const options = { logKeys: [], witnesses: [], authorities: [], pinned: [] };
  const { logs } = await verifyPath(root, options);
  assert.deepEqual(
    logs.map(({ report }) => [report.verdict, report.size, report.findings.length]),
    [['unanchored', ENTRIES, 0]],
    what,
  );
}

// Danger (R2): a call to the disk fails, or the process dies in it, while a checkpoint comes into being; then the log
// does not go on, states a second history, or holds an entry twice or not at all.
test('every system call of sealing may fail or be its last', { skip: !hasStrace }, async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'belfry-sealing-faults-'));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const first = join(root, 'first');
  const seen = await cycle(first, [], null);
  assert.deepEqual([seen.exit, seen.sealed], [0, ENTRIES]);
  await checkRecovered(first, 'no fault');
  const named = [...seen.trace.matchAll(/"([^"]+)"/g)].flatMap(([, file = '']) =>
    file.startsWith(`${first}/log/`) ? [file.slice(first.length + 1)] : [],
  );
  const files = [...new Set(named)];
  assert.ok(files.includes(`log/${NAME}/checkpoint.new`));
  const whole = await cycle(join(root, 'whole'), files, null);
  assert.deepEqual([whole.exit, whole.sealed], [0, ENTRIES]);
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
    const ran = await cycle(directory, files, `${call}:${fault}:when=${nth}`);
    if (ran.trace.includes('INJECTED') || ran.exit === 'SIGKILL') injected += 1;
    assert.deepEqual(ran.alarms, [], what);
    await checkRecovered(directory, what);
    await rm(directory, { recursive: true });
  }
  assert.ok(injected > chosen.length / 2, `${injected} of ${chosen.length} faults happened`);
  t.diagnostic(`${chosen.length} of ${faults.length} faults tried, ${injected} happened`);
});

// Danger: a sync that failed is tried again and succeeds, because the pages count as clean, and is signed for.
test('a sync that fails while sealing is signed for by no checkpoint', { skip: !hasStrace }, async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'belfry-sealing-fsync-'));
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 10 }));
  const segment = `log/${NAME}/segments/000000000000.ndjson`;
  for (const [nth, before] of [
    [1, 0],
    [2, 200],
  ] as const) {
    const directory = join(root, String(nth));
    const ran = await cycle(directory, [segment], `fdatasync:error=EIO:when=${nth}`);
    assert.ok(ran.trace.includes('INJECTED'), 'it failed');
    assert.notEqual(ran.exit, 0);
    assert.equal(ran.sealed, before);
    await checkRecovered(directory, `fdatasync ${nth}`);
  }
});
