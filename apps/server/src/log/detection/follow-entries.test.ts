// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSealedLine, logsOf } from '../../../test/engine.ts';
import { anEntry } from '../../../test/log-entries.ts';
import { sealedLineOf } from '../sealing/entry-line.ts';
import type { ReadableLog } from '../sealing/index.ts';
import { SEGMENT_ENTRIES } from '../sealing/segment-file.ts';
import { EntryFollower, type FollowedEntry, type LogsToFollow, placesBehind } from './follow-entries.ts';

async function all(follower: EntryFollower, toSeq: number): Promise<FollowedEntry[]> {
  const found: FollowedEntry[] = [];
  for (;;) {
    const some = await follower.next(toSeq);
    if (some.length === 0) return found;
    found.push(...some);
  }
}

const seqs = (entries: readonly FollowedEntry[]) => entries.map(({ line }) => line.seq);
const some = (...numbers: number[]) => numbers.map((seq) => aSealedLine(seq, `line ${seq}`));

test('gives entries of all logs by their number, and none that a log may still have before them', async () => {
  const lines = { 'audit-2026': some(2, 5, 7), 'functional-2026': [], 'technical-2026': some(1, 3, 4, 6, 8) };
  const follower = new EntryFollower(logsOf(lines), {}, 0);
  assert.deepEqual(seqs(await all(follower, 6)), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(follower.places, { 'audit-2026': 2, 'technical-2026': 4 });
  assert.deepEqual(seqs(await all(follower, 8)), [7, 8]);
  const again = new EntryFollower(logsOf(lines), { 'audit-2026': 1, 'technical-2026': 2 }, 3);
  assert.deepEqual(seqs(await all(again, 8)), [4, 5, 6, 7, 8]);
  // Places that are not known are found by the number.
  assert.deepEqual(seqs(await all(new EntryFollower(logsOf(lines), {}, 6), 8)), [7, 8]);
  assert.deepEqual(await placesBehind(logsOf(lines), 4), {
    'audit-2026': 1,
    'functional-2026': 0,
    'technical-2026': 3,
  });
});

// Danger: a long entry is cut where it was sealed in parts, and half of a command line is looked at.
test('puts the parts of a long entry together, also over the end of a frame', async () => {
  const before = Array.from({ length: 255 }, (_, at) => aSealedLine(at + 1, 'short'));
  const raw = Buffer.from('x'.repeat(100_000));
  const parts = sealedLineOf(anEntry({ seq: 256, raw }), { format: 'text', parse: 'raw' }, null);
  assert.ok(parts.length > 2);
  const lines = [...before, ...parts.map((part) => Buffer.from(part)), aSealedLine(257, 'short')];
  const follower = new EntryFollower(logsOf({ 'technical-2026': lines }), {}, 0);
  const found = await all(follower, 257);
  assert.equal(found.length, 257);
  const long = found[255];
  assert.equal(long?.index, 255);
  assert.equal(long?.line.part, undefined);
  assert.equal(Buffer.from(long?.line.raw64 ?? '', 'base64').toString(), raw.toString());
  assert.equal(found[256]?.index, 255 + parts.length);
});

// Danger: a segment that is gone, or bytes that were damaged, keep everything behind them from being looked at.
test('goes on behind a segment that is gone and counts what is missing', async () => {
  const kept = some(70_001, 70_002);
  const size = SEGMENT_ENTRIES + kept.length;
  const log = {
    name: 'technical-2026',
    checkpoint: async () => ({ size }),
    line: async () => null,
    async *lines(from: number, to: number) {
      if (from >= SEGMENT_ENTRIES) {
        yield { first: from, lines: kept.slice(from - SEGMENT_ENTRIES, to - SEGMENT_ENTRIES) };
      }
    },
  } as unknown as ReadableLog;
  const logs: LogsToFollow = { names: async () => [log.name], open: () => log };
  const follower = new EntryFollower(logs, {}, 0);
  assert.deepEqual(seqs(await all(follower, 70_002)), [70_001, 70_002]);
  assert.equal(follower.gone, SEGMENT_ENTRIES);
});

test('counts a line that is none any more, and a frame that cannot be read', async () => {
  const lines = [...some(1), Buffer.from('{"seq":'), Buffer.from('null'), ...some(4)];
  const follower = new EntryFollower(logsOf({ 'technical-2026': lines }), {}, 0);
  assert.deepEqual(seqs(await all(follower, 4)), [1, 4]);
  assert.equal(follower.gone, 2);
  const sound = logsOf({ 'technical-2026': some(...Array.from({ length: 300 }, (_, at) => at + 1)) });
  const damaged: LogsToFollow = {
    names: sound.names,
    open: (name) => ({
      ...sound.open(name),
      async *lines(from, to) {
        if (from === 0) throw Object.assign(new Error('damaged'), { code: 'log.unreadable' });
        yield* sound.open(name).lines(from, to);
      },
    }),
  };
  const other = new EntryFollower(damaged, {}, 0);
  assert.equal((await all(other, 300))[0]?.line.seq, 257);
  assert.equal(other.gone, 256);
});

test('a new log and new lines are found once more is sealed', async () => {
  const lines: Record<string, Buffer[]> = {};
  const follower = new EntryFollower(logsOf(lines), {}, 0);
  assert.deepEqual(await all(follower, 0), []);
  lines['technical-2026'] = some(1, 2);
  assert.deepEqual(seqs(await all(follower, 2)), [1, 2]);
  lines['technical-2026'].push(...some(3));
  lines['technical-2027'] = some(4);
  assert.deepEqual(seqs(await all(follower, 4)), [3, 4]);
});
