// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isFault, leafHash, openCheckpoint, parseNote, parseVkey, readFrom, rootAt } from '@belfry/ledger';
import fc from 'fast-check';
import { anEntry, anOrigin, SOME_MOMENT_US, someEntries } from '../../../test/log-entries.ts';
import { guardInMemory, openTestSealing } from '../../../test/sealing.ts';
import { openLogDirectory } from './log-directory.ts';
import type { LogFiles } from './log-files.ts';
import { verifierOf } from './signing-keys.ts';

const NAME = 'technical-2026';

test('Sealer publishes a checkpoint both keys signed, over the lines that lie in the segment', async (t) => {
  const sealing = openTestSealing(t);
  const sealer = await sealing.open();
  await sealer.take(someEntries(1, 300));
  await sealer.publishDue();
  const published = sealing.news.find((each) => each.kind === 'published');
  assert.equal(published?.sealedSeq, 300);
  const log = openLogDirectory(path.join(sealing.root, 'log')).open(NAME);
  const note = parseNote((await log.checkpoint())?.content ?? '');
  assert.ok(!isFault(note));
  const keys = JSON.parse(openFiles(sealing.root).toString()) as { logs: Record<string, string[]> };
  const verifiers = (keys.logs[NAME] ?? []).map((vkey) => verifierOf(vkey));
  assert.deepEqual(
    note.signatures.map(({ keyId }) => keyId),
    (keys.logs[NAME] ?? []).map((vkey) => {
      const key = parseVkey(vkey);
      return isFault(key) ? '' : key.keyId;
    }),
  );
  for (const verifier of verifiers) {
    assert.ok(verifier !== null);
    const opened = await openCheckpoint(note, `log.example.org/${NAME}`, [verifier]);
    assert.ok(!isFault(opened));
    assert.equal(opened.size, 300);
  }
  const lines = await sealing.linesOf(NAME);
  assert.deepEqual(
    lines.map(({ seq }) => seq),
    someEntries(1, 300).map(({ seq }) => seq),
  );
});

const openFiles = (root: string) => readFileSync(path.join(root, 'keys/log-keys.json'));

/** Lets so many changes of files happen, and then none: half of one, or the whole of it and no answer. */
function dyingFiles(filesOf: (log: string) => LogFiles, allowed: number, isHalf: boolean) {
  let done = 0;
  const dying = (files: LogFiles): LogFiles => {
    const step =
      <A extends unknown[]>(act: (...given: A) => void) =>
      (...given: A) => {
        done += 1;
        if (done <= allowed) return act(...given);
        if (done === allowed + 1 && !isHalf) act(...given);
        throw new Error('The machine stopped');
      };
    const half = (file: string, bytes: Uint8Array) => {
      done += 1;
      if (done <= allowed) return files.append(file, bytes);
      if (done === allowed + 1)
        files.append(file, bytes.subarray(0, isHalf ? Math.floor(bytes.length / 2) : bytes.length));
      throw new Error('The machine stopped');
    };
    return {
      read: files.read,
      list: files.list,
      append: half,
      sync: step(files.sync),
      syncAll: step(files.syncAll),
      truncate: step(files.truncate),
      writeDurably: step(files.writeDurably),
      writeLightly: step(files.writeLightly),
      remove: step(files.remove),
      close: files.close,
    };
  };
  return { filesOf: (log: string) => dying(filesOf(log)), count: () => done };
}

test('a crash after any file operation leaves a log that goes on to the same tree', async (t) => {
  const batches = [someEntries(1, 200), someEntries(201, 100), someEntries(301, 40)];
  const runOn = async (sealing: ReturnType<typeof openTestSealing>, parts = {}) => {
    const sealer = await sealing.open(parts);
    for (const batch of batches) {
      await sealer.take(batch);
      sealing.pass(2_500);
      await sealer.publishDue();
    }
    sealer.close();
  };
  const whole = openTestSealing(t);
  const counting = dyingFiles(whole.filesOf, Number.POSITIVE_INFINITY, true);
  await runOn(whole, { filesOf: counting.filesOf });
  const expected = await whole.linesOf(NAME);
  assert.equal(expected.length, 340);
  for (let allowed = 0; allowed < counting.count(); allowed += 1) {
    for (const isHalf of [true, false]) {
      const sealing = openTestSealing(t);
      await assert.rejects(
        runOn(sealing, { filesOf: dyingFiles(sealing.filesOf, allowed, isHalf).filesOf }),
        /machine stopped/,
      );
      await runOn(sealing);
      assert.deepEqual(await sealing.linesOf(NAME), expected, `after operation ${allowed}`);
      assert.deepEqual(
        sealing.news.filter(({ kind }) => kind === 'alarm'),
        [],
      );
    }
  }
});

test('Sealer gives one tree whatever the batches and restarts are, with the root of RFC 6962', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          count: fc.integer({ min: 1, max: 90 }),
          restart: fc.boolean(),
          passMs: fc.constantFrom(10, 2_500),
        }),
        { maxLength: 12 },
      ),
      async (steps) => {
        const sealing = openTestSealing(t);
        let sealer = await sealing.open();
        let seq = 1;
        for (const { count, passMs, restart } of steps) {
          await sealer.take(someEntries(seq, count));
          seq += count;
          sealing.pass(passMs);
          await sealer.publishDue();
          if (restart) {
            sealer.close();
            sealer = await sealing.open();
            await sealer.take(someEntries(1, seq - 1));
          }
        }
        await sealer.publishAll();
        sealer.close();
        const log = openLogDirectory(path.join(sealing.root, 'log')).open(NAME);
        const checkpoint = await log.checkpoint();
        assert.equal(checkpoint?.size ?? 0, seq - 1);
        const leaves: Uint8Array[] = [];
        for await (const { lines } of log.lines(0, seq)) leaves.push(...lines.map((line) => leafHash(line)));
        if (checkpoint !== null)
          assert.deepEqual(
            Buffer.from(checkpoint.root),
            Buffer.from(rootAt(leaves.length, readFrom(leaves))),
          );
      },
    ),
    { numRuns: 25 },
  );
});

test('a checkpoint the guard did not take, or took without an answer, is published once and is never a fork', async (t) => {
  for (const isWritten of [false, true]) {
    const guard = guardInMemory();
    const sealing = openTestSealing(t, guard);
    const failing = {
      rows: guard.rows,
      move: async (...given: Parameters<typeof guard.move>) => {
        if (isWritten) await guard.move(...given);
        throw new Error('The connection broke');
      },
    };
    const first = await sealing.open();
    await first.take(someEntries(1, 10));
    await first.publishDue();
    first.close();
    const second = await sealing.open({ guard: failing });
    await second.take(someEntries(1, 20));
    await assert.rejects(second.publishDue(), /connection broke/);
    second.close();
    const third = await sealing.open();
    const log = openLogDirectory(path.join(sealing.root, 'log')).open(NAME);
    assert.equal((await log.checkpoint())?.size, isWritten ? 20 : 10);
    await third.take(someEntries(1, 25));
    await third.publishAll();
    third.close();
    assert.equal((await sealing.linesOf(NAME)).length, 25);
    assert.deepEqual(
      sealing.news.filter(({ kind }) => kind === 'alarm'),
      [],
    );
  }
});

test('what a sender sends again after a lost acknowledgement is kept and pointed out, also across a restart', async (t) => {
  const sealing = openTestSealing(t);
  const raw = Buffer.from('the same');
  const first = await sealing.open();
  await first.take([
    anEntry({ seq: 1, raw }),
    anEntry({ seq: 2, raw }),
    anEntry({ seq: 3, raw, origin: { ...anOrigin, transport: 'syslog-tcp' } }),
  ]);
  await first.publishAll();
  first.close();
  const second = await sealing.open();
  const next = { ...anOrigin, peer: '192.0.2.7:51423' };
  await second.take([
    anEntry({ seq: 4, raw, origin: next }),
    anEntry({ seq: 5, raw, origin: { ...anOrigin, sourceId: '5f0e4a6e-0b1f-4f5e-9d55-3a1c5c2f7b11' } }),
  ]);
  await second.publishAll();
  second.close();
  assert.deepEqual(
    (await sealing.linesOf(NAME)).map(({ dup }) => dup),
    [undefined, undefined, undefined, 1, undefined],
  );
});

test('a crash between the parts of a long entry seals each part once', async (t) => {
  const sealing = openTestSealing(t);
  const long = anEntry({ seq: 65_530, raw: Buffer.alloc(1_000_000, 0x61) });
  const before = someEntries(1, 65_529, { raw: Buffer.from('x') });
  let published = 0;
  const first = await sealing.open({
    tell: () => {
      published += 1;
      // The segment is full in the middle of the entry: its checkpoint is out, and then the machine stops.
      if (published === 1) throw new Error('The machine stopped');
    },
  });
  await assert.rejects(first.take([...before, long]), /machine stopped/);
  first.close();
  const second = await sealing.open();
  await second.take([...before, long, anEntry({ seq: 65_531 })]);
  await second.publishAll();
  second.close();
  const lines = await sealing.linesOf(NAME);
  const parts = lines.filter(({ seq }) => seq === 65_530);
  assert.deepEqual(
    parts.map(({ part }) => part),
    parts.map((_, at) => [at + 1, 23]),
  );
  assert.equal(parts.map(({ raw }) => raw).join('').length, 1_000_000);
  assert.equal(lines.length, 65_529 + 23 + 1);
});

test('silence is sealed: each active log asks for an entry of its own, and the audit log from the start', async (t) => {
  const sealing = openTestSealing(t);
  const sealer = await sealing.open();
  const asked = () =>
    sealing.news.flatMap((each) => (each.kind === 'silent' ? each.retentionClass : [])).sort();
  await sealer.publishDue();
  assert.deepEqual(asked(), ['audit']);
  await sealer.take([anEntry({ seq: 1 })]);
  sealing.pass(239_000);
  await sealer.publishDue();
  assert.deepEqual(asked(), ['audit']);
  sealing.pass(2_000);
  await sealer.publishDue();
  assert.deepEqual(asked(), ['audit', 'audit', 'technical']);
});

test('a clock that jumps opens no log of a year that is not, and raises one alarm', async (t) => {
  const day = 86_400_000_000;
  for (const jump of [3_600_000_000, -3_600_000_000, day, -day, -SOME_MOMENT_US, 10 * 365 * day]) {
    const sealing = openTestSealing(t);
    const sealer = await sealing.open();
    const jumped = someEntries(11, 20).map((entry) => ({ ...entry, receivedUs: entry.receivedUs + jump }));
    await sealer.take([...someEntries(1, 10), ...jumped, ...someEntries(31, 10)]);
    await sealer.publishAll();
    sealer.close();
    const lines = await sealing.linesOf(NAME);
    assert.deepEqual(
      lines.map(({ clock }) => clock),
      [...Array(10).fill('unknown'), ...Array(20).fill('jumped'), ...Array(10).fill('unknown')],
    );
    assert.deepEqual(
      lines.map(({ seq }) => seq),
      someEntries(1, 40).map(({ seq }) => seq),
    );
    const alarms = sealing.news.flatMap((each) =>
      each.kind === 'alarm' ? [each.facts === null ? 'cleared' : each.alarm] : [],
    );
    assert.deepEqual(alarms, ['clock', 'cleared'], `jump of ${jump}`);
  }
});
